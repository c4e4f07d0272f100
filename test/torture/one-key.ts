// Equal requests with one key, at once and one after the other, to two gateways on one PostgreSQL of which one is killed again and again. All are told the
// same, and what they ask for is done once.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Ledger, newLedger, untilTold } from './clients.js';
import { startMortalGateway } from './gateway.js';

export interface OneKeyRound {
  /** Of the database, which must have its tables and the sample world already. */
  readonly url: string;
  /** Of each kind, at once, and as many again over so many milliseconds. */
  readonly requests: number;
  readonly spreadMs: number;
  /** Milliseconds that the first gateway lives once it listens. */
  readonly lifeMs: number;
}

interface Kind {
  readonly name: string;
  readonly ask: (ids: readonly number[]) => readonly [method: string, path: string, body: object];
  /** The runs that it is about, failed or pending. */
  readonly status: 'FAILED' | 'PENDING';
  /** How many rows it adds. */
  readonly adds: { readonly runs: number; readonly errors: number; readonly history: number; readonly keys: 1 };
}

const bulk = (ids: readonly number[]) =>
  `mutation { pauseIntegrationRuns(input: { runs: { databaseIds: [${ids}] } }) { ... on PauseIntegrationRunsSuccess { changedCount unchangedCount outcomes { outcome } } } }`;

const kinds: readonly Kind[] = [
  {
    name: 'creations',
    ask: () => ['POST', '/api/integration_runs', { integration: { id: 1 }, 'integration-errors': [{ status: 'one' }] }],
    status: 'PENDING',
    adds: { runs: 1, errors: 1, history: 1, keys: 1 },
  },
  {
    name: 'moves',
    ask: ([id]) => ['PUT', `/api/integration_runs/${id}/fail`, { 'integration-errors': [{ status: 'one' }] }],
    status: 'PENDING',
    adds: { runs: 0, errors: 1, history: 1, keys: 1 },
  },
  {
    name: 'retries',
    ask: ([id]) => ['POST', `/api/integration_runs/${id}/retry`, {}],
    status: 'FAILED',
    adds: { runs: 1, errors: 0, history: 1, keys: 1 },
  },
  {
    name: 'moves of many',
    ask: (ids) => ['POST', '/graphql', { query: bulk(ids) }],
    status: 'PENDING',
    adds: { runs: 0, errors: 0, history: 3, keys: 1 },
  },
];

const counts = `SELECT (SELECT count(*) FROM integration_runs)::int AS runs, (SELECT count(*) FROM integration_errors)::int AS errors,
  (SELECT count(*) FROM integration_run_transitions)::int AS history, (SELECT count(*) FROM idempotency_keys)::int AS keys`;
const makeRuns = `INSERT INTO integration_runs (integration_id, status, start_time, end_time, updated_at)
  SELECT 1, $1::integration_run_status, now(), CASE WHEN $1 = 'FAILED' THEN now() END, now() FROM generate_series(1, 3) RETURNING id`;

/** Without what tells a repeat from the first. */
const told = (json: unknown): string => JSON.stringify(json, (name, value) => (name === 'extensions' ? undefined : value));

export interface OneKeyOutcome {
  readonly ledger: Ledger;
  readonly kills: number;
  readonly faults: readonly string[];
}

export const runOneKey = async ({ url, requests, spreadMs, lifeMs }: OneKeyRound): Promise<OneKeyOutcome> => {
  const [ledger, faults] = [newLedger(), [] as string[]];
  const observer = new pg.Client({ connectionString: url });
  await observer.connect();
  const gateways = [
    await startMortalGateway({ DATABASE_URL: url }, lifeMs, Number.POSITIVE_INFINITY),
    await startMortalGateway({ DATABASE_URL: url }, 0, 0),
  ] as const;
  const wave = async ({ name, ask, status, adds }: Kind, withinMs: number): Promise<void> => {
    const ids = (await observer.query<{ id: number }>(makeRuns, [status])).rows.map(({ id }) => Number(id));
    const before = (await observer.query<Kind['adds']>(counts)).rows[0];
    const [method, path, body] = ask(ids);
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: requests }, async (_, index) => {
        await sleep((withinMs * index) / requests);
        const addresses = gateways.map(({ url: address }) => `${address}${path}`);
        return untilTold(ledger, index % 2 === 0 ? addresses : addresses.toReversed(), method, body, key);
      }),
    );
    const after = (await observer.query<Kind['adds']>(counts)).rows[0];
    const what = `Of ${requests} equal ${name} within ${withinMs} ms`;
    const outcomes = new Set(answers.map(({ status: code, json }) => `${code} ${told(json)}`));
    if (outcomes.size !== 1) faults.push(`${what} ${outcomes.size} things were told: ${[...outcomes].slice(0, 3).join(', ')}.`);
    const first = answers.filter(({ isReplayed }) => !isReplayed).length; // its answer may be lost
    if (first > 1) faults.push(`${what} ${first} were told that they were the first.`);
    for (const [table, added] of Object.entries(adds)) {
      const grown = (after?.[table as keyof typeof adds] ?? 0) - (before?.[table as keyof typeof adds] ?? 0);
      if (grown !== added) faults.push(`${what} ${grown} ${table} were written, and not ${added}.`);
    }
  };
  try {
    for (const gateway of gateways) await untilTold(ledger, `${gateway.url}/graphql`, 'POST', { query: '{ __typename }' });
    for (const kind of kinds) for (const withinMs of [0, spreadMs]) await wave(kind, withinMs);
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await observer.end();
  }
  return { ledger, kills: gateways[0].kills(), faults };
};
