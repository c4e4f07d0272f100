// What the REST door answers to an error: a status and messages in the original's shape.
import { DomainError, type DomainErrorCode, ForbiddenError, ValidationError } from '../domain/errors.js';

/** The status of each refusal of the domain. */
export const statuses: Record<DomainErrorCode, number> = {
  NOT_FOUND: 404,
  INVALID_TRANSITION: 400,
  VALIDATION_FAILED: 400,
  BAD_USER_INPUT: 400,
  FORBIDDEN: 403,
};

export interface Failure {
  readonly status: number;
  /** The key that the messages stand under: the resource, or `base`. */
  readonly key: string;
  readonly messages: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that no rule of the domain was asked about: no such path, a body that can't be read. */
export class RestError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** The answer to an error, or null for one that nobody foresaw. */
export const failureOf = (error: unknown, resource: string): Failure | null => {
  if (error instanceof RestError) return { status: error.status, key: 'base', messages: [error.message], headers: error.headers };
  if (error instanceof ForbiddenError) {
    const headers = { 'www-authenticate': `Bearer realm="integration-runs", error="insufficient_scope", scope="${error.scope}"` };
    return { status: statuses.FORBIDDEN, key: 'base', messages: [error.message], headers };
  }
  if (!(error instanceof DomainError)) return null;
  const messages = error instanceof ValidationError ? error.fieldErrors.map(({ message }) => message) : [error.message];
  return { status: statuses[error.code], key: resource, messages };
};
