// The rows that a statement writes: every INSERT and every UPDATE of a record is one of the two below, so that what goes with a write stands here once:
// version, times, actors, and whatever `belongings.ts` adds.
import { Prisma } from '../../generated/prisma/client.js';
import { columnOf, entityOf } from '../entities/entities.js';
import { type RecordName, records } from '../entities/records.js';
import { imageBefore } from '../feed/written-events.js';
import { belongings } from './belongings.js';
import { spansOf } from './precision.js';
import { actorId, entriesOf, leading, listed, named, type Values } from './write.js';

const { sql, raw, join, empty } = Prisma;

/** Rows that an expression of a statement has written. */
interface Written {
  readonly entity: RecordName;
  /**
   * The expression, whose rows are whole, as they are then. Those that weren't created tell in `before` what the columns that are written held (`feed/written-events.ts`), and those of a run that has
   * `moved` its `previous_status`.
   */
  readonly rows: string;
  /** `moved`: a move of a run, in which its status may have stayed what it was. */
  readonly how: 'created' | 'updated' | 'moved';
  /** The note of the history, as SQL over the rows; the placeholder `note` unless it is given. */
  readonly note?: Prisma.Sql;
}

/** Common table expressions, with names of their own, that write what belongs to those rows. */
export type Belongings = (written: Written) => readonly Prisma.Sql[];

/** What a change does, as SQL over the row `target`. */
export interface Way {
  /** Whether the row may be changed at all; it always may unless this is given. */
  readonly allowed?: Prisma.Sql;
  /** Columns with what they are to hold, beside or in the place of those that are given. */
  readonly values?: (given: Values) => Values;
  /** Whether something besides the columns differs. It is evaluated on the statement's snapshot, which is older than the lock of the row. */
  readonly differs?: Prisma.Sql;
  /** Columns that are written along with a change, and don't count as one by themselves. */
  readonly also?: Values;
  /** Whether it counts as no change: neither version nor time nor actor of the last change move, and nothing belongs to it. */
  readonly isUncounted?: boolean;
  /** Whether it is a move of a run. */
  readonly isMove?: boolean;
  /** The note of the history; see `Written`. */
  readonly note?: Prisma.Sql;
  /** More columns of `changed`. */
  readonly returning?: Prisma.Sql;
  /** Common table expressions that write what this way writes besides, from `changed` (the row as it is then, if it has changed) or, but in the usual way, `target` (where it `is_expected`). */
  readonly parts?: readonly Prisma.Sql[];
  /** The expression among the parts that adds rows, if any: with one of them something is written, even where the record itself stays as it is. */
  readonly adds?: string;
  /** More columns of the answer. */
  readonly more?: Prisma.Sql;
}

/** A column of the row as it was found. */
export const target = (entity: RecordName, field: string): Prisma.Sql => raw(`target.${columnOf(entity, field).sql}`);

/** The time of the change, which no change of the record before it comes after. */
export const moment = raw('target.moment');

/** A CHECK may run against the snapshot's row before the locked version is read again, so columns that are checked together are all taken from `target`. */
export const compared = (entity: RecordName): Values =>
  Object.fromEntries(spansOf(entity).flatMap((span) => span.map((field) => [field, target(entity, field)])));

/** JSON has no equality of its own. */
const comparable = (entity: RecordName, field: string, value: Prisma.Sql): Prisma.Sql =>
  columnOf(entity, field).kind === 'json' ? sql`(${value})::text` : value;

/** For each column, whether it holds something else. */
export const differences = (entity: RecordName, values: Values): Prisma.Sql[] =>
  entriesOf(values).map(
    ([field, value]) => sql`${comparable(entity, field, value)} IS DISTINCT FROM ${comparable(entity, field, target(entity, field))}`,
  );

const updated = (
  entity: RecordName,
  rows: string,
  assignments: readonly Prisma.Sql[],
  from: Prisma.Sql,
  conditions: readonly Prisma.Sql[],
  returning: readonly Prisma.Sql[],
): Prisma.Sql => sql`
    ${raw(rows)} AS (
      UPDATE ${raw(entityOf(entity).table)} AS record
      SET ${join([...assignments])}
      FROM ${from}
      WHERE ${join([sql`record.id = target.id`, ...conditions], ' AND ')}
      RETURNING record.*${listed(returning)}
    )`;

/** The expression of that name: the rows of `target` of which the conditions hold, with columns that count as no change, and so nothing belongs to them. */
export const uncountedRows = (entity: RecordName, rows: string, set: Values, conditions: readonly Prisma.Sql[]): Prisma.Sql => {
  const assignments = entriesOf(set).map(([field, value]) => sql`${named(entity, field)} = ${value}`);
  return updated(entity, rows, assignments, raw('target'), conditions, []);
};

/** The expression `changed`: the rows of `from`, called `target`, of which the conditions hold, as they are after the change; and what belongs to it. */
export const changedRows = (
  entity: RecordName,
  way: Way,
  set: Values,
  from: Prisma.Sql,
  conditions: readonly Prisma.Sql[],
): readonly Prisma.Sql[] => {
  const version = named(entity, records[entity].version);
  const assignments = entriesOf(set).map(([field, value]) => sql`${named(entity, field)} = ${value}`);
  const counted = [sql`${version} = record.${version} + 1`, sql`updated_at = ${moment}`, sql`updated_by_id = ${actorId}`];
  const returning = [
    ...(way.isUncounted ? [] : [imageBefore(entity, Object.keys(set))]),
    ...(way.isMove ? [sql`${target(entity, 'status')} AS previous_status`] : []),
    ...(way.returning ? [way.returning] : []),
  ];
  const all = [...conditions, ...(way.allowed ? [way.allowed] : [])];
  const changed = updated(entity, 'changed', [...assignments, ...(way.isUncounted ? [] : counted)], from, all, returning);
  const written: Written = { entity, rows: 'changed', how: way.isMove ? 'moved' : 'updated', ...(way.note && { note: way.note }) };
  return [changed, ...(way.isUncounted ? [] : belongings[entity](written)), ...(way.parts ?? [])];
};

export interface Insertion {
  /** What the expression is called; `made` unless it says otherwise. */
  readonly rows?: string;
  readonly values: Values;
  /** Columns that nothing else reads, by their names in the table. */
  readonly hidden?: Readonly<Record<string, Prisma.Sql>>;
  /** Items of FROM that give the values, a row for each that is made. */
  readonly from: Prisma.Sql;
  /** The time of the creation, over them. */
  readonly moment: Prisma.Sql;
  /** What they are sorted by. */
  readonly order?: Prisma.Sql;
}

/** The expression `made`: new rows of the entity; and what belongs to them. */
export const insertedRows = (
  entity: RecordName,
  { rows = 'made', values, hidden = {}, from, moment, order }: Insertion,
): readonly Prisma.Sql[] => {
  const entries = [
    ...entriesOf(values).map(([field, value]) => [named(entity, field), value] as const),
    ...Object.entries(hidden).map(([column, value]) => [raw(column), value] as const),
  ];
  const made = sql`
    ${raw(rows)} AS (
      INSERT INTO ${raw(entityOf(entity).table)} (${leading(entries.map(([column]) => column))}created_at, updated_at, created_by_id, updated_by_id)
      SELECT ${leading(entries.map(([, value]) => value))}${moment}, ${moment}, ${actorId}, ${actorId}
      FROM ${from}${order ? sql` ORDER BY ${order}` : empty}
      RETURNING *
    )`;
  return [made, ...belongings[entity]({ entity, rows, how: 'created' })];
};
