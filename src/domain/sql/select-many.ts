// What every change of many records begins with: which of them are taken, and what each of them is as it is then locked. The whole is one statement, which
// changes all that it takes or nothing, and whose text doesn't grow with their number.
import { Prisma } from '../../generated/prisma/client.js';
import { entityOf } from '../entities/entities.js';
import type { EntityName } from '../entities/entity.js';
import { plainCondition } from '../idempotency/fingerprint.js';
import { keptKey } from '../idempotency/kept-key.js';
import { once } from '../idempotency/once.js';
import { type Condition, compile } from '../read/conditions.js';
import { authorizeRead } from '../read/scopes.js';
import { type FieldError, ValidationError } from '../rules/errors.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { bind } from './placeholder.js';
import { bindingsOf, now } from './write.js';

const { sql, raw, join, empty } = Prisma;

/** Most records that one call can change. */
export const mostRecords = 10_000;

/** Which records are meant: those with these ids, or all that meet a condition. */
export type Selection = { readonly ids: readonly number[] } | { readonly where: Condition };

export interface Many {
  readonly selection: Selection;
  /** How many are taken at most, those with the lowest ids first. */
  readonly limit: number;
  /** Whether nothing is to be written. */
  readonly isDryRun: boolean;
}

/** What was taken, whatever became of it. */
export interface Taken<Row> {
  /** In the order of their ids. */
  readonly rows: readonly Row[];
  /** Whether others are meant as well, which were not taken. */
  readonly hasMore: boolean;
  /** How many of the ids that were given belong to no record. */
  readonly notFoundCount: number;
}

/**
 * Checks that the viewer may change and read the records, and what the selection looks at, and the bounds. `name`: the field of the input with the selection.
 * @throws ForbiddenError naming the first scope that is missing
 * @throws ValidationError for more ids than can be changed at once, or a limit out of bounds
 */
export const authorizeMany = (context: DomainContext, entity: EntityName, { selection, limit }: Many, name: string): void => {
  authorize(context, 'core.integration.write');
  authorizeRead(context, entity, whereOf(selection));
  const problems: FieldError[] = [];
  if ('ids' in selection && selection.ids.length > mostRecords)
    problems.push({ path: [name], message: `There are ${selection.ids.length} ids, but at most ${mostRecords} can be changed at once` });
  if (limit < 1 || limit > mostRecords)
    problems.push({ path: ['limit'], message: `Limit must be a whole number from 1 to ${mostRecords}` });
  if (problems.length > 0) throw new ValidationError(problems);
};

const whereOf = (selection: Selection): Condition =>
  'where' in selection ? selection.where : { field: 'id', operator: 'in', value: [...new Set(selection.ids)] };

/**
 * The expressions `meant`, one id more than are taken, and `target`: the rows that are taken, locked in the order of their ids unless nothing is written. One
 * that was waited for, and doesn't meet the condition any more as it is then, is none of them.
 */
const target = (entity: EntityName, { selection, limit, isDryRun }: Many): readonly Prisma.Sql[] => {
  const table = raw(entityOf(entity).table);
  const most = raw(String(limit)); // checked to be a whole number
  const isMeant = compile(entity, whereOf(selection));
  const isStillMeant = 'where' in selection && !isDryRun ? sql`WHERE ${isMeant}` : empty; // ids never change
  const meant = sql`
    meant AS MATERIALIZED (
      SELECT t0.id FROM ${table} AS t0 WHERE ${isMeant} ORDER BY t0.id LIMIT ${most} + 1
    )`;
  const target = sql`
    target AS MATERIALIZED (
      SELECT t0.*, greatest(${now}, t0.updated_at) AS moment FROM (
        SELECT record.* FROM ${table} AS record WHERE record.id IN (SELECT id FROM meant ORDER BY id LIMIT ${most})
        ORDER BY record.id ${raw(isDryRun ? '' : 'FOR NO KEY UPDATE')}
        OFFSET 0 -- the rows are locked before they are looked at
      ) AS t0 ${isStillMeant}
    )`;
  return [meant, target];
};

export interface Manifold {
  /** Common table expressions that write something for rows of `target`; there are none in a dry run. */
  readonly written: readonly Prisma.Sql[];
  /** The expression among them whose rows are those that were written. */
  readonly writes: 'changed' | 'made';
  /** What is told of each row of `target`, as a JSON value of it. */
  readonly row: Prisma.Sql;
  /** What is joined with `target` for that. */
  readonly joined?: Prisma.Sql;
  /** What placeholders stand for. */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** What the statement tells, which is also what a repeat under an idempotency key is told. */
interface Told<Row> {
  readonly rows: Row[];
  readonly hasMore: boolean;
  /** How many of the ids that were given belong to a record. */
  readonly found: number;
  readonly isWritten?: boolean;
}

const idsIn = (selection: Selection): readonly number[] => ('ids' in selection ? [...new Set(selection.ids)] : []);

const statementOf = (entity: EntityName, many: Many, { written, writes, row, joined = empty }: Manifold, isKeyed: boolean): Prisma.Sql => {
  const { selection, limit, isDryRun } = many;
  const isWritten = isDryRun ? sql`FALSE` : sql`EXISTS (SELECT FROM ${raw(writes)})`;
  const told = sql`
    told AS MATERIALIZED (
      SELECT (SELECT coalesce(json_agg(${row} ORDER BY target.id), '[]') FROM target ${joined}) AS "rows",
        (SELECT count(*) FROM meant) > ${raw(String(limit))} AS "hasMore",
        (SELECT count(*) FROM ${raw(entityOf(entity).table)} AS named WHERE named.id = ANY (${idsIn(selection)}::bigint[]))::int AS "found"
    )`;
  const key = isKeyed && !isDryRun ? [keptKey(sql`row_to_json(told)`, sql`told WHERE ${isWritten}`)] : [];
  return sql`
    WITH ${join([...target(entity, many), ...(isDryRun ? [] : written), told, ...key])}
    SELECT told.*, ${isWritten} AS "isWritten" FROM told`;
};

const plainSelection = (entity: EntityName, selection: Selection): Selection =>
  'where' in selection ? { where: plainCondition(entity, selection.where) } : selection;

/**
 * Changes the records that are taken, in one statement: all that is to be written, or nothing. A repeat under an idempotency key is told what the first
 * was told.
 * @throws whatever the statement fails with
 */
export const changeMany = async <Row>(context: DomainContext, entity: EntityName, many: Many, manifold: Manifold): Promise<Taken<Row>> => {
  const { database } = context;
  const { values = {} } = manifold;
  const { rows, hasMore, found } = await once<Told<Row>, Told<Row>>(context, {
    asked: () => ({ many: { ...many, selection: plainSelection(entity, many.selection) }, values }),
    write: async (key) => {
      const { text, values: placeholders } = statementOf(entity, many, manifold, key !== null);
      const statement = { text, values: bind(placeholders, bindingsOf(context, { ...values, ...key })) };
      const [told] = many.isDryRun ? await database.read<Told<Row>>(statement) : await database.write<Told<Row>>(statement);
      if (!told) throw new Error('A SELECT of single values gave no row.');
      if (!many.isDryRun) database.changes.fire();
      return told;
    },
    isWritten: ({ isWritten = true }) => isWritten,
    replay: async (told) => told,
  });
  return { rows, hasMore, notFoundCount: idsIn(many.selection).length - found };
};
