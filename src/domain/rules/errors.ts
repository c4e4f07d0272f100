// What a rule can answer instead of doing what was asked. Each door turns these classes into its own shape by their `code`.
import type { IntegrationRunStatus } from '../../generated/prisma/enums.js';
import { shown } from '../../lib/shown.js';
import type { IntegrationRunAction } from '../integration-run/status.js';

export type DomainErrorCode =
  | 'NOT_FOUND'
  | 'INVALID_TRANSITION'
  | 'VERSION_CONFLICT'
  | 'RETRY_IN_PROGRESS'
  | 'RUN_NOT_RUNNING'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'IDEMPOTENCY_IN_PROGRESS'
  | 'VALIDATION_FAILED'
  | 'BAD_USER_INPUT'
  | 'FORBIDDEN'
  | 'UNKNOWN_VALUE'
  | 'FEED_POSITION_EXPIRED'
  | 'FEED_DIVERGED'
  | 'SUBSCRIPTION_TOO_WIDE'
  | 'SLOW_CONSUMER';

export abstract class DomainError extends Error {
  abstract readonly code: DomainErrorCode;
}

/** The record that was to be changed does not exist. */
export class NotFoundError extends DomainError {
  readonly code = 'NOT_FOUND';
}

/** The run's status does not allow the move that was asked for. Nothing was changed. */
export class InvalidTransitionError extends DomainError {
  readonly code = 'INVALID_TRANSITION';
  constructor(
    message: string,
    readonly currentStatus: IntegrationRunStatus,
    readonly requestedStatus: IntegrationRunStatus,
    readonly allowedTransitions: readonly IntegrationRunAction[],
  ) {
    super(message);
  }
}

/** The record has another version than the client expects: it was changed meanwhile. Nothing was changed. */
export class VersionConflictError extends DomainError {
  readonly code = 'VERSION_CONFLICT';
  constructor(
    message: string,
    /** One of the versions that were expected; 0 where there was none. */
    readonly expectedVersion: number,
    readonly currentVersion: number,
  ) {
    super(message);
  }
}

/** The run has a retry that hasn't ended. Nothing was changed. */
export class RetryInProgressError extends DomainError {
  readonly code = 'RETRY_IN_PROGRESS';
  constructor(
    message: string,
    /** The run that is the retry. */
    readonly retryId: number,
  ) {
    super(message);
  }
}

/** A sign of life came for a run that is not running. Nothing was changed. */
export class RunNotRunningError extends DomainError {
  readonly code = 'RUN_NOT_RUNNING';
  constructor(
    message: string,
    readonly currentStatus: IntegrationRunStatus,
  ) {
    super(message);
  }
}

/** Something else was done under the same idempotency key. Nothing was changed. */
export class IdempotencyConflictError extends DomainError {
  readonly code = 'IDEMPOTENCY_KEY_REUSED';
  constructor(readonly key: string) {
    super(
      `The idempotency key ${shown(key)} was used for something else. Make a new key for each new call, and keep it for repeats of that call.`,
    );
  }
}

/** Another call with the same idempotency key, or one that changes the same record, runs for longer than this one waits. Nothing was changed. */
export class IdempotencyInProgressError extends DomainError {
  readonly code = 'IDEMPOTENCY_IN_PROGRESS';
  /** Seconds after which it is worth trying again. */
  readonly retryAfter = 1;
  constructor(key: string) {
    super(
      `Another call with the idempotency key ${shown(key)}, or on the same record, has not ended. Send this one again in 1 s, with the same key.`,
    );
  }
}

/** One value that a rule refuses: where it stands in the input, and a sentence that says what would be right. */
export interface FieldError {
  readonly path: readonly string[];
  readonly message: string;
}

/** Most field errors that are told at once. */
export const mostFieldErrors = 20;

/** One or more values of the input break a rule; the first 20 are told. Nothing was changed. */
export class ValidationError extends DomainError {
  readonly code = 'VALIDATION_FAILED';
  readonly fieldErrors: readonly FieldError[];
  constructor(found: readonly FieldError[]) {
    const fieldErrors = found.slice(0, mostFieldErrors);
    super(fieldErrors.map(({ message }) => message).join('; '));
    this.fieldErrors = fieldErrors;
  }
}

/** What was asked cannot be understood: a cursor of another list, a page of −1 rows, an attribute that does not exist. */
export class BadInputError extends DomainError {
  readonly code = 'BAD_USER_INPUT';
  /** `inputPath`: where the value stands in the arguments, for callers that know. GraphQL takes an error with a `path` for one that has its place in the answer. */
  constructor(
    message: string,
    readonly inputPath?: readonly string[],
  ) {
    super(message);
  }
}

/** The credential lacks the scope that the operation needs. */
export class ForbiddenError extends DomainError {
  readonly code = 'FORBIDDEN';
  constructor(readonly scope: string) {
    super(`This needs the scope ${scope}, which your credential does not have.`);
  }
}

/** A record has a value that a newer gateway on the same database knows, and this one doesn't. */
export class UnknownValueError extends DomainError {
  readonly code = 'UNKNOWN_VALUE';
  constructor(what: string, value: string) {
    super(`The ${what} ${JSON.stringify(value)} is newer than this gateway, which doesn't know it. Ask again when its update is complete.`);
  }
}

/** What comes after the position may be gone from the feed, which keeps changes for some time only. */
export class FeedPositionExpiredError extends DomainError {
  readonly code = 'FEED_POSITION_EXPIRED';
  constructor(
    /** The oldest position that can be gone on from. */
    readonly oldest: string,
  ) {
    super(
      `The changes after this position aren't all kept any more. Read the records anew together with feedPosition, and go on from that; the oldest that is kept comes after ${oldest}.`,
    );
  }
}

/** This database never gave the position. */
export class FeedDivergedError extends DomainError {
  readonly code = 'FEED_DIVERGED';
  constructor() {
    super(
      'The feed of this database never had this position: it is of another gateway, or of a time that was undone by a backup. Read the records anew together with feedPosition, and go on from that.',
    );
  }
}

/** So many records are in a list that can only be followed by remembering them. */
export class SubscriptionTooWideError extends DomainError {
  readonly code = 'SUBSCRIPTION_TOO_WIDE';
  constructor(most: number) {
    super(
      `The filter looks at more than the records' own fields and their integration, and more than ${most} records meet it, which is too many to follow. Narrow it, or follow all runs and read those of interest.`,
    );
  }
}

/** Whoever reads a stream is so far behind that it was ended. */
export class SlowConsumerError extends DomainError {
  readonly code = 'SLOW_CONSUMER';
  constructor(
    /** The last that was given. */
    readonly position: string,
  ) {
    super(
      `You are too far behind with reading this stream, so it ends. Go on after the position ${position}, and read faster or ask for less.`,
    );
  }
}
