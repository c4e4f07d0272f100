// Who gets into the database when. The work is counted, and ends when the test says so.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createLifetime, type Lifetime } from '../../src/db/lifetime.js';
import { createReadLimit, type ReadLimits } from '../../src/db/postgres/read-limit.js';

const usual = { all: 7, share: 4, reads: 5, readWaitMs: 10, longestWaitMs: 1_000_000_000, refusal: () => new Error('too long') };

/** A gate, and how often each caller has begun. */
const openGate = (limits: Partial<ReadLimits> = {}) => {
  const gate = createReadLimit({ ...usual, ...limits });
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const ask = (caller: string, isRead = false, lifetime?: Lifetime) =>
    gate.pass(
      caller,
      () => {
        begun.push(caller);
        return new Promise<void>((resolve) => ends.push(resolve));
      },
      isRead,
      lifetime,
    );
  const askOften = (caller: string, count: number, isRead = false) => Array.from({ length: count }, () => ask(caller, isRead));
  /** Ends what was begun first. */
  const endOne = async () => {
    ends.shift()?.();
    await sleep(0);
  };
  return { ask, askOften, begun, endOne };
};

test('one caller never has more than its share, however much it asks', async () => {
  const { askOften, begun, endOne } = openGate();
  askOften('greedy', 100);
  expect(begun).toHaveLength(4);
  for (let ended = 0; ended < 96; ended += 1) {
    await endOne();
    expect(begun).toHaveLength(5 + ended);
  }
});

test('others begin at once beside a caller that has its share and waits for more', async () => {
  const { askOften, ask, begun } = openGate();
  askOften('greedy', 100);
  ask('quiet', true);
  ask('other', true);
  expect(begun.slice(4)).toEqual(['quiet', 'other']);
});

test('who has read megabytes reads one statement at a time from then on, and others go beside it', async () => {
  const { ask, askOften, begun, endOne } = openGate();
  const lifetime = createLifetime();
  ask('large', true, lifetime);
  lifetime.isToKeep(4_194_303);
  await endOne();
  askOften('large', 2, true);
  expect(begun).toEqual(['large', 'large', 'large']);
  for (let ended = 0; ended < 2; ended += 1) await endOne();
  ask('large', true, lifetime);
  lifetime.isToKeep(1);
  await endOne();
  askOften('large', 3, true);
  ask('other', true);
  expect(begun.slice(4)).toEqual(['large', 'other']);
  for (let ended = 0; ended < 2; ended += 1) await endOne();
  expect(begun.slice(6)).toEqual(['large']);
});

test('what such a caller asks beside a slow read waits for a second, and what it writes for nothing', async () => {
  const gate = openGate();
  const lifetime = createLifetime();
  lifetime.isToKeep(4_194_304);
  gate.ask('large', true, lifetime);
  await gate.endOne();
  gate.askOften('large', 3, true);
  gate.ask('large');
  expect(gate.begun).toHaveLength(3); // one read, and the write
  await expect.poll(() => gate.begun.length, { timeout: 3_000 }).toBe(4);
  await sleep(50);
  expect(gate.begun).toHaveLength(4);
});

test('callers take turns, whoever has more waiting', async () => {
  const { askOften, begun, endOne } = openGate({ all: 4, share: 3 });
  for (const caller of ['first', 'second']) askOften(caller, 50);
  expect(begun).toEqual(['first', 'first', 'first', 'second']);
  askOften('third', 3);
  for (let ended = 0; ended < 9; ended += 1) await endOne();
  expect(begun.slice(4)).toEqual(['first', 'second', 'third', 'first', 'second', 'third', 'first', 'second', 'third']);
});

test('of one session, callers have turns', async () => {
  const { askOften, begun, endOne } = openGate({ all: 1, share: 1, reads: 1 });
  askOften('greedy', 20);
  askOften('quiet', 2);
  for (let ended = 0; ended < 5; ended += 1) await endOne();
  expect(begun).toEqual(['greedy', 'greedy', 'quiet', 'greedy', 'quiet', 'greedy']);
});

test('reads go few at once, but none waits for others for long; writes don’t wait for reads', async () => {
  const { askOften, begun } = openGate({ reads: 1 });
  askOften('a', 2, true);
  expect(begun).toHaveLength(1);
  askOften('a', 1);
  askOften('b', 1);
  expect(begun).toEqual(['a', 'a', 'b']);
  await expect.poll(() => begun.length).toBe(4);
});

test('what waits for too long is refused and never begun, and its caller may ask again', async () => {
  const { askOften, begun, endOne, ask } = openGate({ share: 1, longestWaitMs: 40 });
  const [first, ...late] = askOften('slow', 11);
  expect(await Promise.allSettled(late)).toEqual(late.map(() => ({ status: 'rejected', reason: new Error('too long') })));
  await endOne();
  await first;
  expect(begun).toHaveLength(1);
  ask('slow');
  expect(begun).toHaveLength(2);
});

test('work that fails gives its place back', async () => {
  const gate = createReadLimit({ ...usual, all: 1, share: 1 });
  const fail = () => Promise.reject(new Error('refused'));
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => gate.pass('a', fail, true)));
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  expect(await gate.pass('b', async () => 'done', true)).toBe('done');
});
