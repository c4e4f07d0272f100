// What the REST door answers to an error: a status and messages in the original's shape.
import { STATUS_CODES } from 'node:http';
import { AnswerTooLargeError } from '../db/lifetime.js';
import {
  DomainError,
  type DomainErrorCode,
  type FieldError,
  ForbiddenError,
  IdempotencyInProgressError,
  ValidationError,
} from '../domain/rules/errors.js';
import { label } from '../domain/rules/wording.js';
import { capitalised } from '../lib/words.js';
import { resources } from './wire/resources.js';

/** The status of each refusal of the domain. */
export const statuses: Record<DomainErrorCode, number> = {
  NOT_FOUND: 404,
  INVALID_TRANSITION: 400,
  VERSION_CONFLICT: 412,
  RETRY_IN_PROGRESS: 409,
  RUN_NOT_RUNNING: 400,
  IDEMPOTENCY_KEY_REUSED: 422,
  IDEMPOTENCY_IN_PROGRESS: 409,
  VALIDATION_FAILED: 400,
  BAD_USER_INPUT: 400,
  FORBIDDEN: 403,
  UNKNOWN_VALUE: 503,
  FEED_POSITION_EXPIRED: 410,
  FEED_DIVERGED: 410,
  SUBSCRIPTION_TOO_WIDE: 400,
  SLOW_CONSUMER: 503,
};

export interface Failure {
  readonly status: number;
  /** The key that the messages stand under: the resource, or `base`. */
  readonly key: string;
  readonly messages: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** For the log; the status's own unless it is given. */
  readonly code?: string;
}

/** The code of a refusal that has no other: the status in its words, such as `NOT_ACCEPTABLE`. */
export const codeOfStatus = (status: number): string => (STATUS_CODES[status] ?? String(status)).toUpperCase().replace(/\W+/g, '_');

/** A request that no rule of the domain was asked about: no such path, a body that can't be read. */
export class RestError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
    /** For the log; the status's own unless it is given. */
    readonly code?: string,
  ) {
    super(message);
  }
}

const less =
  'a smaller limit, fewer elements (fields), or the errors of a run page by page (/api/integration_errors?integration_run_id=…).';

const { elements: responseElements } = resources.integrationErrorResponse;

/** Under the names of this door, and of what is within a list, in which of its items it is. */
const messageOf = ({ path, message }: FieldError): string => {
  const items = path.flatMap((name, place) => {
    const index = path[place + 1];
    return index !== undefined && /^\d+$/.test(index) ? [`${label(name).replace(/s$/, '').toLowerCase()} ${Number(index) + 1}`] : [];
  });
  const element = path.at(-3) === 'responses' && responseElements.find(({ field }) => field === path.at(-1));
  const named = element ? message.replace(label(element.field), label(element.name.replaceAll('-', '_'))) : message;
  return items.length === 0 ? named : `${capitalised(items.join(', '))}: ${named}`;
};

/** The answer to an error, or null for one that nobody foresaw. */
export const failureOf = (error: unknown, resource: string): Failure | null => {
  if (error instanceof RestError)
    return {
      status: error.status,
      key: 'base',
      messages: [error.message],
      headers: error.headers,
      ...(error.code !== undefined && { code: error.code }),
    };
  if (error instanceof ForbiddenError) {
    const headers = { 'www-authenticate': `Bearer realm="integration-runs", error="insufficient_scope", scope="${error.scope}"` };
    return { status: statuses.FORBIDDEN, key: 'base', messages: [error.message], headers, code: error.code };
  }
  if (error instanceof AnswerTooLargeError) {
    const ask = `${error.message} ${error.isChanged ? 'Read what has changed by' : 'Ask for'} ${less}`;
    return { status: 400, key: 'base', messages: [ask], code: 'ANSWER_TOO_LARGE' };
  }
  if (!(error instanceof DomainError)) return null;
  const messages = error instanceof ValidationError ? error.fieldErrors.map(messageOf) : [error.message];
  const headers = error instanceof IdempotencyInProgressError ? { 'retry-after': String(error.retryAfter) } : {};
  return { status: statuses[error.code], key: resource, messages, headers, code: error.code };
};
