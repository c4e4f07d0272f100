// What follows from a run's counts and times. `domain/sql/values.ts` has the same in SQL; `test/graphql/two-languages.test.ts` compares the two.

interface Measured {
  readonly totalRecords: number | null;
  readonly recordsProcessed: number | null;
  readonly startTime: Date | null;
  readonly endTime: Date | null;
}

export const measures = {
  /** The part of the records that has been carried, 0 to 1; null while the total is unknown or 0. A client may report more than the total: that is 1. */
  progress: ({ totalRecords, recordsProcessed }: Measured): number | null =>
    totalRecords ? Math.min(1, (recordsProcessed ?? 0) / totalRecords) : null,
  /** Seconds from the start to the end, or to `now` without one; null before the start. */
  durationSeconds: ({ startTime, endTime }: Measured, now: Date): number | null =>
    startTime === null || (endTime === null && startTime > now) ? null : ((endTime ?? now).getTime() - startTime.getTime()) / 1000,
} as const satisfies Record<string, (run: Measured, now: Date) => number | null>;

export type Measure = keyof typeof measures;
