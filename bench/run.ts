// `npm run bench`: what a request costs through the gateway, against hand-written SQL that gives the same data, side by side in one process.
// Only the ratios mean anything; the machine is shared and noisy. Embedded database, or the PostgreSQL of BENCH_DATABASE_URL (an empty one).
import { PGlite } from '@electric-sql/pglite';
import { createApp } from '../src/app.js';
import type { Database } from '../src/db/database.js';
import { useEmbedded } from '../src/db/embedded.js';
import { migrate } from '../src/db/migrate.js';
import { openPostgres } from '../src/db/postgres.js';
import { createLogger } from '../src/logger.js';
import { fill } from './data.js';
import { type Workload, workloads } from './workloads.js';

const rounds = 5;
const requestsPerRound = 40;
const ignore = () => undefined;

const open = async (): Promise<Database> => {
  const url = process.env['BENCH_DATABASE_URL'];
  if (url === undefined) return useEmbedded(await PGlite.create(), ignore);
  return openPostgres({ url, poolSize: 10, statementTimeout: 60_000, observer: ignore, onConnectionLost: ignore });
};

/** Milliseconds of this process's CPU for one piece of work; with the embedded database, its CPU among them. */
const cpuOf = async (work: (round: number) => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage();
  for (let index = 0; index < requestsPerRound; index += 1) await work(index);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / requestsPerRound;
};

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const bar = (ratio: number): string => '█'.repeat(Math.min(40, Math.max(1, Math.round(ratio * 4))));

const measure = async (database: Database, workload: Workload) => {
  const app = createApp({ database, logger: createLogger('silent'), bodyLimit: 1_048_576, requestTimeout: 30_000 });
  const ours = async (index: number) => (await app(workload.request(index))).text();
  const floor = async (index: number) => JSON.stringify(await database.query(workload.floor(index)));
  await cpuOf(ours);
  await cpuOf(floor);
  const samples: { ours: number; floor: number }[] = [];
  for (let round = 0; round < rounds; round += 1) samples.push({ ours: await cpuOf(ours), floor: await cpuOf(floor) });
  return {
    ours: median(samples.map(({ ours: cpu }) => cpu)),
    floor: median(samples.map(({ floor: cpu }) => cpu)),
    ratio: median(samples.map((sample) => sample.ours / sample.floor)),
  };
};

const database = await open();
await migrate(database);
await fill(database);
process.stdout.write(
  `${'workload'.padEnd(46)} gateway   floor   ratio (CPU ms per request, ${process.env['BENCH_DATABASE_URL'] ? 'PostgreSQL' : 'embedded'})\n`,
);
for (const workload of workloads) {
  const { ours, floor, ratio } = await measure(database, workload);
  process.stdout.write(
    `${workload.name.padEnd(46)} ${ours.toFixed(2).padStart(7)} ${floor.toFixed(2).padStart(7)} ${ratio.toFixed(1).padStart(7)} ${bar(ratio)}\n`,
  );
}
await database.close();
