// What the line of a request in the log has.
import type { Meter } from '../db/meter.js';
import type { HttpAnswer, HttpRequest } from '../http/request.js';
import type { RequestNotes } from './request-notes.js';

const tenths = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;

/** `started`: when, by `performance.now()`; `meter`: of a request that has come to a door. */
export const lineOf = (
  request: HttpRequest,
  path: string,
  requestId: string,
  started: number,
  notes: RequestNotes,
  meter: Meter | undefined,
  { status, errorCodes = [] }: HttpAnswer,
): object => {
  const { operation, operationType, actor, cost, messages, isReplayed } = notes;
  return {
    requestId,
    method: request.method,
    path,
    status,
    ms: tenths(performance.now() - started),
    operation,
    operationType,
    actor,
    cost,
    errorCodes: errorCodes.length === 0 ? undefined : errorCodes,
    statements: meter?.statements,
    statementMs: meter && tenths(meter.ms),
    messages,
    replayed: isReplayed || undefined,
  };
};
