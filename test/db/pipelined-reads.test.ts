// Quick reads share a connection of PostgreSQL. Whatever happens in it, each of them gets its own rows, or is told what went wrong.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { texts } from '../../src/db/database.js';
import { createLifetime, NobodyWaitsError } from '../../src/db/lifetime.js';
import { server, useServer } from './on-server.js';

describe.runIf(server !== undefined)('on PostgreSQL', { timeout: 60_000 }, () => {
  const { database, observer } = useServer();

  /** Gives the text back, from the backend that it comes from, after so many seconds. */
  const echo = (text: string, seconds = 0, lifetime = createLifetime()) =>
    database().read(
      { text: 'SELECT $1::text, pg_backend_pid()::text, pg_sleep($2::float8)::text AS lane_test', values: [text, seconds], decode: texts },
      lifetime,
    );

  const pidsOf = async (count: number): Promise<Set<string | null | undefined>> => {
    const rows = await Promise.all(Array.from({ length: count }, (_, index) => echo(String(index))));
    expect(rows.map(([row]) => row?.[0])).toEqual(Array.from({ length: count }, (_, index) => String(index)));
    return new Set(rows.map(([row]) => row?.[1]));
  };

  /** Asks until reads share a connection, whose backend it gives. */
  const shared = async (): Promise<string> => {
    for (const until = Date.now() + 15_000; Date.now() < until; ) {
      // one that was slow is kept out for five seconds
      await echo('alone');
      const [pid, ...others] = await pidsOf(4);
      if (pid && others.length === 0) return pid;
      await sleep(20);
    }
    throw new Error('Reads share no connection.');
  };

  test('reads that are known as quick share one, and each gets its own rows', async () => {
    await shared();
  });

  test('a read of values that can not be sent is refused, and changes nothing for the others', async () => {
    const pid = await shared();
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    await expect(database().read({ text: 'SELECT $1::text', values: [circular], decode: texts })).rejects.toThrow('circular');
    expect(await shared()).toBe(pid);
  });

  test('one that PostgreSQL refuses is told so, and those around it have their rows', async () => {
    await shared();
    const divide = (by: number) => database().read({ text: 'SELECT (1 / $1::int)::text', values: [by], decode: texts });
    for (const _again of [1, 2, 3, 4]) await divide(1);
    const answers = await Promise.allSettled([echo('before'), divide(1), divide(0), divide(1), echo('after')]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(answers[2]).toMatchObject({ reason: { code: '22012' } });
  });

  test('one that nobody waits for and that has turned out slow is cancelled; its neighbours have their rows', async () => {
    const pid = await shared();
    const lifetime = createLifetime();
    const abandoned = echo('slow', 600, lifetime);
    const neighbours = Promise.all([echo('one'), echo('two'), echo('three')]);
    await sleep(20);
    lifetime.end();
    await expect(abandoned).rejects.toThrow(NobodyWaitsError);
    expect((await neighbours).map(([row]) => row?.[0])).toEqual(['one', 'two', 'three']);
    await expect
      .poll(async () => (await observer().query('SELECT FROM pg_stat_activity WHERE pid = $1', [Number(pid)])).rowCount, { timeout: 5_000 })
      .toBe(0); // a late cancellation finds nobody there
    await shared();
  });

  test('one that is slow is kept out, and holds up nobody who comes later', async () => {
    await shared();
    const slow = echo('slow', 1).then(() => 'slow');
    await sleep(60);
    expect(await Promise.race([slow, echo('quick').then(() => 'quick')])).toBe('quick');
    await slow;
  });

  test('those that came right behind one that turns out slow are read elsewhere', async () => {
    await shared();
    const slow = echo('slow', 2).then(() => 'slow');
    const behind = Promise.all([echo('one'), echo('two'), echo('three')]);
    expect(await Promise.race([slow, behind.then((rows) => rows.map(([row]) => row?.[0]))])).toEqual(['one', 'two', 'three']);
    await slow;
  });

  test('those that are on their way in it and elsewhere have their rows, if their turn comes first in it', async () => {
    await shared();
    const occupied = Array.from({ length: 4 }, () => database().read({ text: 'SELECT pg_sleep(1)::text', values: [] })); // nobody is read elsewhere meanwhile
    const answers = await Promise.all([echo('slow', 0.2), echo('one'), echo('two'), echo('three')]);
    expect(answers.map(([row]) => row?.[0])).toEqual(['slow', 'one', 'two', 'three']);
    await Promise.all(occupied);
  });

  test('when its connection is lost, whose statement ran is asked again elsewhere, and everybody has their rows', async () => {
    const pid = await shared();
    const held = echo('held', 1);
    const behind = Promise.all([echo('one'), echo('two')]);
    await sleep(20);
    await observer().query('SELECT pg_terminate_backend($1)', [Number(pid)]);
    const [row] = await held;
    expect([row?.[0], row?.[1] === pid]).toEqual(['held', false]);
    expect((await behind).map(([row]) => row?.[0])).toEqual(['one', 'two']);
    expect((await echo('next'))[0]?.[0]).toBe('next');
    await shared();
  });
});
