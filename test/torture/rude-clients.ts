// Clients that send and read a byte a second, that go away in the middle of everything, that close their half, and thousands that ask nothing. Everybody
// else is served meanwhile, what they have taken comes back, and what they have asked for was done once or not at all.
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Asked, nodeClient } from '../support/load.js';
import { type Ledger, newLedger, untilTold } from './clients.js';
import { startMortalGateway } from './gateway.js';
import { connectionsAt, memoryOf } from './process-figures.js';
import { countRuns, faultsOf, type Round } from './torture.js';

export interface RudeRound {
  readonly environment: Round['environment'];
  /** Connections on which nothing is asked, or nothing more. */
  readonly idle: number;
  /** Clients of each slow kind, and of each that closes its half. */
  readonly slow: number;
  /** Requests that are aborted at each stage. */
  readonly aborted: number;
}

export interface RudeOutcome {
  readonly ledger: Ledger;
  /** Milliseconds that each request of an honest client took. */
  readonly waited: readonly number[];
  /** Megabytes before, at most, and afterwards. */
  readonly memory: readonly [before: number, most: number, after: number];
  readonly connections: number;
  readonly faults: readonly string[];
}

/** Milliseconds that an honest client waits at most, and until all is given back. */
const [mostWaited, patienceMs] = [10_000, 60_000];
/** Megabytes that a process may have kept: its heap grows with what it has had to do. */
const mostKept = 150;

const list = {
  query: '{ integrationRuns(first: 100) { nodes { id status integration { name } integrationErrors(first: 10) { nodes { message } } } } }',
};
const honest: readonly Asked[] = [
  { method: 'GET', path: '/api/integration_runs.json?limit=5' },
  { method: 'POST', path: '/graphql', body: JSON.stringify({ query: '{ integrationRuns(first: 5) { nodes { id status } } }' }) },
  {
    method: 'POST',
    path: '/graphql',
    body: JSON.stringify({ query: 'mutation { heartbeatIntegrationRun(input: { by: { databaseId: 1 } }) { __typename } }' }),
  },
  { method: 'GET', path: '/health/ready' },
];

