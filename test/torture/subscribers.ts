// Subscribers at a gateway that is killed in the middle of many changes, and go on at another on the same PostgreSQL: each is told of every change once, in the
// order of the feed. And what a gateway has committed just before it is killed, which has no place in the feed yet, gets one from the other.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { followChanges } from '../streams/resuming.js';
import { type Ledger, newLedger, untilTold } from './clients.js';
import { type MortalGateway, startMortalGateway } from './gateway.js';

export interface SubscribersRound {
  /** Of the database, which must have its tables and the sample world already. */
  readonly url: string;
  readonly subscribers: number;
  readonly changes: number;
  /** How often a gateway is killed right after it has answered a write. */
  readonly kills: number;
}

export interface SubscribersOutcome {
  readonly ledger: Ledger;
  /** How many changes each subscriber was told of. */
  readonly told: number;
  /** Events that were committed without a place when a gateway was killed, in all, and the longest time in milliseconds until the other had given them theirs. */
  readonly orphans: number;
  readonly longestMs: number;
  readonly faults: readonly string[];
}

const writers = 8;
const [longestPlaceMs, patienceMs] = [2_000, 120_000];
const figures = `SELECT (SELECT count(*) FROM events)::int AS events, (SELECT max(last_position) FROM event_ticks)::int AS head`;

const until = async (holds: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> => {
  const latest = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > latest) return false;
    await sleep(10);
  }
  return true;
};

export const runSubscribers = async ({ url, subscribers, changes, kills }: SubscribersRound): Promise<SubscribersOutcome> => {
  const [ledger, faults] = [newLedger(), [] as string[]];
  const environment = { DATABASE_URL: url, STREAMS_PER_CALLER: '100000', LOG_LEVEL: 'info' };
  const observer = new pg.Client({ connectionString: url });
  await observer.connect();
  const dying = await startMortalGateway(environment, 0, 0);
  const living = await startMortalGateway(environment, 0, 0);
  const read = async () => (await observer.query<{ events: number; head: number }>(figures)).rows[0] ?? { events: 0, head: 0 };
  const create = async (first: MortalGateway) => {
    const addresses = [first, living].map((gateway) => `${gateway.url}/api/integration_runs`);
    const { json, key } = await untilTold(ledger, addresses, 'POST', { integration: { id: 1 } });
    ledger.created.set(key, (json as { id: number }).id);
  };
  const isUp = (gateway: MortalGateway) => untilTold(ledger, `${gateway.url}/graphql`, 'POST', { query: '{ __typename }' });
  const leaving = new AbortController();
  const kill = () => process.kill(dying.pid(), 'SIGKILL');
  try {
    await Promise.all([isUp(dying), isUp(living)]);
    const before = await read();
    const all = Array.from({ length: subscribers }, () => followChanges([dying.url, living.url], leaving.signal));
    if (!(await until(() => all.every(({ connected }) => connected() === 1), patienceMs))) faults.push('Not all subscribers were let in.');
    let made = 0;
    await Promise.all(
      Array.from({ length: writers }, async (_, index) => {
        while (made < changes) {
          made += 1;
          if (made === Math.round(changes / 2)) kill();
          await create(index % 2 === 0 ? dying : living);
        }
      }),
    );
    let [orphans, longestMs] = [0, 0];
    for (let count = 0; count < kills; count += 1) {
      await isUp(dying);
      await Promise.all(Array.from({ length: writers }, () => create(dying)));
      kill();
      const killed = performance.now();
      const { events, head } = await read();
      orphans += events - head;
      if (!(await until(async () => (await read()).head >= events, longestPlaceMs)))
        faults.push(`${events - head} events that a gateway had committed when it was killed had no place ${longestPlaceMs} ms later.`);
      longestMs = Math.max(longestMs, performance.now() - killed);
    }
    const { events } = await read();
    if (events - before.events !== ledger.created.size)
      faults.push(`There are ${events - before.events} events of ${ledger.created.size} creations.`);
    await until(() => all.every(({ places }) => places.length >= events - before.head), patienceMs);
    await sleep(300); // in which more would come
    for (const [index, { places }] of all.entries()) {
      const wrong = places.findIndex((place, at) => place !== before.head + at + 1);
      if (wrong >= 0) faults.push(`Subscriber ${index} was told of place ${places[wrong]} where ${before.head + wrong + 1} is next.`);
      else if (places.length !== events - before.head)
        faults.push(`Subscriber ${index} was told of ${places.length} changes, of ${events - before.head}.`);
    }
    leaving.abort();
    await Promise.all(all.map(({ following }) => following));
    return { ledger, told: events - before.head, orphans, longestMs, faults };
  } finally {
    leaving.abort();
    await Promise.all([dying.stop(), living.stop()]);
    await observer.end();
  }
};
