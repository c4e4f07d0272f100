import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addressOf, useGatewayProcesses } from './support/gateway-process.js';
import { faults, fetchClient, nodeClient, startLoad } from './support/load.js';

const { folder, run } = useGatewayProcesses();

const createRun = async (url: string): Promise<number> => {
  const response = await fetch(`${url}/api/integration_runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"integration":{"code":"erp-orders"}}',
  });
  return ((await response.json()) as { id: number }).id;
};

test('starts on an empty folder with the sample world, refuses a second process on it, and stops in order', {
  timeout: 120_000,
}, async () => {
  const data = join(folder(), 'new');
  const gateway = run({ DATA_DIR: data });
  const url = await addressOf(gateway);
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ integrations { totalCount } integrationRuns { totalCount } contracts { totalCount } }"}',
  });
  expect(await response.json()).toEqual({
    data: { integrations: { totalCount: 12 }, integrationRuns: { totalCount: 200 }, contracts: { totalCount: 20 } },
  });

  const second = run({ DATA_DIR: data });
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(`Another gateway (process ${gateway.child.pid}) has the embedded database in ${data} open`);

  gateway.child.kill('SIGTERM');
  expect(await gateway.exited).toBe(0);
  expect(gateway.output()).toContain('"msg":"Stopped"');
});

test('loses nothing that it acknowledged when it is killed while it writes, and starts again at once', { timeout: 120_000 }, async () => {
  const gateway = run();
  const url = await addressOf(gateway);
  const acknowledged: number[] = [];
  const writers = Array.from({ length: 8 }, async () => {
    for (;;) {
      acknowledged.push(await createRun(url));
      if (acknowledged.length === 50) gateway.child.kill('SIGKILL'); // the other seven are about to
    }
  });
  await Promise.allSettled(writers);
  expect(acknowledged.length).toBeGreaterThanOrEqual(50);

  const again = await addressOf(run());
  const query = `{ integrationRuns(first: 500, filter: { databaseId: { in: [${acknowledged}] } }) { totalCount } broken: integrationRuns(filter: { databaseId: { gt: 200 }, version: { ne: 1 } }) { totalCount } }`;
  const response = await fetch(`${again}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  expect(await response.json()).toEqual({ data: { integrationRuns: { totalCount: acknowledged.length }, broken: { totalCount: 0 } } });
});

test('fails no request of busy callers when it is told to stop, and has done all that it has acknowledged', {
  timeout: 120_000,
}, async () => {
  const gateway = run();
  const url = await addressOf(gateway);
  const creates = { method: 'POST', path: '/api/integration_runs.json', body: '{"integration":{"code":"erp-orders"}}' };
  const reads = { method: 'POST', path: '/graphql', body: '{"query":"{ integrationRuns(first: 1) { totalCount } }"}' };
  const clients = [nodeClient(creates, 4), fetchClient(creates), nodeClient(reads, 4), fetchClient(reads)];
  const load = startLoad([...clients, ...clients], [url]);
  await expect.poll(() => load.outcomes.length, { timeout: 20_000 }).toBeGreaterThan(50);
  gateway.child.kill('SIGTERM');
  expect(await gateway.exited).toBe(0);
  await load.stop();
  expect(faults(load.outcomes)).toEqual([]);
  expect(gateway.output()).toContain('"msg":"Stopped"');

  const again = await addressOf(run());
  const response = await fetch(`${again}/graphql`, { ...reads, headers: { 'content-type': 'application/json' } });
  const created = load.outcomes.filter((outcome) => typeof outcome === 'object' && outcome.status === 201).length;
  expect(await response.json()).toEqual({ data: { integrationRuns: { totalCount: 200 + created } } });
});

test('takes a signal while it still starts, which a container keeps from its first process otherwise', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const gateway = run({ DATABASE_URL: `postgresql://somebody@127.0.0.1:${(silent.address() as AddressInfo).port}/nowhere` });
  await once(silent, 'connection');
  gateway.child.kill('SIGTERM');
  expect(await gateway.exited).toBe(143); // null where the system has ended it
  silent.close();
});

test('says which variables are wrong and what would be right, and does not start', async () => {
  const gateway = run({ PORT: 'http', LOG_LEVEL: 'loud' });
  expect(await gateway.exited).toBe(1);
  expect(gateway.output()).toBe(
    'The gateway did not start.\nPORT is "http", but must be a whole number from 0 (any free port) to 65535.\nLOG_LEVEL is "loud", but must be fatal, error, warn, info, debug, trace or silent.\n',
  );
});

test('says what to do when no PostgreSQL answers, and shows no password', async () => {
  const gateway = run({ DATABASE_URL: 'postgresql://somebody:secret@127.0.0.1:9/nowhere' });
  expect(await gateway.exited).toBe(1);
  expect(gateway.output()).toContain(
    'No PostgreSQL answers at 127.0.0.1:9. Start it, or mend DATABASE_URL, or leave it unset for the embedded database.',
  );
  expect(gateway.output()).not.toContain('secret');
});

test('asks for credentials on an address that others reach, and says how to make the first one', { timeout: 120_000 }, async () => {
  const gateway = run({ HOST: '0.0.0.0' });
  const { port } = new URL(await addressOf(gateway));
  const response = await fetch(`http://127.0.0.1:${port}/api/integrations.json`);
  expect(response.status).toBe(401);
  expect(gateway.output()).toContain('Closed: every request needs a credential, and there is no client yet. Make the first one:');
  expect(gateway.output()).toContain('npx integration-runs client create --name admin --scope core.integration.read');
  expect(gateway.output()).not.toContain('Three things to try');
});

test('does not start open where others could come, and says what to do instead', async () => {
  const gateway = run({ HOST: '0.0.0.0', AUTH: 'open' });
  expect(await gateway.exited).toBe(1);
  expect(gateway.output()).toMatch(
    /^The gateway did not start\.\nAUTH is open, but HOST is 0\.0\.0\.0, which others reach: .*\n {2}AUTH=required\n/,
  );
});
