// All that clients have goes from one database to another, of either kind, and arrives as it was, or not at all.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Database } from '../../src/db/database.js';
import { useEmbedded } from '../../src/db/embedded/embedded.js';
import { startInMemory } from '../../src/db/embedded/pglite.js';
import { migrate } from '../../src/db/migrate/migrate.js';
import { exportAll } from '../../src/domain/transfer/export.js';
import { TransferError, tables } from '../../src/domain/transfer/format.js';
import { importAll } from '../../src/domain/transfer/import.js';
import { linesOf } from '../../src/lib/lines.js';
import { openOnServer, server } from '../db/on-server.js';
import { makeClient } from '../support/credentials.js';
import { useWorld } from '../support/world.js';
import { openEmptyDatabase } from './empty-database.js';

const kinds = inject('template').server ? (['embedded', 'postgres'] as const) : (['embedded'] as const);

const exported = async (database: Database): Promise<string> => {
  const texts: string[] = [];
  await exportAll(database, async (text) => void texts.push(text));
  return texts.join('');
};

/** Cut into pieces at random places, within characters too. */
async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; ) {
    const end = start + 1 + Math.floor(Math.random() * 5_000);
    yield bytes.subarray(start, end);
    start = end;
  }
}
const read = (database: Database, text: string) => importAll(database, linesOf(pieces(text)));

/** The rows alone: the first line has a time in it. */
const rowsOf = (text: string): string[] => text.split('\n').slice(1, -2);

const countOf = async (database: Database, table: string): Promise<number> =>
  (await database.read<{ count: number }>({ text: `SELECT count(*)::int AS count FROM ${table}`, values: [] }))[0]?.count ?? -1;

/** The same lines with a last one that fits them. */
const sealed = (lines: readonly string[]): string => {
  const text = lines.map((line) => `${line}\n`).join('');
  return `${text}${JSON.stringify({ end: true, sha256: createHash('sha256').update(text).digest('hex') })}\n`;
};

/** JSON whose escapes stand for nothing that PostgreSQL could hold, and a null that is no missing value; each with the run that has it. */
const escapes = [
  ['{"a":"x\\u0000y"}', 2],
  ['{"a":"\\ud800", "\\u0000": 1}', 3],
  ['null', 4],
] as const;

const openEmbedded = async (): Promise<Database> => {
  const database = useEmbedded(await startInMemory(), () => undefined);
  await migrate(database);
  return database;
};

