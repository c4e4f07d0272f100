// How long a change takes to many subscribers, and what each message costs: gateways (two unless it is said how many) on one PostgreSQL (`BENCH_DATABASE_URL`, an empty database), processes of
// their own; as many of the subscribers at each, a writer at one of them. `npm run bench:streams -- [subscribers] [changes a second] [seconds] [gateways]`.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf } from '../../test/torture/process-figures.js';

const url = process.env['BENCH_DATABASE_URL'];
if (url === undefined) throw new Error('Name an empty PostgreSQL database in BENCH_DATABASE_URL.');
const [subscribers = 1_000, rate = 200, seconds = 10, many = 2] = process.argv.slice(2).map(Number);

interface Gateway {
  readonly child: ChildProcess;
  readonly port: number;
}

const startGateway = async (): Promise<Gateway> => {
  const child = spawn(process.execPath, ['--max-semi-space-size=16', 'dist/src/main.js'], {
    env: { PATH: process.env['PATH'], DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'info', STREAMS_PER_CALLER: '100000' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  for (;;) {
    const port = /"url":"http:\/\/127\.0\.0\.1:(\d+)"/.exec(output)?.[1];
    if (port !== undefined) {
      output = '';
      child.stdout.removeAllListeners('data').resume();
      return { child, port: Number(port) };
    }
    await sleep(50);
  }
};

/** Seconds of processor time that a process has taken. */
const processorTime = ({ child }: Gateway): number => {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
};
const residentMegabytes = ({ child }: Gateway): number => memoryOf(child.pid ?? 0);

const answered = new Map<number, number>();
const delays: number[] = [];
let received = 0;

const body = JSON.stringify({ query: 'subscription { integrationRunsChanged { change integrationRun { databaseId status version } } }' });
const head = `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\naccept: text/event-stream\r\ncontent-length: ${body.length}\r\n\r\n`;

const subscribe = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(head + body));
    socket.once('error', reject);
    let isOpen = false;
    socket.on('data', (chunk: Buffer) => {
      if (!isOpen) {
        isOpen = true;
        resolve(socket);
      }
      const now = performance.now();
      const text = chunk.toString('latin1');
      for (let at = text.indexOf('"databaseId":'); at >= 0; at = text.indexOf('"databaseId":', at + 1)) {
        received += 1;
        const done = answered.get(Number.parseInt(text.slice(at + 13), 10));
        if (done !== undefined) delays.push(now - done);
        else delays.push(0); // before the writer has its answer
      }
    });
  });

const create = async (port: number): Promise<void> => {
  const response = await fetch(`http://127.0.0.1:${port}/api/integration_runs.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"integration":{"code":"bench"}}',
  });
  const { id } = (await response.json()) as { id: number };
  answered.set(id, performance.now());
};

const first = await startGateway();
const gateways = [first, ...(await Promise.all(Array.from({ length: many - 1 }, startGateway)))];
await fetch(`http://127.0.0.1:${first.port}/api/integrations.json`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    name: 'Bench',
    code: 'bench',
    business_object: 'x',
    direction: 'to_coupa',
    end_system: 'x',
    end_system_type: 'erp',
  }),
});
const empty = gateways.map(residentMegabytes);
for (let count = 0; count < subscribers; count += 100)
  await Promise.all(
    Array.from({ length: Math.min(100, subscribers - count) }, (_, index) => subscribe((gateways[index % many] ?? first).port)),
  );
await sleep(1_000);
const full = gateways.map(residentMegabytes);
const before = gateways.map(processorTime);
const begun = performance.now();
const writes: Promise<void>[] = [];
for (let made = 0; made < rate * seconds; made += 1) {
  const due = begun + (made * 1_000) / rate;
  if (due > performance.now()) await sleep(due - performance.now());
  writes.push(create(first.port));
}
await Promise.all(writes);
await sleep(2_000);
const used = gateways.map((gateway, index) => processorTime(gateway) - (before[index] ?? 0));
delays.sort((a, b) => a - b);
const at = (share: number) => Math.round(delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? 0);
const expected = rate * seconds * subscribers;
const perMessage = used.map((took) => `${((took / (received / many)) * 1e6).toFixed(1)} µs`).join(', ');
const perSubscriber = full
  .map((held, index) => `${(((held - (empty[index] ?? 0)) * 1_024) / (subscribers / many)).toFixed(1)} kB`)
  .join(', ');
console.log(
  `${subscribers} subscribers at ${many} gateway(s), ${rate} changes a second for ${seconds} s: ${received} of ${expected} messages`,
);
console.log(`from the write's answer to the subscriber: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`);
console.log(`processor of each gateway per message, with the writes at the first: ${perMessage}`);
console.log(`memory of each gateway per subscriber: ${perSubscriber}`);
for (const { child } of gateways) child.kill('SIGKILL');
process.exit(received === expected ? 0 : 1);
