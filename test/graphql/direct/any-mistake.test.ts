// The two ways to an answer refuse alike: the same status, media type and text, whatever is wrong with what is asked.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../../src/app.js';
import { defaultLimits } from '../../../src/graphql/limits/limits.js';
import { createLogger } from '../../../src/observability/logger.js';
import { expectNothingWritten } from '../../domain/contents.js';
import { makeClient } from '../../support/credentials.js';
import { fuzzRuns } from '../../support/fuzz.js';
import { useWorld } from '../../support/world.js';
import { type Material, randomDocument } from './random-document.js';

const world = useWorld();
const keys: Record<string, string> = {};
/** The same gateway, with the short way and without. */
const apps: { direct?: App; plain?: App } = {};

beforeAll(async () => {
  await world.graphql('mutation { pauseIntegrationRun(input: { by: { databaseId: 1 } }) { __typename } }');
  for (const scopes of [
    'core.integration.read core.contract.read core.integration.write',
    'core.integration.read',
    'core.contract.read',
    'admin',
  ])
    keys[scopes] = (await makeClient(world, scopes.split(' '))).apiKey ?? '';
  const options = {
    database: world.database,
    logger: createLogger('silent'),
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    auth: { mode: 'required' },
    graphql: {
      limits: { ...defaultLimits, depth: 9, aliases: 30, directives: 6, tokens: 400, values: 12, cost: 200, documentLength: 3_000 },
    },
  } as const;
  apps.direct = createApp({ ...options, direct: true });
  apps.plain = createApp({ ...options, direct: false });
});

const ids = [
  'IntegrationRun:1',
  'Integration:2',
  'Contract:3',
  'IntegrationError:4',
  'IntegrationHistoryRecord:5',
  'Contract:9999',
  'Nothing:1',
  'Contract:x',
  'Contract:',
  'Actor:1',
  '',
];
const material: Material = {
  ids: [...ids.map((id) => Buffer.from(id).toString('base64')), 'x', '', '%', 'SW50ZWdyYXRpb25SdW46MQ'],
  cursors: Object.fromEntries(
    ['IntegrationRun', 'Integration', 'IntegrationError', 'IntegrationHistoryRecord', 'Contract'].map((type) => [
      type,
      ['x', '', 'eyJ9', 'bnVsbA=='],
    ]),
  ),
};

/** Around a run that is paused already. */
const harmless: Material['harmless'] = (selection) =>
  `{ p: pauseIntegrationRun(input: { by: { databaseId: 1 } }) { __typename ... on PauseIntegrationRunSuccess { integrationRun ${selection} } ... on Error { message } } }`;

interface Body {
  readonly query: string;
  readonly variables: unknown;
  readonly operationName?: string;
}

const headersOf = (scopes: string, accept: string) => ({
  accept,
  'content-type': 'application/json',
  'x-coupa-api-key': keys[scopes] ?? '',
  'x-graphql-cost': '1',
});

/** All of an answer, without the blanks that the database puts between the rows of a list. */
const written = async (response: Response | undefined): Promise<string> =>
  `${response?.status} ${response?.headers.get('content-type')} ${JSON.stringify(await response?.json())}`;

const post = async (app: App | undefined, body: Body, headers: Record<string, string>): Promise<string> =>
  written(await app?.(new Request('http://gateway.test/graphql', { method: 'POST', headers, body: JSON.stringify(body) })));

const get = async (app: App | undefined, { query, variables, operationName }: Body, headers: Record<string, string>): Promise<string> => {
  const search = new URLSearchParams({
    query,
    variables: JSON.stringify(variables),
    ...(operationName !== undefined && { operationName }),
  });
  return written(await app?.(new Request(`http://gateway.test/graphql?${search}`, { headers })));
};

const accepts = ['application/json', 'application/graphql-response+json'];

describe('any mistake', () => {
  expectNothingWritten(world);

  test.each([
    ['a query', undefined],
    ['a mutation', harmless],
  ] as const)(
    'in %s is refused in the same words on both ways; queries by GET, too',
    { timeout: fuzzRuns(120_000) },
    async (_what, around) => {
      const codes = new Set<string>();
      let located = 0;
      let all = 0;
      await fc.assert(
        fc.asyncProperty(fc.gen(), async (g) => {
          const pick = <Item>(items: readonly Item[]): Item => items[g(fc.nat, items.length - 1)] as Item; // never of an empty list
          const mistakes = pick([0, 20, 60]);
          const document = randomDocument(g, { ...material, mistakes, ...(around && { harmless: around }) });
          const operationName = pick([undefined, undefined, undefined, 'Any', 'Other', '']);
          const body: Body = { ...document, ...(operationName !== undefined && { operationName }) };
          const headers = headersOf(pick(Object.keys(keys)), pick(accepts));
          const plain = await post(apps.plain, body, headers);
          expect(await post(apps.direct, body, headers)).toBe(plain);
          expect(plain).not.toContain('INTERNAL_SERVER_ERROR');
          if (!around) expect(await get(apps.direct, body, headers)).toBe(plain);
          all += 1;
          for (const [, code = ''] of plain.matchAll(/"code":"([A-Z_]+)"/g)) codes.add(code);
          if (plain.includes('"locations"')) located += 1;
        }),
        { numRuns: fuzzRuns(150) },
      );
      // so that the mistakes are of many kinds
      expect([...codes]).toEqual(expect.arrayContaining(['BAD_USER_INPUT', 'FORBIDDEN', 'GRAPHQL_VALIDATION_FAILED']));
      expect(codes.size).toBeGreaterThanOrEqual(5);
      expect(located / all).toBeGreaterThan(0.3);
    },
  );
});

test('an error of a POST says where it is', async () => {
  const body = { query: '{\n  node(id: "x") { id } }', variables: {} };
  const headers = headersOf('core.integration.read', 'application/json');
  const answer = JSON.parse((await post(apps.direct, body, headers)).replace(/^\d+ \S+ \S+ /, ''));
  expect(answer.errors).toMatchObject([{ locations: [{ line: 2, column: 3 }], path: ['node'], extensions: { code: 'BAD_USER_INPUT' } }]);
});