const post = (path: string, body: object, more = ''): readonly [head: string, body: string] => {
  const text = JSON.stringify(body);
  const length = Buffer.byteLength(text);
  return [
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${more}\r\n`,
    text,
  ];
};

export const runRude = async ({ environment, idle, slow, aborted }: RudeRound): Promise<RudeOutcome> => {
  const runsBefore = await countRuns(environment);
  const [ledger, faults, waited] = [newLedger(), [] as string[], [] as number[]];
  const gateway = await startMortalGateway(environment, 0, 0);
  const port = Number(new URL(gateway.url).port);
  const sockets = new Set<Socket>();
  const timers: NodeJS.Timeout[] = [];

  const open = async (allowHalfOpen = false): Promise<Socket> => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen });
    socket.on('error', () => undefined); // it may be cut off
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    await once(socket, 'connect');
    return socket;
  };
  const each = (number: number, work: (index: number) => Promise<void>) =>
    Promise.all(Array.from({ length: number }, (_, index) => work(index)));

  /** Sends the text a byte a second. */
  const drip = async (before: string, text: string): Promise<void> => {
    const socket = await open();
    socket.write(before);
    let sent = 0;
    timers.push(setInterval(() => socket.writable && sent < text.length && socket.write(text.charAt(sent++)), 1_000));
    socket.resume();
  };
  const sip = async (): Promise<void> => {
    const socket = await open();
    socket.write(post('/graphql', list).join(''));
    socket.pause();
    timers.push(setInterval(() => socket.read(1), 1_000));
  };
  /** Asks, and closes its half: it is answered all the same. */
  const askAndEnd = async (): Promise<void> => {
    const socket = await open(true);
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.end(post('/graphql', { query: '{ __typename }' }).join(''));
    const isOver = await Promise.race([once(socket, 'end').then(() => true), sleep(mostWaited, false)]);
    if (!isOver || !answer.startsWith('HTTP/1.1 200'))
      faults.push(`Who closes its half after its request is answered: ${answer.slice(0, 100)}`);
    socket.destroy();
  };
  const endAmidst = async (): Promise<void> => {
    const socket = await open(true);
    const [head, body] = post('/graphql', list);
    socket.end(head + body.slice(0, 10));
    socket.resume();
  };
  const beIdle = async (index: number): Promise<void> => {
    const socket = await open();
    if (index % 2 === 0) socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
    socket.resume();
  };

  const creation = { integration: { id: 1 } };
  /** Goes away at the stage, and asks again with the same key: there must be one run. */
  const abort = async (stage: 'head' | 'body' | 'write'): Promise<void> => {
    const key = randomUUID();
    const [head, body] = post('/api/integration_runs', creation, `Idempotency-Key: ${key}\r\n`);
    const all = head + body;
    const from = { head: 1, body: head.length, write: all.length }[stage];
    const above = { head: head.length, body: all.length, write: all.length + 1 }[stage];
    const socket = await open();
    socket.write(all.slice(0, randomInt(from, above)));
    await sleep(randomInt(30)); // while it waits, writes, or has written
    socket.destroy();
    const { json } = await untilTold(ledger, `${gateway.url}/api/integration_runs`, 'POST', creation, key);
    ledger.created.set(key, (json as { id: number }).id);
  };
  const abortAnswer = async (): Promise<void> => {
    const socket = await open();
    socket.write(post('/graphql', list).join(''));
    await Promise.race([once(socket, 'data'), sleep(mostWaited)]);
    socket.destroy();
  };

  let isOver = false;
  const clients = honest.map((asked) => nodeClient(asked, 1));
  const ask = async (index: number): Promise<void> => {
    const begun = performance.now();
    const outcome = await clients[index % clients.length]?.(gateway.url);
    const took = performance.now() - begun;
    waited.push(took);
    const status = typeof outcome === 'object' ? outcome.status : outcome;
    const asked = honest[index % honest.length];
    if (status !== 200 || took > mostWaited)
      faults.push(`${asked?.method} ${asked?.path} was answered ${status} after ${took.toFixed(0)} ms.`);
  };
  const askOn = async (): Promise<void> => {
    for (let index = 0; !isOver; index += 1) {
      await ask(index);
      await sleep(50);
    }
  };

  let [before, most, after, connections] = [0, 0, 0, 0];
  try {
    await untilTold(ledger, `${gateway.url}/graphql`, 'POST', { query: '{ __typename }' });
    for (let index = 0; index < 200; index += 1) await ask(index);
    waited.length = 0;
    const pid = gateway.pid();
    before = memoryOf(pid);
    const watch = () => {
      most = Math.max(most, memoryOf(pid));
    };
    timers.push(setInterval(watch, 200));
    const asking = askOn();
    for (let index = 0; index < idle; index += 100) await each(Math.min(100, idle - index), beIdle);
    await each(slow, () => drip('', post('/graphql', list).join('')));
    await each(slow, () => drip(...post('/graphql', list)));
    await each(slow, sip);
    connections = connectionsAt(port);
    for (let count = 0; count < slow; count += 1) await askAndEnd(); // Node answers them only where their request begins at once: no crowd
    await each(slow, endAmidst);
    const stages = [() => abort('head'), () => abort('body'), () => abort('write'), abortAnswer];
    for (const stage of stages) for (let index = 0; index < aborted; index += 10) await each(Math.min(10, aborted - index), stage);
    await sleep(2_000); // those who are slow send on
    isOver = true;
    await asking;
    for (const timer of timers) clearInterval(timer);
    for (const socket of sockets) socket.destroy();
    const latest = performance.now() + patienceMs;
    const isBack = () => connectionsAt(port) === 0 && memoryOf(pid) <= before + mostKept;
    while (!isBack() && performance.now() < latest) await sleep(100);
    if (connectionsAt(port) > 0) faults.push(`${connectionsAt(port)} connections are left.`);
    after = memoryOf(pid);
    if (after > before + mostKept) faults.push(`The process has ${after.toFixed(0)} MB, and had ${before.toFixed(0)}.`);
  } finally {
    isOver = true;
    for (const timer of timers) clearInterval(timer);
    for (const socket of sockets) socket.destroy();
    await gateway.stop();
  }
  return {
    ledger,
    waited,
    memory: [before, most, after],
    connections,
    faults: [...faults, ...(await faultsOf(environment, ledger, runsBefore))],
  };
};
