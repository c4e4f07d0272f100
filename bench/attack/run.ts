// `npm run attack -- --minutes 60 [--only WORDS]`: two workers on the PostgreSQL of BENCH_DATABASE_URL (an empty database) are attacked in every way of `kinds.ts`, one after
// the other, again and again, while an honest client asks what it always asks. Prints what the honest client waited, the memory of the processes and
// the size of the log; exits with 1 where its 99th percentile is above 250 ms, a request of its fails, a process is replaced, or memory doesn't come back.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { runOperation, type ShownSecrets } from '../../src/cli/operations.js';
import { migrate } from '../../src/db/migrate/migrate.js';
import { openPostgres } from '../../src/db/postgres/postgres.js';
import { createLogger } from '../../src/observability/logger.js';
import { freePort } from '../../test/support/free-port.js';
import { memoryOf, percentile } from '../../test/torture/process-figures.js';
import { fill } from '../data.js';
import { askHonestly, honestRequests, tokenRequest } from './honest.js';
import { type Kind, kinds, sieges, type Target } from './kinds.js';
import { send } from './send.js';

/** Milliseconds that an honest request may take, of a hundred all but one. */
const mostWaited = 250;
/** Megabytes that one process may hold, at any time. */
const mostMemory = 700;
/** Milliseconds that one kind of attack goes on, and that everybody rests after it. */
const [wave, rest] = [8_000, 1_000];

const url = process.env['BENCH_DATABASE_URL'];
if (url === undefined) throw new Error('Set BENCH_DATABASE_URL to an empty database of PostgreSQL.');
const option = (name: string): string | undefined =>
  process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined;
const minutes = Number(option('--minutes') ?? 5);
/** Words in the names of the attacks that are tried; all of them unless it is given. */
const only = option('--only') ?? '';
if (!(minutes > 0 && minutes <= 120)) throw new Error('--minutes takes a number from 1 to 120.');

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What the attackers were answered, by status. */
const attack = async ({ atOnce, perSecond, shot }: Kind, target: Target): Promise<ReadonlyMap<number, number>> => {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const statuses = new Map<number, number>();
  const until = performance.now() + wave;
  let index = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() < until) {
        const begun = performance.now();
        index += 1;
        const { status } = await send(target.port, agent, shot(target, index));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        await pause(Math.max(0, (1_000 * atOnce) / perSecond - (performance.now() - begun)));
      }
    }),
  );
  agent.destroy();
  return statuses;
};

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

