// What REST requests take of the points: by their conditions before anything is read, by bytes when it has been.
import { expect, test, vi } from 'vitest';
import { createApp } from '../../src/app.js';
import { fromFetch } from '../../src/http/request.js';
import { createLogger } from '../../src/observability/logger.js';
import { createAccounts } from '../../src/rate-limit/account.js';
import { defaultPolicies } from '../../src/rate-limit/policy.js';
import { browser, useWorld } from '../support/world.js';
import { useStillClock } from './still-clock.js';

const world = useWorld();
useStillClock(world);

/** Asks for the path with so many points, one time after the other; the statuses, and the points that are left. */
const ask = async (path: string, points = 100, times = 1) => {
  const app = createApp({
    database: world.database,
    logger: createLogger('silent'),
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    browser,
    openAccount: createAccounts({ ...defaultPolicies, rest: { rate: points, burst: 0 } }, world.database),
  });
  vi.setSystemTime(Date.now() + 10_000); // so that nothing is left of what was taken before
  const answers: unknown[] = [];
  let left = points;
  for (let count = 0; count < times; count += 1) {
    const request = new Request(`http://gateway.test/api/${path}`, { headers: { accept: 'application/json' } });
    const { status, headers } = await app.handle(fromFetch(request));
    left = Number(/r=(\d+)/.exec(headers['ratelimit'] ?? '')?.[1]);
    answers.push(status);
  }
  return [answers, left];
};

const search = 'integration_runs?integration_errors[integration_filename][contains]=a';

test.each([
  ['a record takes one', 'integration_runs/4', 99],
  ['so does a page', 'integration_runs', 99],
  ['so does one that comparisons find', 'integration_runs?status=failed&integration[code]=erp-invoices&order_by=created_at', 99],
  ['one that is found by a text below it takes more', search, 96],
])('%s', async (_what, path, points) => {
  expect(await ask(path)).toEqual([[200], points]);
});

test('what there are too few points for is refused, and nothing is read', async () => {
  const statements = await world.statementsOf(async () => expect(await ask(search, 7, 2)).toEqual([[200, 429], 2]));
  expect(statements.filter(({ sql }) => !sql.includes('rate_limits'))).toHaveLength(2); // the page and the count of the first
});

test('a large answer takes more, and all that there are where they are too few', async () => {
  const errors = Array.from({ length: 15 }, () => ({ responses: [{ 'response-message': 'm'.repeat(60_000) }] }));
  await world.rest('PUT', '/api/integration_runs/9', { 'integration-errors': errors });
  expect(await ask('integration_runs/9')).toEqual([[200], 96]);
  expect(await ask('integration_runs/9', 3, 2)).toEqual([[200, 429], 0]);
});
