// What is kept of groups of errors is what counting gives, whatever becomes of the errors, before and after notes are added to the counts.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import pg from 'pg';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { Database } from '../../src/db/database.js';
import { foldErrorGroups } from '../../src/domain/error-group/fold.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { fuzzRuns } from '../support/fuzz.js';
import { useWorld } from '../support/world.js';

const { sql, raw } = Prisma;
const always = sql`TRUE`;

const kept = (columns: string) => sql`
  SELECT ${raw(columns)}, sum(errors)::int AS errors, sum(open_errors)::int AS "openErrors" FROM error_group_integration_figures
  GROUP BY ${raw(columns)} HAVING sum(errors) <> 0 OR sum(open_errors) <> 0 ORDER BY ${raw(columns)}`;
const counted = (columns: string) => sql`
  SELECT ${raw(columns)}, count(*)::int AS errors, (count(*) FILTER (WHERE NOT is_resolved))::int AS "openErrors" FROM integration_errors
  GROUP BY ${raw(columns)} ORDER BY ${raw(columns)}`;

const keptOfGroups = sql`
  SELECT fingerprint, sum(errors)::int AS errors, sum(open_errors)::int AS "openErrors", sum(runs)::int AS runs, sum(open_runs)::int AS "openRuns"
  FROM error_group_figures GROUP BY fingerprint
  HAVING sum(errors) <> 0 OR sum(open_errors) <> 0 OR sum(runs) <> 0 OR sum(open_runs) <> 0 ORDER BY fingerprint`;
const countedOfGroups = sql`
  SELECT fingerprint, count(*)::int AS errors, (count(*) FILTER (WHERE NOT is_resolved))::int AS "openErrors",
    count(DISTINCT integration_run_id)::int AS runs, (count(DISTINCT integration_run_id) FILTER (WHERE NOT is_resolved))::int AS "openRuns"
  FROM integration_errors GROUP BY fingerprint ORDER BY fingerprint`;

const expectRight = async (database: Database): Promise<void> => {
  expect(await database.read(keptOfGroups)).toEqual(await database.read(countedOfGroups));
  const byIntegration = 'fingerprint, integration_id';
  expect(await database.read(kept(byIntegration))).toEqual(await database.read(counted(byIntegration)));
};

const countOf = async (database: Database, table: string): Promise<number> =>
  (await database.read<{ count: number }>(sql`SELECT count(*)::int AS count FROM ${raw(table)}`))[0]?.count ?? -1;

const foldAll = async (database: Database): Promise<void> => {
  while (await foldErrorGroups(database, always));
};

const kinds = inject('template').server ? (['embedded', 'postgres'] as const) : (['embedded'] as const);

