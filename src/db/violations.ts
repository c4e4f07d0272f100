// Recognises what a database that is well refuses: a write by a constraint, whichever way the driver or Prisma reports it, and a statement for what is in it.

interface DatabaseError {
  readonly code?: unknown;
  readonly constraint?: unknown;
  /** Where Prisma puts what the driver said. */
  readonly meta?: {
    readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: unknown; readonly originalMessage?: unknown } };
  };
  readonly cause?: { readonly originalCode?: unknown; readonly originalMessage?: unknown };
}

const uniqueViolation = '23505';
const checkViolation = '23514';

/** The name of the unique or check constraint that an error tells of, or null for any other error. */
export const violatedConstraint = (error: unknown): string | null => {
  const { code, constraint, meta, cause: direct } = (error ?? {}) as DatabaseError;
  const cause = meta?.driverAdapterError?.cause ?? direct;
  const state = cause?.originalCode ?? code;
  if (state !== uniqueViolation && state !== checkViolation) return null;
  return typeof constraint === 'string' ? constraint : (/constraint "([^"]+)"/.exec(String(cause?.originalMessage))?.[1] ?? null);
};

/** Whether a statement was refused for a value in it or in a row that it reads (class 22), or for its own size (class 54). */
export const isRefusedStatement = (error: unknown): boolean => /^(22|54)/.test(String((error as DatabaseError | null)?.code ?? ''));
