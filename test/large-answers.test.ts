// Answers of many megabytes that are ready at the same moment: they are charged for what they have come to, and leave one after the other.
import { beforeAll, expect, test, vi } from 'vitest';
import { createApp } from '../src/app.js';
import { Prisma } from '../src/generated/prisma/client.js';
import { createLogger } from '../src/observability/logger.js';
import type { Account } from '../src/rate-limit/account.js';
import { createLargeAnswers } from '../src/request/large-answers.js';
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
  expect(turn(999_999)).toBeUndefined();
  const events: string[] = [];
  const written = [1, 2, 3].map((number) => turn(1_000_000)?.then(() => events.push(`large ${number}`)));
  expect(turn(10)).toBeUndefined();
  setImmediate(() => events.push('small')); // what is ready when the first is written
  await Promise.all(written);
  expect(events).toEqual(['large 1', 'small', 'large 2', 'large 3']);
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
