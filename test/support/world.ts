// The gateway as tests see it: an app on a database of its own, asked through its front door.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { afterAll, beforeAll } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import type { AppOptions } from '../../src/app-options.js';
import type { Database, Statement } from '../../src/db/database.js';
import { createFeed } from '../../src/domain/feed/feed.js';
import { answerHeaderNames } from '../../src/http/headers.js';
import { createLogger } from '../../src/observability/logger.js';
import { cloneDatabase } from './clone.js';
import type { Template } from './template.js';

export interface GraphQLAnswer<Data> {
  readonly status: number;
  readonly data: Data | null | undefined;
  readonly errors: readonly { message: string; path?: (string | number)[]; extensions: { code: string; requestId?: string } }[] | undefined;
}

interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer of any shape, which the assertion is about
  readonly json: any;
}

type Ask = <Data, Variables>(
  document: TypedDocumentNode<Data, Variables> | string,
  variables?: Variables | Record<string, unknown>,
  headers?: Record<string, string>,
) => Promise<GraphQLAnswer<Data>>;

export interface World {
  readonly app: App;
  readonly database: Database;
  /** Asks with a typed operation, or with any text where the question itself is what is tested. */
  graphql: Ask;
  /** The same, answered by the executor field by field. */
  fieldByField: Ask;
  rest(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<RestAnswer>;
  /** The statements that the work sent to the database. */
  statementsOf(work: () => Promise<unknown>): Promise<readonly Statement[]>;
}

const origin = 'http://gateway.test';

/** For an open gateway that tests call by that name, as by any name that isn't its own machine's. */
export const browser = { hosts: ['gateway.test'] };

const safeJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The same app, held to answer with no header that the table of headers doesn't have. */
const withKnownHeaders = (app: App): App =>
  Object.assign(
    async (request: Request) => {
      const response = await app(request);
      const unknown = [...response.headers.keys()].filter((name) => !answerHeaderNames.has(name));
      if (unknown.length > 0) throw new Error(`The tables in src/http/headers.ts lack ${unknown.join(', ')}.`);
      return response;
    },
    { handle: app.handle, upgrade: app.upgrade, endLongLived: app.endLongLived, webhookQueries: app.webhookQueries },
  );

const asker =
  (app: App): Ask =>
  async (document, variables, more = {}) => {
    const query = typeof document === 'string' ? document : print(document);
    const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...more };
    const response = await app(new Request(`${origin}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) }));
    const { data, errors } = (await response.json()) as Pick<GraphQLAnswer<never>, 'data' | 'errors'>;
    return { status: response.status, data, errors };
  };

const makeWorld = async ({ isFollowed = false, ...given }: WorldOptions, kind?: Template['kind']): Promise<World> => {
  const log: Statement[] = [];
  const database = await cloneDatabase((statement) => log.push(statement), kind);
  const logger = createLogger('silent');
  const feed = isFollowed ? createFeed(database, logger) : null;
  const options = {
    database,
    logger,
    ...(feed && { feed }),
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    ...given,
    browser: { ...browser, ...given.browser },
  };
  const app = withKnownHeaders(createApp(options));
  let other: Ask | undefined;
  return {
    app,
    database: {
      ...database,
      close: async () => {
        await feed?.stop();
        await database.close();
      },
    },
    graphql: asker(app),
    fieldByField: (...args) => {
      other ??= asker(createApp({ ...options, direct: false }));
      return other(...args);
    },
    rest: async (method, path, body, headers = {}) => {
      const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
      const typed = body === undefined ? headers : { 'content-type': 'application/json', ...headers };
      const response = await app(new Request(`${origin}${path}`, { method, headers: { accept: 'application/json', ...typed }, ...sent }));
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: safeJson(text) };
    },
    statementsOf: async (work) => {
      const before = log.length;
      await work();
      return log.slice(before);
    },
  };
};

/** What differs from an app that is open to its own machine. */
export type WorldOptions = Partial<Omit<AppOptions, 'database'>> & {
  /** Whether changes get their places in the feed, and are told as they come. */
  readonly isFollowed?: boolean;
};

/** One world for the tests of a file (or of a `describe`): made before them, removed after them. `kind` as for `cloneDatabase`. */
export const useWorld = (options: WorldOptions = {}, kind?: Template['kind']): World => {
  let world: World | undefined;
  beforeAll(async () => {
    world = await makeWorld(options, kind);
  });
  afterAll(async () => {
    const over = world;
    world = undefined; // what imports it outlives the file
    await over?.database.close();
  });
  const current = (): World => {
    if (!world) throw new Error('The world is there only while tests run.');
    return world;
  };
  return {
    get app() {
      return current().app;
    },
    get database() {
      return current().database;
    },
    graphql: (...args) => current().graphql(...args),
    fieldByField: (...args) => current().fieldByField(...args),
    rest: (...args) => current().rest(...args),
    statementsOf: (work) => current().statementsOf(work),
  };
};
