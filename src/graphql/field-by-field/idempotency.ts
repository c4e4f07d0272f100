// The idempotency key of a mutation, from its input or from the head of the request.
import type { Idempotency } from '../../domain/idempotency/idempotency.js';
import { ambiguousKey } from '../request/idempotency-key.js';
import type { GraphQLContext } from './context.js';

interface Arguments {
  readonly input?: { readonly idempotencyKey?: string | null; readonly expectedVersion?: number | null };
}

/**
 * The key of the call; undefined without one. An expected version is part of what is asked for, though it isn't looked at again for a repeat.
 * @throws GraphQLError where the input and the head of the request have different ones
 */
export const idempotencyOf = (mutation: string, { input }: Arguments, { idempotencyKey }: GraphQLContext): Idempotency | undefined => {
  const given = input?.idempotencyKey ?? undefined;
  if (given !== undefined && idempotencyKey !== undefined && given !== idempotencyKey)
    throw ambiguousKey('Idempotency-Key and idempotencyKey in the input are not the same. Send one of them.');
  const key = given ?? idempotencyKey;
  if (key === undefined) return undefined;
  const version = input?.expectedVersion ?? null;
  return { key, operation: version === null ? mutation : `${mutation} of version ${version}`, isReplayed: false };
};

/** The arguments without the key, which is no value of the record. */
export const withoutKey = <Given extends Arguments>({ input, ...others }: Given): object => {
  const { idempotencyKey: _key, ...values } = input ?? {};
  return { ...others, input: values };
};
