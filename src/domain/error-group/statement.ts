// The SQL of groups: which there are, in an order, and what is told of some of them. Where all errors are meant, or all open ones, groups are found by going
// from one fingerprint to the next in their index, and their counts are kept; under another filter, the errors that it lets through are grouped and counted.
import { Prisma } from '../../generated/prisma/client.js';
import { aliasAt, type Condition, compile, everything } from '../read/conditions.js';
import { columnsOf, countOf, type Slice, sliceOf } from '../sql/statement.js';
import type { GroupMetric, GroupPosition, GroupSlice } from './group.js';
import { figuresOfGroups, figuresOfIntegrations, type KeptFigures, keptFor, total } from './kept-figures.js';

const { sql, raw, join } = Prisma;

/** The errors, wherever they are read. */
const error = aliasAt(0);
const errors = sql`integration_errors AS ${error}`;

/** The figures of a group, over its errors. */
const figures = {
  LAST_SEEN_AT: `max(${error.sql}.created_at)`,
  FIRST_SEEN_AT: `min(${error.sql}.created_at)`,
  COUNT: `count(*)::int`,
  OPEN_COUNT: `(count(*) FILTER (WHERE NOT ${error.sql}.is_resolved))::int`,
} as const satisfies Record<GroupMetric, string>;

const types: Readonly<Record<GroupMetric, string>> = {
  LAST_SEEN_AT: 'timestamptz',
  FIRST_SEEN_AT: 'timestamptz',
  COUNT: 'bigint', // no number of a cursor is too large for it
  OPEN_COUNT: 'bigint',
};

/** The ends of a group in the index, which tell its times. */
const ends: Readonly<Partial<Record<GroupMetric, 'ASC' | 'DESC'>>> = { LAST_SEEN_AT: 'DESC', FIRST_SEEN_AT: 'ASC' };

/** Common table expression with every fingerprint, each found from the one before it. */
const everyFingerprint = sql`
  RECURSIVE every (fingerprint) AS (
    (SELECT ${error}.fingerprint FROM ${errors} ORDER BY ${error}.fingerprint LIMIT 1)
    UNION ALL
    SELECT (SELECT ${error}.fingerprint FROM ${errors} WHERE ${error}.fingerprint > every.fingerprint ORDER BY ${error}.fingerprint LIMIT 1)
    FROM every WHERE every.fingerprint IS NOT NULL
  )`;

/** Whether the index of groups tells if an error is meant. */
const isIndexed = (where: Condition): boolean => where === everything || ('field' in where && where.field === 'isResolved');

/** The kept figures that groups can be sorted by. */
const sums: Readonly<Partial<Record<GroupMetric, keyof KeptFigures>>> = { COUNT: 'errors', OPEN_COUNT: 'openErrors' };

/** Each group of those errors, with what it is sorted by. */
const groups = (where: Condition, field: GroupMetric): Prisma.Sql => {
  const [end, figure, kept] = [ends[field], sums[field], keptFor(where)];
  if (kept && figure)
    return sql`SELECT fingerprint, ${total(kept[figure])} AS value FROM ${figuresOfGroups} GROUP BY fingerprint HAVING ${total(kept.errors)} > 0`;
  if (!isIndexed(where) || !end)
    return sql`SELECT ${error}.fingerprint, ${raw(figures[field])} AS value FROM ${errors} WHERE ${compile('integrationError', where)} GROUP BY ${error}.fingerprint`;
  const way = raw(end);
  return sql`
    WITH ${everyFingerprint}
    SELECT every.fingerprint, seen.created_at AS value FROM every CROSS JOIN LATERAL (
      SELECT ${error}.created_at FROM ${errors} WHERE ${error}.fingerprint = every.fingerprint AND ${compile('integrationError', where)}
      ORDER BY ${error}.created_at ${way}, ${error}.id ${way} LIMIT 1
    ) AS seen WHERE every.fingerprint IS NOT NULL`;
};

const beyond = (field: GroupMetric, { value, fingerprint }: GroupPosition, isLater: boolean): Prisma.Sql =>
  sql`("group".value, "group".fingerprint) ${raw(isLater ? '>' : '<')} (${value}::${raw(types[field])}, ${fingerprint}::text)`;

/** The groups of one slice: `fingerprint`, and the `value` that they are sorted by. */
export const groupsStatement = ({ where, order, limit, backward, after, before }: GroupSlice): Prisma.Sql => {
  const { field, direction } = order;
  const isAscending = direction === 'ASC';
  const conditions = [
    sql`TRUE`,
    ...(after ? [beyond(field, after, isAscending)] : []),
    ...(before ? [beyond(field, before, !isAscending)] : []),
  ];
  const way = raw(isAscending === backward ? 'DESC' : 'ASC');
  return sql`SELECT "group".fingerprint, "group".value FROM (${groups(where, field)}) AS "group" WHERE ${join(conditions, ' AND ')}
    ORDER BY "group".value ${way}, "group".fingerprint ${way} LIMIT ${limit}::int`;
};

/** How many groups those errors have. */
export const groupCountStatement = (where: Condition): Prisma.Sql =>
  sql`SELECT count(*)::int AS "count" FROM (${groups(where, 'LAST_SEEN_AT')}) AS "group"`;

const ofGroups = (fingerprints: readonly string[], where: Condition): Prisma.Sql =>
  sql`${error}.fingerprint = ANY (${fingerprints}::text[]) AND ${compile('integrationError', where)}`;

const told = (columns: string, fingerprints: readonly string[], where: Condition): Prisma.Sql =>
  sql`SELECT ${error}.fingerprint, ${raw(columns)} FROM ${errors} WHERE ${ofGroups(fingerprints, where)} GROUP BY ${error}.fingerprint`;

