// A gateway that asks for credentials and keeps its log, on a database of its own, with three clients and short ways to ask as one of them.
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { pino } from 'pino';
import { afterEach, beforeAll, expect, vi } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import type { AppOptions } from '../../src/app-options.js';
import type { ApiClientWithSecrets } from '../../src/domain/api-client/create.js';
import { createAccounts } from '../../src/rate-limit/account.js';
import { codeOf, post } from '../graphql/ask.js';
import { expectNoInternals } from '../graphql/refusals.js';
import { sql } from '../owasp/questions.js';
import { bearerOf, makeClient } from './credentials.js';
import { browser, useWorld } from './world.js';

export type Headers = Record<string, string>;

export const issuer = 'https://login.example.com';

export const request = (path: string, headers: Headers = {}): Request => new Request(`http://gateway.test${path}`, { headers });

/** The messages of an answer of GraphQL. */
export const messagesOf = ({ json }: { json: { errors: { message: string }[] } }): string[] => json.errors.map(({ message }) => message);
/** What is sent to ask for a token with a guessed secret. */
export const form = (client_id: string) => ({ grant_type: 'client_credentials', client_id, client_secret: 'guess' });

/** The gateway of a file's tests, with its database and its clients. */
export const useGuardedGateway = () => {
  /** What the gateway has logged in this test, a line each. */
  const lines: string[] = [];
  const logger = pino({ base: null }, { write: (line: string) => void lines.push(line) });

  const world = useWorld({ auth: { mode: 'required' }, logger });

  /** The API keys of three clients, as headers: of one that reads runs, one that also writes them, and one that looks after clients. */
  const [reader, writer, admin]: readonly [Headers, Headers, Headers] = [{}, {}, {}];

  const addClient = async (headers: Headers, ...scopes: string[]): Promise<ApiClientWithSecrets> => {
    const client = await makeClient(world, scopes);
    headers['x-coupa-api-key'] = client.apiKey ?? '';
    return client;
  };

  let made: ApiClientWithSecrets | undefined;
  /** The client of `reader`. */
  const readerClient = (): ApiClientWithSecrets => {
    if (!made) throw new Error('The client is there only while tests run.');
    return made;
  };

  beforeAll(async () => {
    made = await addClient(reader, 'core.integration.read');
    await addClient(writer, 'core.integration.read', 'core.integration.write');
    await addClient(admin, 'admin');
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    lines.length = 0;
  });

  /** The same gateway, configured in another way. */
  const appWith = (options: Partial<AppOptions>): App =>
    createApp({
      database: world.database,
      logger,
      bodyLimit: 1_048_576,
      requestTimeout: 5_000,
      auth: { mode: 'required' },
      browser,
      ...options,
    });

  /** An open gateway on a database that answers every statement like this, and has little time. */
  const appOn = (read: () => Promise<never>): App =>
    appWith({ database: { ...world.database, read }, auth: { mode: 'open' }, requestTimeout: 50 });

  /** So many points for each caller, by door, and no more: the second for which they are stands still until the test ends. */
  const accounts = (rest: number, graphql: number): NonNullable<AppOptions['openAccount']> => {
    vi.useFakeTimers({ toFake: ['Date'] });
    return createAccounts({ rest: { rate: rest, burst: 0 }, graphql: { rate: graphql, burst: 0 } }, world.database);
  };

  const ask = (query: string, headers: Headers = reader, variables: object = {}) => post(world.app, { query, variables }, headers);
  const rest = (method: string, path: string, headers: Headers = reader, body?: unknown) =>
    world.rest(method, `/api/${path}`, body, headers);
  /** A new run, made over REST. */
  const create = (more: object) => rest('POST', 'integration_runs', writer, { integration: { id: 1 }, ...more });

  /** The statements of the work, but those that look up credentials. */
  const statementsOf = async (work: () => Promise<unknown>) =>
    (await world.statementsOf(work)).filter(({ sql }) => !sql.includes('api_clients'));

  /** Does the work, after which every run has to be what it was. */
  const changesNothing = async (work: () => Promise<unknown>): Promise<void> => {
    const runs = () => world.database.prisma.integrationRun.findMany({ orderBy: { id: 'asc' } });
    const before = await runs();
    await work();
    expect(await runs()).toEqual(before);
  };

  /** What is refused by GraphQL before anything is read. */
  const expectRefusedUnread = async (code: string, query: string, variables?: object): Promise<void> => {
    const statements = await statementsOf(async () => {
      const refused = await ask(query, writer, variables);
      expect(codeOf(refused)).toBe(code);
      expectNoInternals(JSON.stringify(refused.json).replaceAll(sql, ''));
    });
    expect(statements).toEqual([]);
  };

  /** What is answered so, and logged, and changes nothing. */
  const expectAnswer = async (status: number, work: () => Promise<{ status: number; text: string }>, text = /^/): Promise<void> => {
    await changesNothing(async () => expect(await work()).toMatchObject({ status, text: expect.stringMatching(text) }));
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ status, msg: 'request' });
  };

  /** The status of a request to a gateway with that identity provider, whose token says that it is of the given one, with its keys elsewhere. */
  const askWithTokenOf = async (iss: string): Promise<number> => {
    const header = { alg: 'HS256', jku: 'https://evil.example.com/keys', x5u: 'https://evil.example.com/keys' };
    const authorization = `Bearer ${await new SignJWT({ iss, aud: 'gateway' }).setProtectedHeader(header).sign(new Uint8Array(32))}`;
    const app = appWith({ auth: { mode: 'required', identityProvider: { issuer, audience: 'gateway', scopes: null } } });
    return (await app(request('/api/integrations', { authorization }))).status;
  };

  const claims = (more: JWTPayload): JWTPayload => {
    const now = Math.floor(Date.now() / 1000);
    const ours = { iss: 'integration-runs', aud: 'integration-runs', sub: readerClient().apiClient.clientId };
    return { ...ours, scope: 'core.integration.read', iat: now, exp: now + 60, ...more };
  };

  /** A token for `readerClient`, as the gateway would sign it but for what is given. */
  const signToken = async (more: JWTPayload = {}, alg = 'HS256', by?: Uint8Array): Promise<string> => {
    await bearerOf(world, readerClient()); // the key is made for the first token
    const [key] = await world.database.prisma.signingKey.findMany();
    const header = { alg, typ: 'at+jwt', kid: key?.kid ?? '' };
    return new SignJWT(claims(more)).setProtectedHeader(header).sign(by ?? Buffer.from(key?.secret ?? '', 'base64url'));
  };

  /** The same with `"alg": "none"`. */
  const unsignedToken = (): string => new UnsecuredJWT(claims({})).encode();
  return {
    world,
    lines,
    reader,
    writer,
    admin,
    readerClient,
    appWith,
    appOn,
    accounts,
    ask,
    rest,
    create,
    statementsOf,
    changesNothing,
    expectRefusedUnread,
    expectAnswer,
    askWithTokenOf,
    signToken,
    unsignedToken,
  };
};
