// What follows from a run's counts and times.

interface Counts {
  readonly totalRecords: number | null;
  readonly recordsProcessed: number | null;
}

interface Times {
  readonly startTime: Date | null;
  readonly endTime: Date | null;
}

/** The part of the records that has been carried, 0 to 1; null while the total is unknown or 0. A client may report more than the total: that is 1. */
export const progress = ({ totalRecords, recordsProcessed }: Counts): number | null =>
  totalRecords ? Math.min(1, (recordsProcessed ?? 0) / totalRecords) : null;

/** Seconds from the start to the end, or to `now` without one; null before the start. */
export const durationSeconds = ({ startTime, endTime }: Times, now: Date): number | null =>
  startTime === null || (endTime === null && startTime > now) ? null : ((endTime ?? now).getTime() - startTime.getTime()) / 1000;
