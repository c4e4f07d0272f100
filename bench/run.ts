// `npm run bench`: what a request costs through the gateway, side by side in one process with hand-written SQL that gives the same data, and with the
// gateway's own executor. On the embedded database, and on the PostgreSQL of BENCH_DATABASE_URL (an empty one) where it is set.
// Where PostgreSQL is, sixteen connections ask over HTTP as well (`concurrent/`), which --check leaves out.
//   --concurrent   only that      --short   fewer requests    --check   fails where a ratio is 2.5 times what it is in baseline.json    --write   renews that file
import { readFile, writeFile } from 'node:fs/promises';
import { type App, createApp } from '../src/app.js';
import type { Database } from '../src/db/database.js';
import { useEmbedded } from '../src/db/embedded/embedded.js';
import { startInMemory } from '../src/db/embedded/pglite.js';
import { migrate } from '../src/db/migrate/migrate.js';
import { openPostgres } from '../src/db/postgres/postgres.js';
import { createAnswerBuffers } from '../src/http/answer-buffers.js';
import { type HttpAnswer, type HttpRequest, isPieces } from '../src/http/request.js';
import { createLogger } from '../src/observability/logger.js';
import { measureConcurrently } from './concurrent/run.js';
import { fill } from './data.js';
import { type Comparison, compare, type Effort } from './measure.js';
import { shapes } from './shapes.js';
import { type Asked, workloads } from './workloads.js';

type Ratios = Readonly<Record<string, number>>;

const options = new Set(process.argv.slice(2));
/** What PostgreSQL does isn't counted, so that more requests have to be made until there is enough to count. */
const effortOn = (where: string): Effort => {
  const requestsPerRound = where === 'embedded' ? 60 : 300;
  return options.has('--short')
    ? { rounds: 3, requestsPerRound: requestsPerRound / 3 }
    : { rounds: 12, requestsPerRound: 2 * requestsPerRound };
};
const baselineFile = new URL('baseline.json', import.meta.url);
const ignore = () => undefined;

const open = async (url: string | undefined): Promise<Database> => {
  if (url === undefined) return useEmbedded(await startInMemory(), ignore);
  return openPostgres({ url, poolSize: 10, statementTimeout: 60_000, observer: ignore, onConnectionLost: ignore });
};

/** A class, so that its getter is made once. */
class BenchRequest implements HttpRequest {
  readonly #body: Buffer;
  readonly method: string;
  readonly url: string;
  readonly headers: HttpRequest['headers'];
  readonly remoteAddress = '127.0.0.1';

  constructor({ path, body }: Asked) {
    this.#body = Buffer.from(body ?? '');
    this.method = body === undefined ? 'GET' : 'POST';
    this.url = `http://localhost${path}`;
    this.headers = { get: (name) => (name === 'content-type' && body !== undefined ? 'application/json' : null) };
  }

  get signal(): AbortSignal {
    return new AbortController().signal;
  }

  async read(): Promise<Uint8Array> {
    return this.#body;
  }

  whenGone(): void {}
}

const textOf = ({ body }: HttpAnswer): string => {
  if (typeof body === 'function') return 'a stream';
  return isPieces(body) ? body.join('') : Buffer.from(body ?? '').toString();
};

const answerOf = async (app: App, asked: Asked): Promise<HttpAnswer> => {
  const answer = await app.handle(new BenchRequest(asked));
  if (answer.status !== 200) throw new Error(`${asked.path} was answered with ${answer.status}: ${textOf(answer)}`);
  return answer;
};

const putTogether = createAnswerBuffers();

/** Does with an answer what the server does: against hand-written SQL, both sides give the bytes that are sent. */
const leave = ({ body }: HttpAnswer): void => {
  if (isPieces(body)) putTogether(body).release?.();
};

const jsonOf = (answer: HttpAnswer): string => JSON.stringify(JSON.parse(textOf(answer)));

const bar = (ratio: number): string => '█'.repeat(Math.min(40, Math.max(1, Math.round(ratio * 4))));

const print = (name: string, { ours, other, ratio }: Comparison): void => {
  const figures = [ours.toFixed(2), other.toFixed(2), ratio.toFixed(2)].map((figure) => figure.padStart(8)).join('');
  process.stdout.write(`${name.padEnd(50)}${figures}  ${bar(ratio)}\n`);
};

