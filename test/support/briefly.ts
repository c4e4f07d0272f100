/** Flags of a process that lives for seconds: it doesn't optimize PGlite, which takes a third of what its start does. */
export const briefly = ['--liftoff-only'];
