// A plain reckoning of statistics, in JavaScript, over records that are all in memory: one figure after the other, as the contract says it.
import { bucketsOf, type TimelineUnit } from '../../src/domain/statistics/calendar.js';
import type { Node } from './plain-filter.js';

/** What a block of a random query asks for, as text and as a tree. */
export interface Block {
  readonly groups: readonly Group[];
}

export type Group = { readonly name: string; readonly inner: Block } & (
  | { readonly by: 'integration'; readonly first: number; readonly field: string; readonly direction: 'ASC' | 'DESC' }
  | {
      readonly by: 'time';
      readonly unit: TimelineUnit;
      readonly from: Date;
      readonly to: Date;
      readonly zone: string;
      readonly on: 'createdAt' | 'startTime' | 'endTime';
    }
);

const statuses = ['PENDING', 'RUNNING', 'PAUSED', 'SUCCESSFUL', 'FAILED'];
const names = { createdAt: 'CREATED_AT', startTime: 'START_TIME', endTime: 'END_TIME' };

/** Every figure, and the groups under their names. */
export const textOf = ({ groups }: Block): string => {
  const figures =
    'count byStatus { status count } successRate durationSeconds { count average p50 p95 p99 max } recordsProcessed errorCount openErrorCount';
  const lists = groups.map((group) =>
    group.by === 'integration'
      ? `${group.name}: byIntegration(first: ${group.first}, orderBy: { field: ${group.field}, direction: ${group.direction} }) { integration { databaseId } statistics ${textOf(group.inner)} }`
      : `${group.name}: timeline(unit: ${group.unit}, from: "${group.from.toISOString()}", to: "${group.to.toISOString()}", timeZone: "${group.zone}", on: ${names[group.on]}) { from to statistics ${textOf(group.inner)} }`,
  );
  return `{ ${[figures, ...lists].join(' ')} }`;
};

const percentile = (sorted: readonly number[], part: number): number => {
  const place = part * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
};

const durationsOf = (runs: readonly Node[]): number[] =>
  runs
    .flatMap(({ values: { startTime, endTime } }) =>
      startTime instanceof Date && endTime instanceof Date ? [(endTime.getTime() - startTime.getTime()) / 1_000] : [],
    )
    .sort((one, other) => one - other);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

const successRate = (runs: readonly Node[]): number | null => {
  const [good, bad] = ['SUCCESSFUL', 'FAILED'].map((status) => runs.filter(({ values }) => values['status'] === status).length);
  return Number(good) + Number(bad) === 0 ? null : Number(good) / (Number(good) + Number(bad));
};

const metrics: Readonly<Record<string, (runs: readonly Node[]) => number | null>> = {
  COUNT: (runs) => runs.length,
  FAILED: (runs) => runs.filter(({ values }) => values['status'] === 'FAILED').length,
  SUCCESS_RATE: successRate,
  DURATION_P95: (runs) => (durationsOf(runs).length === 0 ? null : percentile(durationsOf(runs), 0.95)),
};

const close = (value: number | null): unknown => (value === null ? null : { near: value });

const integrationsOf = (runs: readonly Node[], { first, field, direction, inner }: Extract<Group, { by: 'integration' }>): unknown[] => {
  const byId = new Map<number, Node[]>();
  for (const run of runs) {
    const id = Number(run.values['integrationId']);
    byId.set(id, [...(byId.get(id) ?? []), run]);
  }
  const sign = direction === 'ASC' ? 1 : -1;
  const sorted = [...byId]
    .map(([id, own]) => ({ id, own, metric: metrics[field]?.(own) ?? null }))
    .sort((one, other) => {
      if (one.metric === null || other.metric === null)
        return Number(one.metric === null) - Number(other.metric === null) || sign * (one.id - other.id);
      return sign * (one.metric - other.metric) || sign * (one.id - other.id);
    });
  return sorted.slice(0, first).map(({ id, own }) => ({ integration: { databaseId: id }, statistics: statisticsOf(own, inner) }));
};

const timelineOf = (runs: readonly Node[], { unit, from, to, zone, on, inner }: Extract<Group, { by: 'time' }>): unknown[] =>
  bucketsOf(unit, from, to, zone).map((bucket) => ({
    from: bucket.from.toISOString(),
    to: bucket.to.toISOString(),
    statistics: statisticsOf(
      runs.filter(({ values }) => {
        const time = values[on];
        return time instanceof Date && time >= bucket.from && time < bucket.to;
      }),
      inner,
    ),
  }));

/** The answer to the block, with `{ near }` in the place of numbers that two ways of adding may differ by their last digit. */
export const statisticsOf = (runs: readonly Node[], { groups }: Block): unknown => {
  const durations = durationsOf(runs);
  const errors = runs.flatMap(({ many }) => many['integrationErrors']?.() ?? []);
  return {
    count: runs.length,
    byStatus: statuses.map((status) => ({ status, count: runs.filter(({ values }) => values['status'] === status).length })),
    successRate: close(successRate(runs)),
    durationSeconds:
      durations.length === 0
        ? null
        : {
            count: durations.length,
            average: close(sum(durations) / durations.length),
            p50: close(percentile(durations, 0.5)),
            p95: close(percentile(durations, 0.95)),
            p99: close(percentile(durations, 0.99)),
            max: close(durations.at(-1) ?? 0),
          },
    recordsProcessed: sum(runs.map(({ values }) => Number(values['recordsProcessed'] ?? 0))),
    errorCount: errors.length,
    openErrorCount: errors.filter(({ values }) => values['isResolved'] === false).length,
    ...Object.fromEntries(
      groups.map((group) => [group.name, group.by === 'integration' ? integrationsOf(runs, group) : timelineOf(runs, group)]),
    ),
  };
};
