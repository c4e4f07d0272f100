// Makes one SQL statement of the statistics that are wanted. Each set of runs is gone through once for its figures, once more for its errors, and once
// for each list of groups; groups within groups look at their own runs only.
import { Prisma } from '../../generated/prisma/client.js';
import { IntegrationRunStatus } from '../../generated/prisma/enums.js';
import { columnOf } from '../entities/entities.js';
import { figuresOfGroups, figuresOfIntegrations } from '../error-group/kept-figures.js';
import { ended } from '../integration-run/status.js';
import { aliasAt, type Condition, compile, everything } from '../read/conditions.js';
import { columnsOf } from '../sql/statement.js';
import type { Grouping, Metric, StatisticsRequest } from './request.js';

const { sql, raw, join, empty } = Prisma;

/** The runs, wherever they are read; what their set hangs on stands under other aliases. */
const run = aliasAt(0);

/** What narrows a set of runs besides the filter. `isOfIntegration`: errors can be told by it as well, since they have the same column. */
interface Narrowing {
  readonly sql: Prisma.Sql;
  readonly isOfIntegration: boolean;
}

/** One set of runs: those that meet the condition, within all groups that it stands in. */
interface RunSet {
  readonly where: Condition;
  readonly within: readonly Narrowing[];
  /** How many groups it stands in, by which those are named. */
  readonly depth: number;
}

/** How a set is parted: the value by which a run, or an error, belongs to a group. */
interface Key extends Narrowing {
  readonly key: Prisma.Sql;
}

const conditionsOf = ({ where, within }: RunSet, more: readonly Narrowing[]): Prisma.Sql =>
  join([compile('integrationRun', where), ...[...within, ...more].map((each) => each.sql)], ' AND ');

/** The place of a status in the figures. */
const statusColumn = (index: number): string => `"status${index}"`;
export const statuses = Object.values(IntegrationRunStatus);
const columnOfStatus = (status: IntegrationRunStatus): string => statusColumn(statuses.indexOf(status));

const counts = [
  'count(*) AS "count"',
  ...statuses.map((status, index) => `count(*) FILTER (WHERE ${run.sql}.status = '${status}') AS ${statusColumn(index)}`),
  `coalesce(sum(${run.sql}.records_processed), 0)::float8 AS "recordsProcessed"`,
].join(', ');

const seconds = `date_part('epoch', ${run.sql}.end_time - ${run.sql}.start_time)`; // null without either
const durations = [
  `count(${run.sql}.end_time - ${run.sql}.start_time) AS "durations"`,
  `avg(${seconds}) AS "average"`,
  `percentile_cont(ARRAY[0.5, 0.95, 0.99, 1]) WITHIN GROUP (ORDER BY ${seconds}) AS "percentiles"`, // the last is the longest
].join(', ');

const grouped = (key: Key | null): Prisma.Sql => (key ? sql` GROUP BY ${raw('"key"')}` : empty);

/** The figures of a set, or of each of its groups. */
const figures = (set: RunSet, withDurations: boolean, key: Key | null): Prisma.Sql =>
  sql`SELECT ${key ? sql`${key.key} AS "key", ` : empty}${raw(withDurations ? `${counts}, ${durations}` : counts)}
    FROM integration_runs AS ${run} WHERE ${conditionsOf(set, key ? [key] : [])}${grouped(key)}`;

/** How long the runs of a set took. */
const durationsOf = (set: RunSet): Prisma.Sql =>
  sql`SELECT ${raw(durations)} FROM integration_runs AS ${run} WHERE ${conditionsOf(set, [])}`;

/**
 * How many errors the runs of a set, or of each of its groups, have. Where nothing is asked of the runs but their integration, the counts of groups of errors
 * tell it; elsewhere the errors of the runs are counted in an index.
 */
const errorCounts = (set: RunSet, key: Key | null): Prisma.Sql => {
  const { where, within } = set;
  const parted = [...within, ...(key ? [key] : [])];
  const keyed = key ? sql`${key.key} AS "key", ` : empty;
  if (where === everything && parted.every(({ isOfIntegration }) => isOfIntegration))
    return sql`SELECT ${keyed}sum(${run}.errors) AS "errors", sum(${run}.open_errors) AS "openErrors"
      FROM ${parted.length === 0 ? figuresOfGroups : figuresOfIntegrations} AS ${run}
      WHERE ${join([sql`TRUE`, ...within.map((each) => each.sql)], ' AND ')}${grouped(key)}`;
  return sql`SELECT ${keyed}count(*) AS "errors", count(*) FILTER (WHERE NOT failure.is_resolved) AS "openErrors"
    FROM integration_runs AS ${run} JOIN integration_errors AS failure ON failure.integration_run_id = ${run}.id
    WHERE ${conditionsOf(set, key ? [key] : [])}${grouped(key)}`;
};

const nested = (request: StatisticsRequest, set: RunSet): Prisma.Sql =>
  request.groups.length === 0
    ? empty
    : sql`, ${join(request.groups.map(([, grouping], index) => sql`${groupsOf(grouping, set)} AS ${raw(`"groups${index}"`)}`))}`;

