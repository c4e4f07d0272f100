// What is wanted of the statistics of runs: which figures, and which groups with statistics of their own, as one tree.
import type { IntegrationRunStatus } from '../../generated/prisma/enums.js';
import type { Rows } from '../entities/entity.js';
import type { Bucket } from './calendar.js';

/** What integrations are sorted by. */
export const metrics = ['COUNT', 'FAILED', 'SUCCESS_RATE', 'DURATION_P95'] as const;
export type Metric = (typeof metrics)[number];

/** Integrations of a list unless another number is asked for. */
export const defaultIntegrations = 20;

/** The times of a run by which a timeline can go. */
export type TimelineTime = 'createdAt' | 'startTime' | 'endTime';

export interface StatisticsRequest {
  /** Whether durations are wanted, for which all of them are sorted. */
  readonly durations: boolean;
  /** Whether errors are to be counted. */
  readonly errors: boolean;
  /** Groups, each list under a name of its own. */
  readonly groups: readonly (readonly [name: string, grouping: Grouping])[];
}

export type Grouping =
  /** The integrations with a matching run, at most `first` of them. */
  | {
      readonly by: 'integration';
      readonly first: number;
      readonly order: { readonly field: Metric; readonly direction: 'ASC' | 'DESC' };
      readonly statistics: StatisticsRequest;
    }
  /** The buckets, in their order, none left out; at least one. */
  | {
      readonly by: 'time';
      readonly on: TimelineTime;
      readonly buckets: readonly Bucket[];
      readonly statistics: StatisticsRequest;
    };

/** Seconds from the start to the end of the runs that have both; percentiles are interpolated. */
export interface DurationStatistics {
  readonly count: number;
  readonly average: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface RunStatistics {
  readonly count: number;
  /** Every status, in the order of a life. */
  readonly byStatus: readonly { readonly status: IntegrationRunStatus; readonly count: number }[];
  /** Successful among the successful and the failed; null without either. */
  readonly successRate: number | null;
  /** Null without a run that has started and ended, and where durations were not asked for. */
  readonly durationSeconds: DurationStatistics | null;
  readonly recordsProcessed: number;
  /** 0 where errors were not asked for, like the next. */
  readonly errorCount: number;
  readonly openErrorCount: number;
  readonly groups: ReadonlyMap<string, readonly StatisticsGroup[]>;
}

export type StatisticsGroup =
  | { readonly integration: Rows['integration']; readonly statistics: RunStatistics }
  | { readonly from: Date; readonly to: Date; readonly statistics: RunStatistics };