/** Sums of what is kept of those groups, a row for each of which something is. */
const toldOfKept = (columns: Prisma.Sql, fingerprints: readonly string[]): Prisma.Sql =>
  sql`SELECT fingerprint, ${columns} FROM ${figuresOfGroups} WHERE fingerprint = ANY (${fingerprints}::text[]) GROUP BY fingerprint`;

/** For each of those groups that has errors, `count` and `openCount`. */
export const countsStatement = (fingerprints: readonly string[], where: Condition): Prisma.Sql => {
  const kept = keptFor(where);
  return kept
    ? toldOfKept(sql`${total(kept.errors)} AS "count", ${total(kept.openErrors)} AS "openCount"`, fingerprints)
    : told(`${figures.COUNT} AS "count", ${figures.OPEN_COUNT} AS "openCount"`, fingerprints, where);
};

/** `runCount`. */
export const runCountsStatement = (fingerprints: readonly string[], where: Condition): Prisma.Sql => {
  const kept = keptFor(where);
  return kept
    ? toldOfKept(sql`${total(kept.runs)} AS "runCount"`, fingerprints)
    : sql`SELECT fingerprint, count(*)::int AS "runCount" FROM (
      SELECT ${error}.fingerprint FROM ${errors} WHERE ${ofGroups(fingerprints, where)} GROUP BY ${error}.fingerprint, ${error}.integration_run_id
    ) AS run GROUP BY fingerprint`;
};

/** `firstSeenAt` and `lastSeenAt`. */
export const timesStatement = (fingerprints: readonly string[], where: Condition): Prisma.Sql => {
  const times = `${figures.FIRST_SEEN_AT} AS "firstSeenAt", ${figures.LAST_SEEN_AT} AS "lastSeenAt"`;
  if (!isIndexed(where)) return told(times, fingerprints, where);
  return sql`SELECT parent.fingerprint, seen.* FROM ${parents(fingerprints)}
    CROSS JOIN LATERAL (
      SELECT ${raw(times)} FROM ${errors} WHERE ${error}.fingerprint = parent.fingerprint AND ${compile('integrationError', where)}
    ) AS seen WHERE seen."lastSeenAt" IS NOT NULL`;
};

const parents = (fingerprints: readonly string[]): Prisma.Sql => sql`unnest(${fingerprints}::text[]) AS parent (fingerprint)`;

/** `title` and `code`, as the group's first error has them. */
export const causesStatement = (fingerprints: readonly string[]): Prisma.Sql => sql`
  SELECT parent.fingerprint, response.code, CASE
      WHEN response.id IS NOT NULL THEN coalesce(nullif(error_title(response.message), ''), 'Without a message')
      ELSE coalesce(nullif(concat_ws(', ', first.document_type, error_title(first.document_status), error_title(first.status)), ''), 'Without a response')
    END AS title
  FROM ${parents(fingerprints)}
    CROSS JOIN LATERAL (SELECT * FROM ${errors} WHERE ${error}.fingerprint = parent.fingerprint ORDER BY ${error}.created_at, ${error}.id LIMIT 1) AS first
    LEFT JOIN LATERAL (SELECT * FROM integration_error_responses AS held WHERE held.integration_error_id = first.id ORDER BY held.id LIMIT 1) AS response ON TRUE`;

/** How many errors of each group each integration has. */
const ofIntegrations = (fingerprints: readonly string[], where: Condition): Prisma.Sql => {
  const kept = keptFor(where);
  return kept
    ? sql`SELECT fingerprint, integration_id, ${total(kept.errors)} AS "count" FROM ${figuresOfIntegrations}
        WHERE fingerprint = ANY (${fingerprints}::text[]) GROUP BY fingerprint, integration_id HAVING ${total(kept.errors)} > 0`
    : sql`SELECT ${error}.fingerprint, ${error}.integration_id, count(*) AS "count" FROM ${errors}
        WHERE ${ofGroups(fingerprints, where)} GROUP BY ${error}.fingerprint, ${error}.integration_id`;
};

/** The integrations of each group, at most so many: those with the most of its errors first. */
export const integrationsStatement = (fingerprints: readonly string[], where: Condition, most: number): Prisma.Sql => {
  const integration = raw('integration');
  return sql`SELECT ranked.fingerprint, ${columnsOf('integration', integration)} FROM (
      SELECT *, row_number() OVER (PARTITION BY fingerprint ORDER BY "count" DESC, integration_id) AS place
      FROM (${ofIntegrations(fingerprints, where)}) AS counted
    ) AS ranked JOIN integrations AS ${integration} ON ${integration}.id = ranked.integration_id
    WHERE ranked.place <= ${most}::int ORDER BY ranked.fingerprint, ranked.place`;
};

const held = sql`${error}.fingerprint = parent.fingerprint`;

/** The same slice of the errors of each group. */
export const errorsStatement = (fingerprints: readonly string[], slice: Slice): Prisma.Sql =>
  sql`SELECT child.* FROM ${parents(fingerprints)}
    CROSS JOIN LATERAL (${sliceOf('integrationError', columnsOf('integrationError'), held, slice)}) AS child`;

/** How many errors of each group meet the condition; a group of which nothing is kept has none. */
export const errorCountsStatement = (fingerprints: readonly string[], where: Condition): Prisma.Sql => {
  const kept = keptFor(where);
  return kept
    ? toldOfKept(sql`${total(kept.errors)} AS "count"`, fingerprints)
    : sql`SELECT parent.fingerprint, child."count" FROM ${parents(fingerprints)} CROSS JOIN LATERAL (${countOf('integrationError', held, where)}) AS child`;
};
