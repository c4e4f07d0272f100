// What sixteen connections at once are answered over HTTP, by the gateway as it is and without each of the ways in which statements share connections. The
// gateways are processes of their own, which take turns.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { sharedWays } from '../../src/db/postgres/postgres.js';
import { graphql, workloads } from '../workloads.js';
import { type Connection, openConnection } from './connection.js';

const connections = 16;

export interface ConcurrentEffort {
  readonly rounds: number;
  readonly secondsPerRound: number;
}

/** Asks once, or as often as belongs together, and gives the number of requests. */
type Work = (connection: Connection, index: number) => Promise<number>;

const read =
  (name: string): Work =>
  async (connection, index) => {
    const workload = workloads.find((each) => each.name.startsWith(name));
    if (!workload) throw new Error(`There is no workload called ${name}.`);
    await connection.ask(workload.request(index));
    return 1;
  };

const create = `mutation ($id: Int!) { createIntegrationRun(input: { integration: { databaseId: $id } }) { ... on CreateIntegrationRunSuccess { integrationRun { databaseId } } } }`;
const move = (name: string, success: string): string =>
  `mutation ($id: Int!) { ${name}(input: { by: { databaseId: $id } }) { ... on ${success} { integrationRun { status } } } }`;
const moves = [
  move('startIntegrationRun', 'StartIntegrationRunSuccess'),
  move('succeedIntegrationRun', 'SucceedIntegrationRunSuccess'),
] as const;

/** A run's life: created, started, successful. */
const live: Work = async (connection, index) => {
  const created = JSON.parse(await connection.ask(graphql(create, { id: 1 + (index % 50) })));
  const { databaseId: id } = created.data.createIntegrationRun.integrationRun;
  for (const mutation of moves) {
    const answer = await connection.ask(graphql(mutation, { id }));
    if (!answer.includes('"status"')) throw new Error(answer);
  }
  return 1 + moves.length;
};

const [quick, failed, board, flat] = [read('one run'), read('failed'), read('board'), read('flat')];

const loads: Readonly<Record<string, Work>> = {
  'one run with its errors': quick,
  'failed runs, and their number': failed,
  'board of 50 runs': board,
  'quick reads, one in 16 a page of 500 runs': (connection, index) => (index % 16 === 0 ? flat : quick)(connection, index),
  'runs: created, started, successful': live,
  'lives of runs and quick reads, by halves': (connection, index) => (index % 4 === 0 ? live : quick)(connection, index),
};

interface Gateway {
  readonly name: string;
  readonly process: ChildProcess;
  readonly port: number;
}

const ask = async <Answer>(child: ChildProcess): Promise<Answer> => {
  const [answer] = await once(child, 'message');
  return answer;
};

const startGateway = async (url: string, left: string | null): Promise<Gateway> => {
  const env = { ...process.env, BENCH_DATABASE_URL: url, BENCH_WITHOUT: left ?? '' };
  const child = fork(new URL('gateway.ts', import.meta.url), { env, execArgv: [...process.execArgv, '--max-semi-space-size=16'] });
  const port = Number(new URL(await ask<string>(child)).port);
  return { name: left === null ? 'all of them' : `without ${left}`, process: child, port };
};

/** Milliseconds of the processor that a gateway has used. */
const cpuOf = async ({ process: child }: Gateway): Promise<number> => {
  child.send('cpu');
  const { user, system } = await ask<NodeJS.CpuUsage>(child);
  return (user + system) / 1000;
};

interface Round {
  /** Requests a second. */
  readonly rate: number;
  /** Milliseconds of the gateway's processor for a request. */
  readonly cpu: number;
  /** Milliseconds that all but one in a hundred took at most: requests, or what belongs together. */
  readonly late: number;
}

const measure = async (gateway: Gateway, work: Work, seconds: number): Promise<Round> => {
  const opened = await Promise.all(Array.from({ length: connections }, () => openConnection(gateway.port)));
  const [started, used] = [performance.now(), await cpuOf(gateway)];
  const until = started + seconds * 1_000;
  const took: number[] = [];
  let [index, requests] = [0, 0];
  await Promise.all(
    opened.map(async (connection) => {
      for (let begun = performance.now(); begun < until; begun = performance.now()) {
        index += 1;
        const made = await work(connection, index); // by itself: `requests += await …` would forget what others have counted meanwhile
        requests += made;
        took.push(performance.now() - begun);
      }
    }),
  );
  const ended = performance.now();
  for (const connection of opened) connection.close();
  took.sort((a, b) => a - b);
  return {
    rate: (requests * 1_000) / (ended - started),
    cpu: ((await cpuOf(gateway)) - used) / requests,
    late: took[Math.floor(took.length * 0.99)] ?? Number.NaN,
  };
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const print = (name: string, rounds: readonly Round[], usual: readonly Round[]): void => {
  const of = (key: keyof Round) => median(rounds.map((round) => round[key]));
  const ratio = median(rounds.map(({ rate }, index) => rate / (usual[index]?.rate ?? Number.NaN)));
  const figures = [of('rate').toFixed(0), ratio.toFixed(2), of('late').toFixed(1), of('cpu').toFixed(3)];
  process.stdout.write(`  ${name.padEnd(30)}${figures.map((figure) => figure.padStart(10)).join('')}\n`);
};

/** Measures on a database that is filled, and prints a table: medians of the rounds, and of the ratios within a round. */
export const measureConcurrently = async (url: string, { rounds, secondsPerRound }: ConcurrentEffort): Promise<void> => {
  const gateways: Gateway[] = [];
  for (const left of [null, ...sharedWays]) gateways.push(await startGateway(url, left));
  process.stdout.write(`\n${connections} connections, over HTTP${' '.repeat(14)}rate     ratio    p99 ms    CPU ms\n`);
  for (const [title, work] of Object.entries(loads)) {
    process.stdout.write(`${title}\n`);
    for (const gateway of gateways) await measure(gateway, work, 1); // what it asks is prepared, and its code compiled
    const measured = new Map(gateways.map((gateway) => [gateway, [] as Round[]]));
    for (let round = 0; round < rounds; round += 1) {
      // each is the first as often as the others
      const turns = gateways.map((_gateway, index) => gateways[(index + round) % gateways.length]);
      for (const gateway of turns) if (gateway) measured.get(gateway)?.push(await measure(gateway, work, secondsPerRound));
    }
    const [usual = []] = measured.values();
    for (const [{ name }, all] of measured) print(name, all, usual);
  }
  for (const gateway of gateways) gateway.process.kill();
};
