// Prepared statements that a session has lost, or has under the same name already, as when a pooler lends it to others. Nobody is told: the statement is run
// again, and a write is done once.
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Database, texts } from '../../src/db/database.js';
import { openPostgres } from '../../src/db/postgres/postgres.js';
import { createStatementNames } from '../../src/db/session/statement-names.js';
import { server } from './on-server.js';

const nameOf = (text: string): string => {
  const names = createStatementNames();
  names.nameOf(text);
  return names.nameOf(text) ?? '';
};

test('a name is the same for a text in every process, and another one for every other text', () => {
  const texts = ['SELECT 1', 'SELECT 2', 'SELECT  1'];
  expect(texts.map(nameOf)).toEqual(texts.map(nameOf));
  expect(new Set(texts.map(nameOf)).size).toBe(3);
  for (const text of texts) expect(nameOf(text)).toMatch(/^[\w-]{43}$/); // PostgreSQL cuts a name after 63 bytes
});

describe.runIf(server !== undefined)('on PostgreSQL', { timeout: 60_000 }, () => {
  const table = `lost_statements_${process.pid}`;
  let observer: pg.Client;
  let database: Database;
  let poolers: number;
  const lost: Error[] = [];

  const open = (poolSize: number): Database => {
    poolers = 0;
    return openPostgres({
      url: server ?? '',
      poolSize,
      statementTimeout: 10_000,
      observer: () => undefined,
      onConnectionLost: (error) => lost.push(error),
      onPooler: () => {
        poolers += 1;
      },
    });
  };

  beforeAll(async () => {
    observer = new pg.Client({ connectionString: server });
    await observer.connect();
  });

  afterAll(async () => {
    await observer?.end();
  });

  beforeEach(async () => {
    await observer.query(`CREATE TABLE ${table} (id int PRIMARY KEY, value int NOT NULL)`);
    await observer.query(`INSERT INTO ${table} VALUES (1, 10), (2, 20)`);
  });

  afterEach(async () => {
    await database.close();
    await observer.query(`DROP TABLE ${table}`);
    expect(lost.splice(0)).toEqual([]);
  });

  const valueText = `SELECT value FROM ${table} WHERE id = $1`;
  const value = (id: number) => database.read<{ value: number }>({ text: valueText, values: [id] });
  const textText = `SELECT value::text, pg_backend_pid()::text FROM ${table} WHERE id = $1`;
  const text = (id: number) => database.read({ text: textText, values: [id], decode: texts });
  const insertText = `INSERT INTO ${table} VALUES ($1::int, $1::int) RETURNING id::text, txid_current()::text`;
  const insert = (id: number) => database.write({ text: insertText, values: [id], decode: texts });
  const idsFrom = async (least: number): Promise<number[]> => {
    const { rows } = await observer.query<{ id: number }>(`SELECT id FROM ${table} WHERE id >= $1 ORDER BY id`, [least]);
    return rows.map(({ id }) => id);
  };
  const forget = { text: 'DEALLOCATE ALL', values: [] };

  /** Reads and writes until both share a connection. */
  const warm = async (): Promise<void> => {
    await observer.query(`DELETE FROM ${table} WHERE id < 0`);
    for (let id = -1_000; id < -2; id += 2) {
      const reads = await Promise.all([text(1), text(1), text(1)]);
      const writes = await Promise.all([insert(id), insert(id + 1)]);
      const areShared = [reads, writes].map((all) => new Set(all.map(([row]) => row?.[1])).size === 1);
      if (!areShared.includes(false)) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('Reads or writes share no connection.');
  };

  test('a name that is taken before it is given never answers for another statement', async () => {
    database = open(1);
    for (const taken of [valueText, textText])
      await database.write({ text: `PREPARE "${nameOf(taken)}" (int) AS SELECT 666 AS value, 'wrong'::text WHERE $1 > 0`, values: [] });
    for (const _again of [1, 2, 3]) {
      expect(await value(1)).toEqual([{ value: 10 }]);
      expect((await text(2))[0]?.[0]).toBe('20');
    }
    expect(poolers).toBe(1);
  });

  test('a read whose statement is gone is run again', async () => {
    database = open(1);
    for (const _again of [1, 2, 3]) expect([await value(1), (await text(2))[0]?.[0]]).toEqual([[{ value: 10 }], '20']);
    await database.write(forget);
    expect(await value(2)).toEqual([{ value: 20 }]);
    expect((await text(1))[0]?.[0]).toBe('10');
    expect(poolers).toBe(1);
  });

  test('a write whose statement is gone is done once', async () => {
    database = open(1);
    for (const id of [101, 102, 103]) await insert(id);
    await database.write(forget);
    expect((await insert(104))[0]?.[0]).toBe('104');
    expect(await idsFrom(100)).toEqual([101, 102, 103, 104]);
  });

  test('reads that share a connection whose statements are gone all have their rows', async () => {
    database = open(6);
    await warm();
    await Promise.all(Array.from({ length: 3 }, () => database.read({ text: 'DEALLOCATE ALL', values: [], decode: texts })));
    for (let round = 0; round < 5; round += 1) {
      const rows = await Promise.all([
        text(1),
        text(2),
        database.read({ text: 'DEALLOCATE ALL', values: [], decode: texts }),
        text(1),
        text(2),
      ]);
      expect(rows.map(([row]) => row?.[0])).toEqual(['10', '20', undefined, '10', '20']);
    }
  });

  test('writes that share a transaction whose statements are gone are all done once', async () => {
    database = open(6);
    await warm();
    const forgetting = () => database.write({ text: 'DEALLOCATE ALL', values: [], decode: texts });
    for (let first = 100; first < 200; first += 10) {
      await Promise.all([forgetting(), forgetting()]);
      if (first === 100) expect((await insert(99))[0]?.[0]).toBe('99'); // alone in its transaction
      const ids = Array.from({ length: 10 }, (_, index) => first + index);
      expect((await Promise.all(ids.map(insert))).map(([row]) => Number(row?.[0]))).toEqual(ids);
    }
    expect(await idsFrom(99)).toEqual(Array.from({ length: 101 }, (_, index) => 99 + index));
  });

  test('statements that were prepared before the schema changed are prepared anew', async () => {
    database = open(6);
    const all = () => database.read<object>({ text: `SELECT * FROM ${table} WHERE id = 1`, values: [] });
    const add = () =>
      database.write({
        text: `UPDATE ${table} SET value = value + 1 WHERE id = 2 RETURNING value, txid_current()`,
        values: [],
        decode: texts,
      });
    const shown = () => database.read({ text: `SELECT value FROM ${table} WHERE id = 1`, values: [], decode: texts });
    await warm();
    for (const _again of [1, 2, 3, 4]) await Promise.all([all(), shown(), shown(), add()]);
    await observer.query(`ALTER TABLE ${table} ALTER COLUMN value TYPE text, ADD COLUMN more int`);
    await observer.query(`ALTER TABLE ${table} ALTER COLUMN value TYPE bigint USING value::bigint`);
    expect(await Promise.all([all(), all(), all()])).toEqual(Array(3).fill([{ id: 1, value: '10', more: null }]));
    expect(await Promise.all([shown(), shown(), shown()])).toEqual(Array(3).fill([['10']]));
    expect((await Promise.all([add(), add(), add()])).map(([row]) => row?.[0]).sort()).toEqual(['25', '26', '27']);
    expect(poolers).toBe(0); // which is no sign of a pooler
    const isShared = async () => {
      const [[one], [other]] = await Promise.all([add(), add()]);
      return one?.[1] === other?.[1];
    };
    await expect.poll(isShared, { timeout: 10_000 }).toBe(true);
  });
});
