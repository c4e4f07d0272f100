// Groups of errors that have the same cause: those with the same fingerprint. A group is no row of its own: it is there while it has errors, and open while
// one of them is.
import type { Condition } from '../read/conditions.js';

/** A group, and which of its errors are meant: its counts, times and lists are of those. */
export interface ErrorGroup {
  readonly fingerprint: string;
  readonly where: Condition;
}

/** What groups are sorted by. */
export type GroupMetric = 'LAST_SEEN_AT' | 'FIRST_SEEN_AT' | 'COUNT' | 'OPEN_COUNT';

export interface GroupOrder {
  readonly field: GroupMetric;
  readonly direction: 'ASC' | 'DESC';
}

/** Where a group stands in a list: the time (in ISO 8601) or number that it is sorted by, and its fingerprint, by which ties go. */
export interface GroupPosition {
  readonly value: string | number;
  readonly fingerprint: string;
}

/** One slice of a list of groups. */
export interface GroupSlice {
  /** Which errors are grouped. */
  readonly where: Condition;
  readonly order: GroupOrder;
  readonly limit: number;
  /** Whether the groups are taken from the end; they come in reverse then. */
  readonly backward: boolean;
  readonly after: GroupPosition | null;
  readonly before: GroupPosition | null;
}

/** When a group's errors were recorded. */
export interface GroupTimes {
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

export interface GroupCounts {
  readonly count: number;
  readonly openCount: number;
}

/** What its errors have in common. */
export interface GroupCause {
  readonly title: string;
  readonly code: string | null;
}

/** A group in its place in a list. */
export type PlacedGroup = ErrorGroup & GroupPosition;
