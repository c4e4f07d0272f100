// Background work on one database, by several replicas at once.
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { DatabaseUnavailableError } from '../../src/db/unavailable.js';
import { type Background, createBackground, pauseAfter } from '../../src/domain/background/background.js';
import { type Lease, takeLease } from '../../src/domain/background/lease.js';
import { purgeRateLimits } from '../../src/domain/background/purge.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { useWorld } from '../support/world.js';

const { sql } = Prisma;
const always = sql`true`;

test('pauses twice as long with each failure, up to five minutes or the usual time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 86_400_000 }),
      fc.integer({ min: 1, max: 60 }),
      fc.float({ min: 0, max: 1, noNaN: true }),
      (interval, failures, random) => {
        const [pause, usual] = [pauseAfter(interval, failures, random), Math.min(interval * 2 ** failures, Math.max(interval, 300_000))];
        expect(pause).toBeGreaterThanOrEqual(0.75 * usual);
        expect(pause).toBeLessThanOrEqual(usual);
      },
    ),
  );
  expect(pauseAfter(1_000, 3, 1)).toBe(8_000);
});

const kinds = inject('template').server ? (['embedded', 'postgres'] as const) : (['embedded'] as const);

describe.each(kinds)('background work on the database %s', (kind) => {
  const world = useWorld({}, kind);
  const replicas: Background[] = [];
  const warn = vi.fn();

  const replica = (term?: number): Background => {
    const background = createBackground(world.database, { info: () => undefined, warn }, term);
    replicas.push(background);
    return background;
  };
  const take = async (name: string, term = 60_000): Promise<Lease> => {
    const lease = await takeLease(world.database, name, term);
    if (typeof lease === 'number') throw new Error('The lease is another’s.');
    return lease;
  };

  beforeEach(() => world.database.write(sql`DELETE FROM leases`));
  afterEach(async () => {
    await Promise.all(replicas.splice(0).map((each) => each.stop()));
    warn.mockClear();
    vi.useRealTimers();
  });

  test('is done by one replica at a time, and by another when the first stops', async () => {
    const done: number[] = [];
    let [atOnce, most] = [0, 0];
    const workers = [0, 1, 2].map((number) => {
      const background = replica();
      background.every('count', 5, async () => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await sleep(3);
        done.push(number);
        atOnce -= 1;
        return false;
      });
      return background;
    });
    await expect.poll(() => done.length).toBeGreaterThan(20);
    await Promise.all([workers[0]?.stop(), workers[1]?.stop()]);
    const before = done.length;
    await expect.poll(() => done.length).toBeGreaterThan(before + 5);
    expect(new Set(done.slice(before))).toEqual(new Set([2]));
    expect(most).toBe(1);
  });

  test('is not done again before it is due, whichever replica asks', async () => {
    const lease = await take('rare');
    await lease.giveBack(60_000);
    const wait = await takeLease(world.database, 'rare', 1_000);
    expect(wait).toBeGreaterThan(50_000);
    await world.database.write(sql`UPDATE leases SET due_at = now() - interval '1 ms'`);
    await take('rare');
  });

  test('is taken over from a replica that has died when its lease runs out, by the clock of the database', async () => {
    await take('sweep', 1_000); // and is never heard of again
    // this replica's clock is an hour ahead; embedded, it is the database's as well
    if (kind === 'postgres') vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    const work = vi.fn(async () => false);
    expect(await takeLease(world.database, 'sweep', 1_000)).toBeTypeOf('number');
    replica().every('sweep', 20, work);
    await expect.poll(() => work.mock.calls.length).toBeGreaterThan(0);
    const [row] = await world.database.read<{ late: boolean }>(
      sql`SELECT due_at < now() + interval '1 minute' AS late FROM leases WHERE name = 'sweep'`,
    );
    expect(row?.late).toBe(true);
  });

  test('changes nothing once another replica has taken over', async () => {
    await world.database.write(sql`INSERT INTO rate_limits (key, expire) VALUES ('old', 1) ON CONFLICT (key) DO NOTHING`);
    const slow = await take('purge', 1);
    await sleep(10);
    const successor = await take('purge');
    expect(await purgeRateLimits(world.database, slow.fence)).toBe(false);
    expect(await slow.renew()).toBe(false);
    await slow.giveBack(0);
    expect(await takeLease(world.database, 'purge', 1_000)).toBeTypeOf('number'); // it is still the successor's
    expect(await world.database.read(sql`SELECT key FROM rate_limits WHERE key = 'old'`)).toHaveLength(1);
    await purgeRateLimits(world.database, successor.fence);
    expect(await world.database.read(sql`SELECT key FROM rate_limits WHERE key = 'old'`)).toEqual([]);
  });

  test('goes on batch by batch, and leaves the rest to others when it is told to stop', async () => {
    let batches = 0;
    let isLet: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      isLet = resolve;
    });
    const background = replica();
    background.every('long', 5, async () => {
      batches += 1;
      if (batches === 3) await held;
      return true;
    });
    await expect.poll(() => batches).toBe(3);
    let isStopped = false;
    const stopped = background.stop().then(() => {
      isStopped = true;
    });
    await sleep(20);
    expect(isStopped).toBe(false); // it waits for the batch that runs
    isLet();
    await stopped;
    expect(batches).toBe(3);
    await take('long'); // due at once
  });

  test('that fails is told of and tried again; an outage has its own line', async () => {
    let calls = 0;
    replica().every('fragile', 5, async () => {
      calls += 1;
      if (calls === 1) throw new Error('surprise');
      if (calls === 2) throw new DatabaseUnavailableError(null, false);
      return false;
    });
    await expect.poll(() => calls).toBeGreaterThan(3);
    expect(warn.mock.calls).toEqual([[expect.objectContaining({ work: 'fragile', failures: 1 }), expect.stringContaining('tried again')]]);
  });

  test('purges the points whose time is over, and no others', async () => {
    await world.database.write(sql`
      INSERT INTO rate_limits (key, expire)
      SELECT 'past:' || n, extract(epoch FROM now() - interval '61 minutes') * 1000 FROM generate_series(1, 2500) AS n
      UNION ALL VALUES ('recent', (extract(epoch FROM now() - interval '59 minutes') * 1000)::bigint), ('never', NULL)`);
    expect(await purgeRateLimits(world.database, always)).toBe(true);
    expect(await purgeRateLimits(world.database, always)).toBe(true);
    expect(await purgeRateLimits(world.database, always)).toBe(false);
    const rows = await world.database.read<{ key: string }>(sql`SELECT key FROM rate_limits ORDER BY key`);
    expect(rows.map(({ key }) => key)).toEqual(['never', 'recent']);
  });
});
