import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOnServer } from './db/on-server.js';
import { type ClonedServerDatabase, cloneDatabaseUrl } from './support/clone.js';
import { addressOf, useGatewayProcesses } from './support/gateway-process.js';
import { faults, fetchClient, nodeClient, startLoad } from './support/load.js';

const { run } = useGatewayProcesses();

const workersIn = (output: string): number[] => [...output.matchAll(/"pid":(\d+)/g)].map(([, pid]) => Number(pid));

// only a server can be shared by several processes
describe.runIf(isOnServer)('several workers on one port', () => {
  let database: ClonedServerDatabase;
  beforeAll(async () => {
    database = await cloneDatabaseUrl();
  });
  afterAll(() => database.remove());

  test('answer, are replaced when one dies, and stop in order', { timeout: 60_000 }, async () => {
    const gateway = run({ DATABASE_URL: database.url, WORKERS: '2' });
    const url = await addressOf(gateway);
    const ready = async () => (await fetch(`${url}/health/ready`, { headers: { connection: 'close' } })).status;
    expect(await ready()).toBe(200);

    const [victim, ...others] = workersIn(gateway.output());
    expect(others).toHaveLength(1);
    process.kill(victim ?? 0, 'SIGKILL');
    await expect.poll(() => workersIn(gateway.output()).length, { timeout: 20_000 }).toBe(3);
    expect(gateway.output()).toContain('A worker ended; it is replaced');
    expect(await Promise.all(Array.from({ length: 20 }, ready))).toEqual(Array(20).fill(200));

    gateway.child.kill('SIGTERM');
    expect(await gateway.exited).toBe(0);
    for (const worker of workersIn(gateway.output())) expect(() => process.kill(worker, 0)).toThrow(); // none is left
  });

  const asked = [
    { method: 'POST', path: '/api/integration_runs.json', body: '{"integration":{"code":"erp-orders"}}' },
    { method: 'POST', path: '/graphql', body: '{"query":"{ integrationRuns(first: 5) { nodes { id status } } }"}' },
    { method: 'GET', path: '/api/integration_runs.json?limit=5' },
  ];
  const busyCallers = () => asked.flatMap((request) => [nodeClient(request, 8), nodeClient(request, 8), fetchClient(request)]);

  test.each([
    ['one process', {}],
    ['workers', { WORKERS: '2' }],
  ])('are restarted one gateway after the other without a failed request: %s', { timeout: 120_000 }, async (_title, more) => {
    const environment = { DATABASE_URL: database.url, DATABASE_POOL_SIZE: '4', ...more };
    const [old, replacement] = [run(environment), run(environment)];
    const urls = [await addressOf(old), await addressOf(replacement)];
    const load = startLoad(busyCallers(), urls);
    const moreAnswers = async (count: number) => {
      const before = load.outcomes.length;
      await expect.poll(() => load.outcomes.length, { timeout: 30_000 }).toBeGreaterThan(before + count);
    };
    await moreAnswers(200);
    old.child.kill('SIGTERM');
    expect(await old.exited).toBe(0);
    await moreAnswers(200);
    await load.stop();
    expect(faults(load.outcomes)).toEqual([]);
    for (const url of urls) expect(load.outcomes.some((outcome) => typeof outcome === 'object' && outcome.url === url)).toBe(true);
  });

  test('don’t start at all where one can’t', { timeout: 60_000 }, async () => {
    const gateway = run({ DATABASE_URL: `${database.url}_missing`, WORKERS: '2' });
    expect(await gateway.exited).toBe(1);
    expect(gateway.output()).toContain('DATABASE_URL names a database that is not there');
  });
});

test('several workers are refused on the embedded database, which only one process can have open', async () => {
  const gateway = run({ WORKERS: '2' });
  expect(await gateway.exited).toBe(1);
  expect(gateway.output()).toContain('WORKERS is "2", but only one process can have the embedded database open.');
});
