// Answers of many megabytes that are ready at the same moment: they are charged for what they have come to, and leave one after the other.
import { beforeAll, expect, test, vi } from 'vitest';
import { createApp } from '../src/app.js';
import { createLifetime, NobodyWaitsError } from '../src/db/lifetime.js';
import { Prisma } from '../src/generated/prisma/client.js';
import { createLogger } from '../src/observability/logger.js';
import type { Account } from '../src/rate-limit/account.js';
import { createLargeAnswers, turnOf } from '../src/request/large-answers.js';
import { browser, useWorld } from './support/world.js';

const world = useWorld();
const flow = JSON.stringify('x'.repeat(1_000_000));

beforeAll(async () => {
  await world.database.write(Prisma.sql`UPDATE integration_runs SET flow = ${flow}::json WHERE id = 2`);
});

const megabytes = (count: number): string =>
  `{ integrationRun(by: { databaseId: 2 }) { ${Array.from({ length: count }, (_, index) => `a${index}: flow`).join(' ')} } }`;

const optionsOf = () => ({ database: world.database, logger: createLogger('silent'), bodyLimit: 100_000, requestTimeout: 30_000, browser });

test('a small answer waits for nobody; of the large ones, each waits for those before it and for everybody else', async () => {
  const { turn } = createLargeAnswers();
  expect(turn(999_999, 'a')).toBeUndefined();
  const events: string[] = [];
  const written = [1, 2, 3].map((number) => turn(1_000_000, 'a')?.then(() => events.push(`large ${number}`)));
  expect(turn(10, 'a')).toBeUndefined();
  setImmediate(() => events.push('small')); // what is ready when the first is written
  await Promise.all(written);
  expect(events).toEqual(['large 1', 'small', 'large 2', 'large 3']);
});

test('callers take turns, whoever has more waiting', async () => {
  const { turn } = createLargeAnswers();
  const written: string[] = [];
  const ask = (caller: string) => turn(1_000_000, caller)?.then(() => written.push(caller));
  await Promise.all([...Array(4).fill('greedy'), 'quiet', 'other'].map(ask));
  expect(written).toEqual(['greedy', 'greedy', 'quiet', 'other', 'greedy', 'greedy']);
});

test('the text of an answer for which nobody waits any more is not made', async () => {
  const answers = createLargeAnswers();
  const [first, second] = [createLifetime(), createLifetime()];
  for (const lifetime of [first, second]) lifetime.bytes = 1_000_000;
  const turns = [turnOf(answers, first, 'a')(), turnOf(answers, second, 'a')()];
  second.end();
  await expect(turns[0]).resolves.toBeUndefined();
  await expect(turns[1]).rejects.toThrow(NobodyWaitsError);
});

test.each(['graphql', 'fieldByField'] as const)('a change whose answer is too large has been made, and says so (%s)', async (way) => {
  const fields = Array.from({ length: 40 }, (_, index) => `a${index}: flow`).join(' ');
  const query = `mutation { updateIntegrationRun(input: { by: { databaseId: 2 }, totalRecords: ${way.length} }) { ... on UpdateIntegrationRunSuccess { integrationRun { ${fields} } } } }`;
  const { data, errors } = await world[way](query);
  expect(data).toBeNull();
  expect(errors).toMatchObject([{ message: expect.stringMatching(/^The change has been made, but its answer would take more than/) }]);
  const { data: now } = await world.graphql<{ integrationRun: { totalRecords: number } }, object>(
    '{ integrationRun(by: { databaseId: 2 }) { totalRecords } }',
  );
  expect(now?.integrationRun.totalRecords).toBe(way.length);
});

test.each([
  ['in one statement', 'POST', 20],
  ['field by field', 'GET', 20],
])('a query answered %s is charged for its bytes, where they are more than its cost', async (_how, method, count) => {
  const settle = vi.fn<Account['settle']>(async () => undefined);
  const account = { charge: () => null, settle, headers: () => ({}) };
  const app = createApp({ ...optionsOf(), openAccount: () => account });
  const ask = (query: string) =>
    app(
      method === 'POST'
        ? new Request('http://gateway.test/graphql', {
            method,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ query }),
          })
        : new Request(`http://gateway.test/graphql?${new URLSearchParams({ query })}`, { headers: { accept: 'application/json' } }),
    );
  expect((await ask('{ integrationRuns { nodes { id status } } }')).status).toBe(200);
  for (const [cost] of settle.mock.calls) expect(cost).toBeLessThan(100); // which is the point that it has paid
  settle.mockClear();
  expect((await (await ask(megabytes(count))).text()).length).toBeGreaterThan(count * 1_000_000);
  expect(settle).toHaveBeenCalledTimes(1);
  expect(settle.mock.calls[0]?.[0]).toBeGreaterThan(10_000); // a megabyte at least: equal fields may be read once
});