const rate = `"figures".${columnOfStatus('SUCCESSFUL')}::float8 / nullif(${ended.map((status) => `"figures".${columnOfStatus(status)}`).join(' + ')}, 0)`;
const sortedBy: Readonly<Record<Metric, string>> = {
  COUNT: '"figures"."count"',
  FAILED: `"figures".${columnOfStatus('FAILED')}`,
  SUCCESS_RATE: rate,
  DURATION_P95: '"figures"."percentiles"[2]',
};

const figuresRow = raw('"figures".*');

/** The groups of a set as a JSON list; those of a timeline in its order, a group without runs having no figures. */
const groupsOf = (grouping: Grouping, set: RunSet): Prisma.Sql => {
  const { statistics } = grouping;
  const group = raw(`g${set.depth}`);
  const inner = (narrowing: Narrowing): RunSet => ({ ...set, within: [...set.within, narrowing], depth: set.depth + 1 });
  const list = (rows: Prisma.Sql): Prisma.Sql => sql`(SELECT coalesce(json_agg(row_to_json("row")), '[]') FROM (${rows}) AS "row")`;
  if (grouping.by === 'integration') {
    const { first, order } = grouping;
    const key: Key = { key: sql`${run}.integration_id`, sql: sql`TRUE`, isOfIntegration: true };
    const isSortedByDurations = order.field === 'DURATION_P95';
    const sort = raw(`ORDER BY ${sortedBy[order.field]} ${order.direction} NULLS LAST, "figures"."key" ${order.direction}`);
    const chosen = sql`SELECT * FROM (${figures(set, isSortedByDurations, key)}) AS "figures" ${sort} LIMIT ${first}::int`;
    const ofGroup = inner({ sql: sql`${run}.integration_id = ${group}.id`, isOfIntegration: true });
    // what is dear is looked for once it is known which integrations are shown
    const beside = [
      ...(statistics.errors ? [{ name: raw('"failures"'), rows: errorCounts(ofGroup, null) }] : []),
      ...(statistics.durations && !isSortedByDurations ? [{ name: raw('"lasted"'), rows: durationsOf(ofGroup) }] : []),
    ];
    return list(sql`
      SELECT ${join([figuresRow, ...beside.map(({ name }) => sql`${name}.*`)])}, row_to_json("integration") AS "integration"${nested(statistics, ofGroup)}
      FROM (${chosen}) AS "figures" JOIN integrations AS ${group} ON ${group}.id = "figures"."key"
        CROSS JOIN LATERAL (SELECT ${columnsOf('integration', group)}) AS "integration"
        ${
          beside.length === 0
            ? empty
            : join(
                beside.map(({ name, rows }) => sql`CROSS JOIN LATERAL (${rows}) AS ${name}`),
                ' ',
              )
        }
      ${sort}`);
  }
  const { buckets, on } = grouping;
  const [starts, ends] = [buckets.map(({ from }) => from.toISOString()), buckets.map(({ to }) => to.toISOString())];
  const time = sql`${run}.${raw(columnOf('integrationRun', on).sql)}`;
  const key: Key = {
    key: sql`width_bucket(${time}, ${starts}::timestamptz[])`,
    sql: sql`${time} >= ${starts[0]}::timestamptz AND ${time} < ${ends.at(-1)}::timestamptz`,
    isOfIntegration: false,
  };
  const ofGroup = inner({ sql: sql`${time} >= ${group}.starts AND ${time} < ${group}.ends`, isOfIntegration: false });
  const [errors, errorsBeside] = statistics.errors
    ? [
        sql`, "failures"."errors", "failures"."openErrors"`,
        sql` LEFT JOIN (${errorCounts(set, key)}) AS "failures" ON "failures"."key" = ${group}.place`,
      ]
    : [empty, empty];
  return list(sql`
    SELECT ${figuresRow}${errors}${nested(statistics, ofGroup)}
    FROM unnest(${starts}::timestamptz[], ${ends}::timestamptz[]) WITH ORDINALITY AS ${group} (starts, ends, place)
      LEFT JOIN (${figures(set, statistics.durations, key)}) AS "figures" ON "figures"."key" = ${group}.place${errorsBeside}
    ORDER BY ${group}.place`);
};

/** The columns of one set, in one row. */
const whole = (request: StatisticsRequest, set: RunSet): Prisma.Sql => sql`
  SELECT "figures".*${request.errors ? sql`, "failures".*` : empty}${nested(request, set)}
  FROM (${figures(set, request.durations, null)}) AS "figures"${request.errors ? sql` CROSS JOIN (${errorCounts(set, null)}) AS "failures"` : empty}`;

/** One row, with the statistics of the runs that meet the condition as JSON. */
export const statisticsStatement = (where: Condition, request: StatisticsRequest): Prisma.Sql =>
  sql`SELECT row_to_json("all") AS "statistics" FROM (${whole(request, { where, within: [], depth: 0 })}) AS "all"`;

/** The same of the runs of each integration among the ids, whose id is the row's `parentId`. */
export const statisticsOfIntegrations = (ids: readonly number[], where: Condition, request: StatisticsRequest): Prisma.Sql => {
  const own: Narrowing = { sql: sql`${run}.integration_id = parent.id`, isOfIntegration: true };
  return sql`SELECT parent.id AS "parentId", row_to_json("all") AS "statistics"
    FROM unnest(${ids}::int[]) AS parent (id) CROSS JOIN LATERAL (${whole(request, { where, within: [own], depth: 0 })}) AS "all"`;
};