const startGateway = async (port: number): Promise<{ readonly child: ChildProcess; logged(): number }> => {
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: url,
    PORT: String(port),
    WORKERS: '2',
    AUTH: 'required',
    NODE_ENV: 'production',
    INTROSPECTION: 'off',
    REQUEST_TIMEOUT_MS: '10000',
  };
  const child = spawn(process.execPath, ['--enable-source-maps', '--max-semi-space-size=16', 'dist/src/main.js'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.on('exit', () => child.kill('SIGKILL'));
  let bytes = 0;
  child.stdout.on('data', (chunk: Buffer) => (bytes += chunk.length));
  const agent = new Agent();
  for (let tries = 0; (await send(port, agent, { method: 'GET', path: '/health/ready', headers: {} })).status !== 200; tries += 1) {
    if (tries === 200) throw new Error('The gateway does not get ready.');
    await pause(100);
  }
  return { child, logged: () => bytes };
};

const database = openPostgres({ url, poolSize: 3, statementTimeout: 60_000, observer: () => undefined, onConnectionLost: () => undefined });
await migrate(database);
await fill(database);
const long = JSON.stringify({ flow: 'x'.repeat(1_000_000) });
await database.write({ text: 'UPDATE integration_runs SET flow = $1::json WHERE id BETWEEN 2 AND 21', values: [long] });
const clientWith = async (name: string, scopes: readonly string[]): Promise<ShownSecrets> =>
  (await runOperation(database, createLogger('silent'), {
    operation: 'createClient',
    name,
    scopes,
    withApiKey: false,
    expiresAt: null,
  })) as ShownSecrets;
const [reader, writer, honest] = [
  await clientWith('attacker who reads', ['core.integration.read']),
  await clientWith('attacker who writes', ['core.integration.read', 'core.integration.write']),
  await clientWith('honest', ['core.integration.read', 'core.integration.write', 'core.contract.read']),
];
await database.close();

const port = await freePort();
const { child, logged } = await startGateway(port);
const agent = new Agent({ keepAlive: true });
const bearerOf = async (client: ShownSecrets): Promise<string> => {
  const { text } = await send(port, agent, tokenRequest(client));
  return `Bearer ${JSON.parse(text).access_token}`;
};
const bearers = { reader: '', writer: '', honest: '' };
const renew = async (): Promise<void> => {
  Object.assign(bearers, { reader: await bearerOf(reader), writer: await bearerOf(writer), honest: await bearerOf(honest) });
};
await renew();

const workers = childrenOf(child.pid ?? 0);
const quiet = workers.map(memoryOf);
let most = 0;
const watch = setInterval(() => {
  for (const pid of workers) {
    try {
      most = Math.max(most, memoryOf(pid));
    } catch {
      // it is gone, which is told at the end
    }
  }
}, 500);

const load = askHonestly(
  port,
  honestRequests(honest, () => bearers.honest),
);
await pause(5_000);
const until = performance.now() + minutes * 60_000;
const attacks: (readonly [string, (target: Target) => Promise<ReadonlyMap<number, number>>])[] = [
  ...kinds.map((kind) => [kind.name, (target: Target) => attack(kind, target)] as const),
  ...Object.entries(sieges).map(([name, siege]) => [name, (target: Target) => siege(target, wave)] as const),
].filter(([name]) => name.includes(only));
if (attacks.length === 0) throw new Error(`No attack has "${only}" in its name.`);
for (let index = 0; performance.now() < until; index += 1) {
  const [name, run] = attacks[index % attacks.length] ?? [];
  if (!run) break;
  const before = new Map([...load.waited].map(([honestName, times]) => [honestName, times.length]));
  const [bytes, slow] = [logged(), load.faults.length];
  const statuses = await run({ port, ...bearers });
  const times = [...load.waited].flatMap(([honestName, all]) => all.slice(before.get(honestName)));
  const answered = [...statuses].map(([status, count]) => `${status} × ${count}`).join(', ');
  const memory = workers.map((pid) => memoryOf(pid).toFixed(0)).join(' + ');
  process.stdout.write(
    `${name?.padEnd(52)} honest p99 ${percentile(times, 0.99).toFixed(0).padStart(5)} ms, ${load.faults.length - slow} faults; ${memory} MB; log ${((logged() - bytes) / 1e6).toFixed(1)} MB; ${answered}\n`,
  );
  await pause(rest);
  await renew();
}
await load.stop();
await pause(15_000);
clearInterval(watch);

const all = [...load.waited.values()].flat();
const after = workers.map((pid) => (childrenOf(child.pid ?? 0).includes(pid) ? memoryOf(pid) : Number.NaN));
for (const [name, times] of load.waited)
  process.stdout.write(
    `${name.padEnd(24)} ${String(times.length).padStart(6)} requests, p50 ${percentile(times, 0.5).toFixed(0)} ms, p99 ${percentile(times, 0.99).toFixed(0)} ms, longest ${percentile(times, 1).toFixed(0)} ms\n`,
  );
process.stdout.write(
  `memory of the workers: ${quiet.map((value) => value.toFixed(0))} MB before, ${most.toFixed(0)} MB at most, ${after.map((value) => value.toFixed(0))} MB after; log ${(logged() / 1e6).toFixed(0)} MB\n`,
);
const complaints = [
  percentile(all, 0.99) > mostWaited && `The honest client waited ${percentile(all, 0.99).toFixed(0)} ms in its 99th percentile.`,
  load.faults.length > 0 && `${load.faults.length} honest requests failed: ${load.faults.slice(0, 3).join('; ')}`,
  after.some(Number.isNaN) && 'A process was replaced.',
  most > mostMemory && `A process held ${most.toFixed(0)} MB.`,
].filter((complaint) => complaint !== false);
child.kill('SIGTERM');
await once(child, 'exit');
process.stdout.write(complaints.length > 0 ? `${complaints.join('\n')}\n` : 'All of it held.\n');
process.exit(complaints.length > 0 ? 1 : 0);
