// Recognises that a connection doesn't have the prepared statement that it is taken to have. PostgreSQL then refuses before it does anything, and whatever
// was in the same transaction is undone: all of it can be run again, without a name.

interface Refusal extends Error {
  readonly code?: unknown;
  readonly routine?: unknown;
}

const [missing, exists, unsupported] = ['26000', '42P05', '0A000'];

/** Whether the name stands for nothing, or was taken before it was given: somebody else has had the session. */
export const isForeignSession = (failure: Refusal): boolean => failure.code === missing || failure.code === exists;

/** The same, or the statement was prepared before a change of the schema that changes what it gives. */
export const isLostStatement = (failure: Refusal): boolean =>
  isForeignSession(failure) || (failure.code === unsupported && failure.routine === 'RevalidateCachedQuery');