describe.each(kinds)('from the database %s', (from) => {
  const world = useWorld({}, from);
  let file = '';

  beforeAll(async () => {
    await makeClient(world, ['core.integration.write']);
    const flow = `{ "b": 1.10, "a": [12345678901234567890, "é \\u2028 \\ud83d\\ude00"],\n\r "b": 2 }`;
    await world.database.write({ text: 'UPDATE integration_runs SET flow = $1::json WHERE id = 1', values: [flow] });
    for (const [text, id] of escapes)
      await world.database.write({ text: 'UPDATE integration_runs SET flow = $1::json WHERE id = $2', values: [text, id] });
    await world.database.write({
      text: `UPDATE contracts SET name = $1, minimum_value = '1234567890123456789012345678.1234', maximum_value = NULL WHERE id = 1`,
      values: ['\ufeffline\nbreak \u2028 "quoted" \\ , }}'],
    });
    await world.rest('POST', '/api/integration_runs/5/retry');
    file = await exported(world.database);
  });

  test('no table is forgotten', async () => {
    const text = `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`;
    const found = (await world.database.read<{ name: string }>({ text, values: [] })).map(({ name }) => name);
    const leftOut = [
      '_prisma_migrations',
      'event_ticks',
      'events',
      'idempotency_keys',
      'leases',
      'rate_limits',
      'signing_keys',
      'webhook_deliveries',
      'webhook_endpoints',
      ...['changes', 'counts', 'integrations'].map((kept) => `error_group_${kept}`),
    ];
    expect(found.sort()).toEqual([...tables, ...leftOut].sort());
  });

  test('each row is a line of JSON, and every table has some', () => {
    const [first = '', ...lines] = file.trimEnd().split('\n');
    const { rows } = JSON.parse(first) as { rows: Record<string, number> };
    expect(Object.keys(rows)).toEqual([...tables]);
    const found = lines.slice(0, -1).map((line) => (JSON.parse(line) as { table: string }).table);
    for (const table of tables)
      expect(
        found.filter((each) => each === table),
        table,
      ).toHaveLength(rows[table] ?? -1);
    expect(file).not.toContain('secret":"irs_');
    for (const left of ['signing_keys', 'idempotency_keys', 'events']) expect(file).not.toContain(`"table":"${left}"`);
  });

  test('a file in which JSON is no text is taken, too', async () => {
    const nested = (_all: string, text: string) => `"flow":${escapes.some(([flow]) => flow === JSON.parse(text)) ? 'null' : oneLine(text)}`;
    const oneLine = (text: string) => String(JSON.parse(text)).replace(/[\n\r]/g, ' ');
    const lines = file.trimEnd().split('\n').slice(0, -1);
    const target = await openEmbedded();
    try {
      const older = lines.map((line) => line.replace(/"flow":("(?:[^"\\]|\\.)*")/, nested));
      await read(target, sealed([(older[0] ?? '').replace('export 2', 'export'), ...older.slice(1)]));
      const flows = { text: `SELECT id, translate(flow::text, E'\\n\\r', '  ') AS flow FROM integration_runs ORDER BY id`, values: [] };
      const had = await world.database.read<{ id: number; flow: string | null }>(flows);
      expect(had.find(({ id }) => id === 1)?.flow).toContain('12345678901234567890');
      const arrived = had.map(({ id, flow }) => ({ id, flow: escapes.some((each) => each[1] === id) ? null : flow }));
      expect(await target.read(flows)).toEqual(arrived);
    } finally {
      await target.close();
    }
  });

  describe.each(kinds)('to the database %s', (to) => {
    let target: Database;
    let close: () => Promise<void>;

    beforeAll(async () => {
      if (to === 'embedded') {
        target = await openEmbedded();
        close = () => target.close();
        return;
      }
      ({ database: target, close } = await openEmptyDatabase());
    });
    afterAll(() => close());

    test.each<[string, (lines: readonly string[]) => string, RegExp]>([
      ['was cut off', (lines) => lines.slice(0, 300).join('\n'), /isn't whole/],
      ['was cut off in a line', (lines) => lines.join('\n').slice(0, 30_000), /isn't whole/],
      ['lacks a row', (lines) => [...lines.slice(0, 50), ...lines.slice(51)].join('\n'), /isn't whole/],
      ['was changed', (lines) => lines.join('\n').replace('"attempt":1', '"attempt":2'), /isn't whole/],
      ['goes on after its end', (lines) => [...lines, lines[3]].join('\n'), /follows the last line/],
      ['lacks rows that it tells of', (lines) => sealed(lines.slice(0, 100)), /says that it has/],
      [
        'is of another version',
        ([first = '']) => sealed([first.replace(/"migration":"[^"]*"/, '"migration":"20200101_old"')]),
        /20200101_old/,
      ],
      [
        'is of a format to come',
        ([first = '', ...rows]) => sealed([first.replace('export 2', 'export 3'), ...rows]),
        /with the same version/,
      ],
      ['is something else', () => '{"format":"other"}\n', /no export/],
      ['is empty', () => '', /no export/],
    ])('a file that %s leaves nothing', async (_name, broken, message) => {
      const failure = await read(target, broken(file.trimEnd().split('\n'))).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(TransferError);
      expect((failure as Error).message).toMatch(message);
      for (const table of tables) expect(await countOf(target, table), table).toBe(table === 'actors' ? 1 : 0);
    });

    test('all of it arrives as it was, new rows go on after it, and nothing is imported over it', async () => {
      expect(await read(target, file)).toBe(rowsOf(file).length);
      expect(rowsOf(await exported(target))).toEqual(rowsOf(file));
      for (const [text, id] of escapes) {
        const flows = { text: 'SELECT flow::text AS flow FROM integration_runs WHERE id = $1', values: [id] };
        expect(await target.read(flows)).toEqual([{ flow: text }]);
      }
      for (const table of tables) {
        const text = `SELECT nextval(pg_get_serial_sequence('${table}', 'id'))::int AS next, coalesce(max(id), 0)::int AS last FROM ${table}`;
        const [row] = await target.read<{ next: number; last: number }>({ text, values: [] });
        expect(row?.next, table).toBe((row?.last ?? 0) + 1);
      }
      const planned = { text: 'SELECT DISTINCT tablename::text AS name FROM pg_stats', values: [] }; // which no embedded database makes by itself
      expect((await target.read<{ name: string }>(planned)).map(({ name }) => name)).toEqual(expect.arrayContaining([...tables]));
      await expect(read(target, file)).rejects.toThrow(/already\. Import into one that has nothing/);
    });
  });
});

describe.runIf(inject('template').server)('the time limit', () => {
  let database: Database;
  let hurried: Database;
  let close: () => Promise<void>;
  let other: pg.Client;

  beforeAll(async () => {
    ({ database, close } = await openEmptyDatabase());
    const [row] = await database.read<{ name: string }>({ text: 'SELECT current_database()::text AS name', values: [] });
    const url = new URL(server ?? '');
    url.pathname = `/${row?.name}`;
    other = new pg.Client({ connectionString: url.href });
    await other.connect();
    await other.query(`ALTER DATABASE ${row?.name} SET idle_in_transaction_session_timeout = 400`); // of connections from now on
    hurried = openOnServer({ database: row?.name, statementTimeout: 400 });
  });
  afterAll(async () => {
    await other.end();
    await hurried.close();
    await close();
  });

  /** Lets the work wait for longer than a statement of a request may take. */
  const whileLocked = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await other.query('BEGIN; LOCK TABLE actors IN ACCESS EXCLUSIVE MODE');
    const [result] = await Promise.all([work(), sleep(900).then(() => other.query('ROLLBACK'))]);
    return result;
  };

  test('of statements is for those of requests: exports and imports take what they take', async () => {
    const file = await whileLocked(() => exported(hurried));
    expect(rowsOf(file)).toHaveLength(1);
    expect(await whileLocked(() => read(hurried, file))).toBe(1);
  });

  test('of transactions that wait is not for those that wait for a pipe', async () => {
    const texts: string[] = [];
    const pause = () => sleep(900);
    await exportAll(hurried, async (text) => {
      texts.push(text);
      await pause();
    });
    const slowly = async function* () {
      for await (const line of linesOf(pieces(texts.join('')))) {
        yield line;
        await pause();
      }
    };
    expect(await importAll(hurried, slowly())).toBe(1);
  });
});
