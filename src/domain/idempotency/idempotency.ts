// Idempotency keys: a caller that isn't sure whether a call has come through sends it again under the same key, and it is done once.
import type { FieldError } from '../rules/errors.js';

/** A key that a call came with. */
export interface Idempotency {
  readonly key: string;
  /** What is asked for, by its door's name for it, such as `PUT integration_runs/7/run`: another call under the same key is a mistake. */
  readonly operation: string;
  /** Whether the call turned out to be a repeat, and nothing was done. */
  isReplayed: boolean;
}

const rule = /^[\x21-\x7e]{1,255}$/;

const problem = 'must be 1 to 255 visible ASCII characters without blanks, such as a UUID';

/** Why the text is no key, as a sentence; null for one. */
export const keyProblem = (key: string): string | null => (rule.test(key) ? null : `The idempotency key ${problem}.`);

export const invalidKey: FieldError = { path: ['idempotencyKey'], message: `Idempotency key ${problem}` };

/** The key in the header `Idempotency-Key`, which may stand in quotes, as a text does in structured fields (RFC 9651). */
export const keyInHeader = (value: string): string => {
  const [, quoted] = /^"(.*)"$/.exec(value.trim()) ?? [];
  return quoted === undefined ? value.trim() : quoted.replaceAll(/\\(["\\])/g, '$1');
};
