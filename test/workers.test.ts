import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type ClonedServerDatabase, cloneDatabaseUrl } from './support/clone.js';
import { addressOf, useGatewayProcesses } from './support/gateway-process.js';

const { run } = useGatewayProcesses();

const workersIn = (output: string): number[] => [...output.matchAll(/"pid":(\d+)/g)].map(([, pid]) => Number(pid));

// only a server can be shared by several processes; `npm run test:postgres` runs these
describe.runIf(inject('template').kind === 'postgres')('several workers on one port', () => {
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