const heading = (title: string): void => {
  process.stdout.write(`\n${title.padEnd(50)} gateway   other   ratio  (CPU ms per request)\n`);
};

interface Task {
  readonly name: string;
  readonly measure: () => Promise<Comparison>;
}

/** What is to be measured on one database, under the heading of what it is measured against. */
const tasksOf = (database: Database, where: string): Readonly<Record<string, readonly Task[]>> => {
  const effort = effortOn(where);
  const settings = { database, logger: createLogger('silent'), bodyLimit: 1_048_576, requestTimeout: 30_000 };
  const [app, executor] = [createApp(settings), createApp({ ...settings, direct: false })];
  return {
    [`against hand-written SQL, ${where}`]: workloads.map(({ name, request, floor }) => ({
      name,
      measure: () =>
        compare(
          async (index) => leave(await answerOf(app, request(index))),
          async (index) => {
            const [row] = await database.read<{ text: string }>(floor(index));
            return Buffer.from(row?.text ?? '');
          },
          effort,
        ),
    })),
    [`against our executor, field by field, ${where}`]: Object.entries(shapes).map(([name, request]) => ({
      name,
      measure: async () => {
        const [direct, plain] = [await answerOf(app, request(1)), await answerOf(executor, request(1))];
        if (jsonOf(direct) !== jsonOf(plain)) throw new Error(`${name}: the two ways answer differently.`);
        return compare(
          (index) => answerOf(app, request(index)),
          (index) => answerOf(executor, request(index)),
          effort,
        );
      },
    })),
  };
};

/** A ratio that is two and a half times what it was is a fault, not noise; but only when it is so three times, with other work between. */
const allowance = 2.5;
const tries = 3;

/** Measures all, and then again what is worse than it was: the least ratio counts. */
const measure = async (database: Database, where: string, baseline: Ratios | undefined): Promise<Ratios> => {
  const ratios: Record<string, number> = {};
  const isWorse = (name: string): boolean =>
    (ratios[name] ?? Number.POSITIVE_INFINITY) > (baseline?.[name] ?? Number.POSITIVE_INFINITY) * allowance;
  const all = tasksOf(database, where);
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    for (const [title, tasks] of Object.entries(all)) {
      const due = tasks.filter(({ name }) => attempt === 1 || isWorse(name));
      if (due.length > 0) heading(attempt === 1 ? title : `once more, ${title}`);
      for (const { name, measure: compareBoth } of due) {
        const compared = await compareBoth();
        print(name, compared);
        ratios[name] = Math.min(ratios[name] ?? Number.POSITIVE_INFINITY, compared.ratio);
      }
    }
  }
  return ratios;
};

const baseline: Readonly<Record<string, Ratios>> = JSON.parse(await readFile(baselineFile, 'utf8'));
const isCheck = options.has('--check');
const results: Record<string, Ratios> = {};
const url = process.env['BENCH_DATABASE_URL'];
const isConcurrent = options.has('--concurrent');
for (const [where, address] of Object.entries({
  ...(!isConcurrent && { embedded: undefined }),
  ...(url !== undefined && { PostgreSQL: url }),
})) {
  const database = await open(address);
  await migrate(database);
  await fill(database);
  if (!isConcurrent) results[where] = await measure(database, where, isCheck ? baseline[where] : undefined);
  await database.close();
  if (address !== undefined && !options.has('--check'))
    await measureConcurrently(address, options.has('--short') ? { rounds: 3, secondsPerRound: 1 } : { rounds: 8, secondsPerRound: 2 });
}
if (options.has('--write')) await writeFile(baselineFile, `${JSON.stringify({ ...baseline, ...results }, null, 2)}\n`);
if (isCheck) {
  const worse = Object.entries(results).flatMap(([where, ratios]) =>
    Object.entries(ratios).flatMap(([name, ratio]) => {
      const known = baseline[where]?.[name];
      if (known === undefined) return [`${where}, ${name}: not in baseline.json. Run \`npm run bench -- --write\`.`];
      return ratio > known * allowance ? [`${where}, ${name}: ${ratio.toFixed(2)}, but ${known.toFixed(2)} in baseline.json`] : [];
    }),
  );
  process.stdout.write(
    worse.length > 0 ? `\nWorse than before:\n${worse.join('\n')}\n` : '\nNo ratio is 2.5 times what it is in baseline.json.\n',
  );
  if (worse.length > 0) process.exitCode = 1;
}
