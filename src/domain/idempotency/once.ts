// Does under a key what was not yet done under it, and otherwise tells what was. The database decides: of two calls at once under one key, the second
// waits for the first, and is then undone. A refusal leaves no key, so that a repeat of it is judged anew.

import { setTimeout as sleep } from 'node:timers/promises';
import { texts } from '../../db/database.js';
import { DatabaseUnavailableError, LockedError } from '../../db/unavailable.js';
import { violatedConstraint } from '../../db/violations.js';
import { DomainError, IdempotencyConflictError, IdempotencyInProgressError, ValidationError } from '../rules/errors.js';
import type { DomainContext } from '../rules/viewer.js';
import { fingerprintOf } from './fingerprint.js';
import { type Idempotency, invalidKey, keyProblem } from './idempotency.js';
import { type KeyValues, keyConstraint } from './kept-key.js';

/** Milliseconds at least until a call whose outcome nobody knows is sent again. */
const pauseMs = 200;

const select = 'SELECT fingerprint, outcome::text FROM idempotency_keys WHERE actor_id = $1::int AND key = $2::text';

/** @throws IdempotencyConflictError where something else was done under the key */
const lookUp = async <Outcome>({ database, viewer }: DomainContext, { key }: Idempotency, fingerprint: string): Promise<Outcome | null> => {
  const [row] = await database.read({ text: select, values: [viewer.actorId, key], decode: texts });
  if (!row) return null;
  if (row[0] !== fingerprint) throw new IdempotencyConflictError(key);
  return JSON.parse(String(row[1]));
};

export interface Work<Result, Outcome> {
  /** The values that the call gives, without those that come before or after it: with others, it is another call. */
  readonly asked: () => unknown;
  /** `key`: what the placeholders of `keptKey` stand for, which the statement then has; null for a call without a key. */
  readonly write: (key: KeyValues | null) => Promise<Result>;
  /** Whether something was written, and so the key. */
  readonly isWritten: (result: Result) => boolean;
  /** The result of what was done under the key before. */
  readonly replay: (outcome: Outcome) => Promise<Result>;
}

/**
 * The result of the work, or of the same work that was done under the call's key before, of which `isReplayed` of the key then tells.
 * @throws ValidationError for a key that is none
 * @throws IdempotencyConflictError where something else was done under the key
 * @throws IdempotencyInProgressError where another call with the key runs for longer than a write waits
 * @throws what the work throws
 */
export const once = async <Result, Outcome>(
  context: DomainContext,
  { asked, write, isWritten, replay }: Work<Result, Outcome>,
): Promise<Result> => {
  const { idempotency } = context;
  if (!idempotency || context.viewer.actorId === null) return write(null);
  const { key, operation } = idempotency;
  if (keyProblem(key) !== null) throw new ValidationError([invalidKey]);
  const fingerprint = fingerprintOf(operation, asked());
  const lookAgain = async (): Promise<{ readonly result: Result } | null> => {
    const outcome = await lookUp<Outcome>(context, idempotency, fingerprint);
    if (outcome === null) return null;
    idempotency.isReplayed = true;
    return { result: await replay(outcome) };
  };
  let unknown: DatabaseUnavailableError | null = null;
  for (;;) {
    try {
      const before = await lookAgain();
      if (before) return before.result;
      const result = await write({ idempotencyKey: key, fingerprint });
      if (isWritten(result)) return result;
      return (await lookAgain())?.result ?? result; // it may have been refused for what the first call has done meanwhile
    } catch (error) {
      if (error instanceof DatabaseUnavailableError && unknown) throw unknown; // whatever it was the second time
      if (error instanceof LockedError) throw new IdempotencyInProgressError(key);
      if (error instanceof DatabaseUnavailableError && error.mayHaveChanged) {
        unknown = error;
        await sleep(pauseMs * (1 + Math.random()));
        continue; // the key makes that safe
      }
      const constraint = violatedConstraint(error);
      if (constraint === keyConstraint) continue; // it is done by now
      const isRefused = constraint !== null || (error instanceof DomainError && !(error instanceof IdempotencyConflictError));
      const meanwhile = isRefused ? await lookAgain() : null;
      if (!meanwhile) throw error;
      return meanwhile.result;
    }
  }
};