describe.each(kinds)('the counts of groups on the database %s', (kind) => {
  const world = useWorld({}, kind);
  let runs: readonly number[];
  beforeAll(async () => {
    runs = (await world.database.read<{ id: number }>(sql`SELECT id FROM integration_runs ORDER BY id LIMIT 5`)).map(({ id }) => id);
  });

  const group = fc.constantFrom('a', 'b', 'c');
  const place = fc.nat({ max: 4 });
  const isResolved = fc.boolean();
  const of = (name: string, at: number) => sql`fingerprint = ${name} AND integration_run_id = ${runs[at]}`;
  const changes = [
    fc.tuple(fc.array(fc.tuple(place, group, isResolved), { minLength: 1, maxLength: 5 })).map(([rows]) => () => {
      const list = rows.map(([at, name, resolved]) => ({ run: runs[at], name, resolved }));
      return sql`INSERT INTO integration_errors (integration_run_id, integration_id, fingerprint, is_resolved)
        SELECT run.id, run.integration_id, given.name, given.resolved
        FROM jsonb_to_recordset(${JSON.stringify(list)}::jsonb) AS given (run int, name text, resolved boolean) JOIN integration_runs AS run ON run.id = given.run`;
    }),
    fc.tuple(place, group, isResolved).map(
      ([at, name, resolved]) =>
        () =>
          sql`UPDATE integration_errors SET is_resolved = ${resolved} WHERE ${of(name, at)}`,
    ),
    fc.tuple(group, isResolved).map(
      ([name, resolved]) =>
        () =>
          sql`UPDATE integration_errors SET is_resolved = ${resolved} WHERE fingerprint = ${name}`,
    ),
    fc.tuple(place, group, group).map(
      ([at, from, to]) =>
        () =>
          sql`UPDATE integration_errors SET fingerprint = ${to} WHERE ${of(from, at)}`,
    ),
    fc.tuple(group, group).map(
      ([from, to]) =>
        () =>
          sql`UPDATE integration_errors SET fingerprint = ${to} WHERE fingerprint = ${from}`,
    ),
    fc.tuple(place, group).map(
      ([at, name]) =>
        () =>
          sql`DELETE FROM integration_errors WHERE ${of(name, at)}`,
    ),
    fc.tuple(group).map(
      ([name]) =>
        () =>
          sql`DELETE FROM integration_errors WHERE fingerprint = ${name}`,
    ),
    fc.tuple(place).map(
      ([at]) =>
        () =>
          sql`INSERT INTO integration_errors (integration_run_id, integration_id, document_status)
        SELECT id, integration_id, 'without a fingerprint' FROM integration_runs WHERE id = ${runs[at]}`,
    ),
    fc.constant(() => sql`UPDATE integration_errors SET version = version + 1`),
    fc.constant(null),
  ];

  test('are right after any changes, however they are mixed with the work that adds them up', { timeout: fuzzRuns(60_000) }, async () => {
    const { database } = world;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(...changes), { minLength: 1, maxLength: 12 }), async (steps) => {
        for (const step of steps) {
          if (step) await database.write(step());
          else await foldErrorGroups(database, always);
        }
        await expectRight(database);
        await foldAll(database);
        await expectRight(database);
        expect(await countOf(database, 'error_group_changes')).toBe(0);
      }),
      { numRuns: fuzzRuns(25) },
    );
  });

  test('have no rows for groups without errors, once the notes are added', async () => {
    const { database } = world;
    await database.write(sql`DELETE FROM integration_errors WHERE fingerprint IN ('a', 'b', 'c')`);
    await foldAll(database);
    expect(await countOf(database, `error_group_counts WHERE errors = 0 OR fingerprint IN ('', 'a', 'b', 'c')`)).toBe(0);
    expect(await countOf(database, `error_group_integrations WHERE errors = 0 OR fingerprint IN ('', 'a', 'b', 'c')`)).toBe(0);
  });

  test('stay as they are where the work has lost its lease', async () => {
    const { database } = world;
    await database.write(sql`UPDATE integration_errors SET is_resolved = NOT is_resolved`);
    const notes = await countOf(database, 'error_group_changes');
    expect(notes).toBeGreaterThan(0);
    expect(await foldErrorGroups(database, sql`FALSE`)).toBe(false);
    expect(await countOf(database, 'error_group_changes')).toBe(notes);
    await expectRight(database);
  });

  test('are made of the errors that are there when they come to be', async () => {
    const { database } = world;
    const migration = readFileSync('prisma/migrations/20261127030000_error_group_counts/migration.sql', 'utf8');
    const fills = migration.match(/^INSERT INTO error_group_(counts|integrations)[^;]*;/gm) ?? [];
    expect(fills).toHaveLength(2);
    for (const table of ['counts', 'integrations', 'changes']) await database.write(sql`DELETE FROM error_group_${raw(table)}`);
    for (const fill of fills) await database.write(raw(fill));
    await expectRight(database);
  });

  test.runIf(kind === 'postgres')('are right after writers of the same groups and the work have run beside each other', async () => {
    const { database } = world;
    const writer = async (seed: number) => {
      for (let step = 0; step < 12; step += 1) {
        const [at, name] = [(seed + step) % 5, 'abc'[(seed * step) % 3]];
        await database.write(sql`INSERT INTO integration_errors (integration_run_id, integration_id, fingerprint)
          SELECT id, integration_id, ${name} FROM integration_runs WHERE id = ${runs[at]}`);
        if (step % 3 === 0)
          await database.write(sql`UPDATE integration_errors SET is_resolved = NOT is_resolved WHERE ${of(name ?? '', at)}`);
        if (seed === 1) await foldErrorGroups(database, always);
        if (step % 5 === 0)
          await database.write(
            sql`DELETE FROM integration_errors WHERE id = (SELECT id FROM integration_errors WHERE ${of(name ?? '', at)} LIMIT 1)`,
          );
      }
    };
    await Promise.all([1, 2, 3, 4].map(writer));
    await expectRight(database);
    await foldAll(database);
    await expectRight(database);
  });

  test.runIf(kind === 'postgres')('make no writer of a group wait for another one, nor for the work', async () => {
    const { database } = world;
    const [current] = await database.read<{ name: string }>(sql`SELECT current_database() AS name`);
    const url = new URL(inject('template').server?.url ?? '');
    url.pathname = `/${current?.name}`;
    const writers = [1, 2].map(() => new pg.Client({ connectionString: url.href }));
    for (const writer of writers) {
      await writer.connect();
      await writer.query(`BEGIN; SET LOCAL lock_timeout = '2s';
        INSERT INTO integration_errors (integration_run_id, integration_id, fingerprint) SELECT id, integration_id, 'a' FROM integration_runs WHERE id = ${runs[0]};
        UPDATE integration_errors SET is_resolved = TRUE WHERE id = (SELECT max(id) FROM integration_errors)`);
    }
    await foldAll(database);
    await expectRight(database);
    for (const writer of writers) {
      await writer.query('COMMIT');
      await writer.end();
    }
    await expectRight(database);
  });

  test('are nothing after the errors were cut off', async () => {
    const { database } = world;
    await database.write(sql`TRUNCATE integration_errors CASCADE`);
    expect(await database.read(keptOfGroups)).toEqual([]);
    await expectRight(database);
  });
});
