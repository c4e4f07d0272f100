// What a rule can answer instead of doing what was asked. Each door turns these classes into its own shape by their `code`.
import type { IntegrationRunStatus } from '../generated/prisma/enums.js';
import type { IntegrationRunAction } from './integration-run/status.js';

export type DomainErrorCode = 'NOT_FOUND' | 'INVALID_TRANSITION' | 'VALIDATION_FAILED' | 'BAD_USER_INPUT' | 'FORBIDDEN';

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

/** One value that a rule refuses: where it stands in the input, and a sentence that says what would be right. */
export interface FieldError {
  readonly path: readonly string[];
  readonly message: string;
}

/** One or more values of the input break a rule. Nothing was changed. */
export class ValidationError extends DomainError {
  readonly code = 'VALIDATION_FAILED';
  constructor(readonly fieldErrors: readonly FieldError[]) {
    super(fieldErrors.map(({ message }) => message).join('; '));
  }
}

/** What was asked cannot be understood: a cursor of another list, a page of −1 rows, an attribute that does not exist. */
export class BadInputError extends DomainError {
  readonly code = 'BAD_USER_INPUT';
}

/** The credential lacks the scope that the operation needs. */
export class ForbiddenError extends DomainError {
  readonly code = 'FORBIDDEN';
  constructor(readonly scope: string) {
    super(`This needs the scope ${scope}, which your credential does not have.`);
  }
}
