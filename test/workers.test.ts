import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { projectFile } from '../src/lib/project-root.js';
import { isOnServer } from './db/on-server.js';
import { type ClonedServerDatabase, cloneDatabaseUrl } from './support/clone.js';
import { addressOf, useGatewayProcesses } from './support/gateway-process.js';
import { faults, fetchClient, nodeClient, startLoad } from './support/load.js';

const { folder, run } = useGatewayProcesses();

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

describe('the workers of a small server', () => {
  let children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    children = [];
  });

  /** Starts what looks after the workers, given as the program of that one and the program of each worker. */
  const start = async (supervisor: string, worker: string) => {
    const script = join(folder(), 'workers.mjs');
    await writeFile(
      script,
      `import cluster from 'node:cluster';
       import { createServer } from 'node:net';
       import { onAbandoned, startWorkers } from ${JSON.stringify(pathToFileURL(projectFile('dist/src/process/workers.js')).href)};
       const logger = { error: (_fields, message) => console.log(message) };
       const listen = () => createServer().listen(0, '127.0.0.1');
       if (cluster.isPrimary) { ${supervisor} } else { const { id } = cluster.worker; ${worker} }`,
    );
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    return { child, output: () => output };
  };

  test('leave in order when the process that looks after them is killed', async () => {
    const { child, output } = await start(
      `await startWorkers(1, logger); console.log('started');`,
      `listen(); onAbandoned(() => setTimeout(() => { console.log('left in order'); process.exit(0); }, 50));`,
    );
    const allGone = once(child, 'close');
    await expect.poll(output).toContain('started');
    child.kill('SIGKILL');
    await allGone;
    expect(output()).toContain('left in order');
  });

  test('are replaced, too, when they die while others still start', async () => {
    const { output } = await start(
      `cluster.on('listening', (worker) => { console.log('listens: ' + worker.id); if (worker.id === 1) worker.send('end'); });
       cluster.on('exit', ({ id }) => { if (id === 1) cluster.workers[2].send('listen'); });
       await startWorkers(2, logger);`,
      `if (id === 1) process.once('message', () => process.exit(1));
       if (id === 2) process.once('message', listen); else listen();`,
    );
    await expect.poll(output).toContain('listens: 3');
    expect(output()).toContain('A worker ended; it is replaced');
  });
});

test('several workers are refused on the embedded database, which only one process can have open', async () => {
  const gateway = run({ WORKERS: '2' });
  expect(await gateway.exited).toBe(1);
  expect(gateway.output()).toContain('WORKERS is "2", but only one process can have the embedded database open.');
});
