// The database is lost after a change that a request has made, before its answer was read: both doors say that it may have been made.
import { expect, test } from 'vitest';
import { createApp } from '../src/app.js';
import type { Database } from '../src/db/database.js';
import { DatabaseUnavailableError } from '../src/db/unavailable.js';
import { createLogger } from '../src/observability/logger.js';
import { useWorld } from './support/world.js';

const world = useWorld();

/** The world's database, which is lost with the first change. */
const losing = (): Database => {
  let isLost = false;
  const { read, write, ...others } = world.database;
  const lost = (): Promise<never> => Promise.reject(new DatabaseUnavailableError(new Error('lost'), false));
  const loses = <Result>(change: Promise<Result>): Promise<Result> =>
    change.finally(() => {
      isLost = true;
    });
  return {
    ...others,
    read: (statement, lifetime) => (isLost ? lost() : read(statement, lifetime)),
    write: (statement) => loses(write(statement)),
  };
};

const send = (method: string, path: string, body: unknown, direct = true) => {
  const app = createApp({ database: losing(), logger: createLogger('silent'), bodyLimit: 100_000, requestTimeout: 10_000, direct });
  return app(
    new Request(`http://127.0.0.1${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  );
};

const message =
  'The database has stopped answering, and a change may have been made. Repeat the call in 5 s with its idempotency key, or look first whether the change was made.';
const versionOf = async () =>
  (await world.graphql<{ integrationRun: { version: number } }, never>('{ integrationRun(by: { databaseId: 1 }) { version } }')).data
    ?.integrationRun.version ?? 0;

test('over REST', async () => {
  const before = await versionOf();
  const answer = await send('PUT', '/api/integration_runs/1.json', { 'total-records': 4711 });
  expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([503, '5', { errors: { base: [message] } }]);
  expect(await versionOf()).toBe(before + 1);
});

test.each([
  ['the short way', true],
  ['the long way', false],
])('over GraphQL, %s, beside what could be answered', async (_name, direct) => {
  const before = await versionOf();
  const query = `mutation($n: Int) { updateIntegrationRun(input: { by: { databaseId: 1 }, totalRecords: $n }) { ... on UpdateIntegrationRunSuccess { integrationRun { version createdBy { name } integrationErrors { totalCount } } } } }`;
  const answer = await send('POST', '/graphql', { query, variables: { n: 5_000 + before } }, direct);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  const { errors } = (await answer.json()) as { errors: object[] };
  expect(errors.length).toBeGreaterThan(0);
  for (const error of errors)
    expect(error).toMatchObject({
      message,
      extensions: { code: 'OUTCOME_UNKNOWN' },
      path: expect.arrayContaining(['updateIntegrationRun', 'integrationRun']),
    });
  for (const error of errors) expect(Object.keys((error as { extensions: object }).extensions)).toEqual(['code']);
  expect(await versionOf()).toBe(before + 1);
});
