// Writes share transactions of PostgreSQL. Whatever happens in one, each of them is done exactly once or not at all, and is told which.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Database, type Texts, texts } from '../../src/db/database.js';
import { openOnServer, server, useServer } from './on-server.js';

describe.runIf(server !== undefined)('on PostgreSQL', { timeout: 60_000 }, () => {
  const { database, observer } = useServer();
  const table = `group_commit_${process.pid}`;

  const insertText = `INSERT INTO ${table} (id, value) VALUES ($1, 12 / $2::int) RETURNING id::text, txid_current()::text, pg_backend_pid()::text`;
  const insert = (id: number, divisor = 1): Promise<Texts[]> =>
    database().write({ text: insertText, values: [id, divisor], decode: texts });
  const addText = `WITH held AS MATERIALIZED (SELECT id FROM ${table} WHERE id = $1 FOR UPDATE)
    UPDATE ${table} AS t SET value = t.value + 1 FROM held WHERE t.id = held.id RETURNING t.value::text`;
  const add = (id: number, to: Database = database()): Promise<Texts[]> => to.write({ text: addText, values: [id], decode: texts });
  const valuesOf = async (): Promise<Record<number, number>> => {
    const { rows } = await observer().query<{ id: number; value: number }>(`SELECT id, value FROM ${table} ORDER BY id`);
    return Object.fromEntries(rows.map(({ id, value }) => [id, value]));
  };

  /** Writes until the statements are prepared, and those that come together share a transaction. */
  const shared = async (): Promise<void> => {
    for (let id = 1_000; id < 1_500; id += 2) {
      await add(0);
      const [[one], [other]] = await Promise.all([insert(id), insert(id + 1)]);
      if (one?.[1] === other?.[1]) return;
      await sleep(5);
    }
    throw new Error('Writes share no transaction.');
  };

  beforeAll(async () => {
    await observer().query(`CREATE TABLE ${table} (id int PRIMARY KEY, value int NOT NULL)`);
  });

  afterAll(async () => {
    await observer().query(`DROP TABLE ${table}`);
  });

  beforeEach(async () => {
    await observer().query(`TRUNCATE ${table}`);
    await shared();
    await observer().query(`TRUNCATE ${table}`);
    await observer().query(`INSERT INTO ${table} VALUES (1, 0), (2, 0), (3, 0)`);
  });

  test('that come together are one transaction, and each has its own row', async () => {
    const rows = await Promise.all([11, 12, 13, 14].map((id) => insert(id)));
    expect(rows.map(([row]) => row?.[0])).toEqual(['11', '12', '13', '14']);
    expect(new Set(rows.map(([row]) => row?.[1])).size).toBe(1);
  });

  test('that come while another is being done are the next transaction, of no more than 32', async () => {
    const first = insert(100);
    await new Promise(setImmediate);
    const rows = await Promise.all(Array.from({ length: 70 }, (_, index) => insert(101 + index)));
    expect(rows.map(([row]) => Number(row?.[0]))).toEqual(Array.from({ length: 70 }, (_, index) => 101 + index));
    const transactions = rows.map(([row]) => row?.[1]);
    expect(transactions).not.toContain((await first)[0]?.[1]);
    const sizes = [...new Set(transactions)].map((one) => transactions.filter((other) => other === one).length);
    expect(sizes).toEqual([32, 32, 6]);
  });

  test('of one row follow each other', async () => {
    const rows = await Promise.all(Array.from({ length: 20 }, () => add(1)));
    expect(rows.map(([row]) => Number(row?.[0]))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test('one that is refused is told so, and the others are done once', async () => {
    const answers = await Promise.allSettled([insert(21), add(1), insert(22, 0), add(1), insert(23)]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(answers[2]).toMatchObject({ reason: { code: '22012' } });
    expect(await valuesOf()).toEqual({ 1: 2, 2: 0, 3: 0, 21: 12, 23: 12 });
  });

  test('a row that somebody has locked holds up those who want it, and nobody else', async () => {
    await observer().query(`BEGIN; UPDATE ${table} SET value = 7 WHERE id = 2`);
    const held = add(2);
    await Promise.all([add(1), insert(31), add(3)]); // which would never end if they waited for it
    await insert(32);
    await observer().query('COMMIT');
    expect((await held)[0]?.[0]).toBe('8');
    expect(await valuesOf()).toEqual({ 1: 1, 2: 8, 3: 1, 31: 12, 32: 12 });
  });

  test('two gateways that write the same rows in opposite orders both succeed', async () => {
    const other = openOnServer();
    try {
      for (const _again of [1, 2, 3, 4]) await add(0, other);
      const rounds = Array.from({ length: 25 }, () => Promise.all([add(1), add(2), add(2, other), add(1, other)]));
      await Promise.all(rounds);
      expect(await valuesOf()).toEqual({ 1: 50, 2: 50, 3: 0 });
    } finally {
      await other.close();
    }
  });

  test('when the connection is lost, who was in the transaction is told, nothing of it stays, and the next are done', async () => {
    const [row] = await insert(41);
    await observer().query(`BEGIN; UPDATE ${table} SET value = 7 WHERE id = 2`);
    const inside = Promise.allSettled([insert(42), add(2), insert(43)]); // which waits for the row
    await sleep(10);
    await observer().query('SELECT pg_terminate_backend($1)', [Number(row?.[2])]);
    const behind = Promise.all([insert(44), add(3)]);
    await observer().query('ROLLBACK');
    const told = (await inside).map(({ status }) => status === 'fulfilled');
    await behind;
    const values = await valuesOf();
    expect({ 42: 42 in values, 2: values[2] === 1, 43: 43 in values }).toEqual({ 42: told[0], 2: told[1], 43: told[2] });
    expect(values).toMatchObject({ 41: 12, 3: 1, 44: 12 });
    expect((await insert(45))[0]?.[0]).toBe('45');
  });

  test('that are under way when the database is closed are done first', async () => {
    const closing = openOnServer();
    for (const _again of [1, 2, 3, 4]) await add(0, closing);
    const written = Promise.all([add(1, closing), add(2, closing)]);
    await new Promise(setImmediate);
    await closing.close();
    expect((await written).map(([row]) => row?.[0])).toEqual(['1', '1']);
    expect(await valuesOf()).toEqual({ 1: 1, 2: 1, 3: 0 });
  });
});
