// Reads statistics of runs: one statement for all of a request, whatever is in it.
import { entityOf } from '../entities/entities.js';
import type { Rows } from '../entities/entity.js';
import { ended } from '../integration-run/status.js';
import type { Condition } from '../read/conditions.js';
import { authorizeRead } from '../read/scopes.js';
import type { DomainContext } from '../rules/viewer.js';
import type { Grouping, RunStatistics, StatisticsGroup, StatisticsRequest } from './request.js';
import { statisticsOfIntegrations, statisticsStatement, statuses } from './statement.js';

/** What a statement gives of one set of runs; a group without runs has no figures. */
type Figures = Readonly<Record<string, unknown>>;

const numberOf = (figures: Figures, name: string): number => Number(figures[name] ?? 0);

const durationsOf = (figures: Figures): RunStatistics['durationSeconds'] => {
  const count = numberOf(figures, 'durations');
  if (count === 0) return null;
  const [p50 = 0, p95 = 0, p99 = 0, max = 0] = figures['percentiles'] as readonly number[]; // the statement's four
  return { count, average: numberOf(figures, 'average'), p50, p95, p99, max };
};

/** The row as the reader gives it, with Dates. */
const integrationOf = (row: Figures): Rows['integration'] => {
  const columns = Object.entries(entityOf('integration').columns);
  const values = columns.map(([field, { kind }]) => [field, kind === 'time' ? new Date(String(row[field])) : row[field]]); // none of its times can be unset
  return Object.fromEntries(values);
};

const groupsOf = (grouping: Grouping, rows: readonly Figures[]): StatisticsGroup[] => {
  const { statistics } = grouping;
  if (grouping.by === 'integration')
    return rows.map((row) => ({
      integration: integrationOf(row['integration'] as Figures),
      statistics: statisticsOf(statistics, row),
    }));
  return grouping.buckets.map(({ from, to }, index) => ({ from, to, statistics: statisticsOf(statistics, rows[index] ?? {}) }));
};

const statisticsOf = (request: StatisticsRequest, figures: Figures): RunStatistics => {
  const byStatus = statuses.map((status, index) => ({ status, count: numberOf(figures, `status${index}`) }));
  const countOf = (status: string) => byStatus.find((each) => each.status === status)?.count ?? 0;
  const endedCount = ended.reduce((sum, status) => sum + countOf(status), 0);
  return {
    count: numberOf(figures, 'count'),
    byStatus,
    successRate: endedCount === 0 ? null : countOf('SUCCESSFUL') / endedCount,
    durationSeconds: durationsOf(figures),
    recordsProcessed: numberOf(figures, 'recordsProcessed'),
    errorCount: numberOf(figures, 'errors'),
    openErrorCount: numberOf(figures, 'openErrors'),
    groups: new Map(
      request.groups.map(([name, grouping], index) => [name, groupsOf(grouping, figures[`groups${index}`] as readonly Figures[])]), // a list each
    ),
  };
};

/**
 * The statistics of the runs that meet the condition.
 * @throws ForbiddenError without the scope of runs, or of one that the condition leads to
 */
export const readStatistics = async (context: DomainContext, where: Condition, request: StatisticsRequest): Promise<RunStatistics> => {
  authorizeRead(context, 'integrationRun', where);
  const [row] = await context.database.read<{ statistics: Figures }>(statisticsStatement(where, request));
  return statisticsOf(request, row?.statistics ?? {});
};

/**
 * The same of the runs of each integration, in the order of the ids, in one statement.
 * @throws ForbiddenError without the scope of runs, or of one that the condition leads to
 */
export const readStatisticsOfIntegrations = async (
  context: DomainContext,
  ids: readonly number[],
  where: Condition,
  request: StatisticsRequest,
): Promise<RunStatistics[]> => {
  authorizeRead(context, 'integrationRun', where);
  const rows = await context.database.read<{ parentId: number; statistics: Figures }>(statisticsOfIntegrations(ids, where, request));
  const byId = new Map(rows.map(({ parentId, statistics }) => [parentId, statistics]));
  return ids.map((id) => statisticsOf(request, byId.get(id) ?? {}));
};
