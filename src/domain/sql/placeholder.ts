// A value that is not known yet when a statement is put together. The statement is made once, its placeholders are filled for each request.

/** What the placeholders of a statement are filled from. */
export interface Filling {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly now: Date;
  /** Bytes that may be read; only of statements that read. */
  readonly mostBytes?: number;
}

/** Stands in a statement for a value that each request brings. */
export class Placeholder {
  constructor(
    readonly fill: (filling: Filling) => unknown,
    /** What is known of the value already. */
    readonly hint?: string,
    /** What it costs by its length, in objects (`cost.ts`). */
    readonly weight = 0,
  ) {}
}

/** What `make` makes of a value: at once, or when the value is known, if it is a placeholder or a list that has one. */
export const whenKnown = <To>(value: unknown, make: (known: unknown) => To): To | Placeholder => {
  if (value instanceof Placeholder) return new Placeholder((filling) => make(value.fill(filling)), undefined, value.weight);
  if (Array.isArray(value) && value.some((item) => item instanceof Placeholder))
    return new Placeholder((filling) => make(filled(value, filling)));
  return make(value);
};

/** The values with their placeholders filled. */
export const filled = (values: readonly unknown[], filling: Filling): unknown[] => {
  const all: unknown[] = [];
  for (const value of values) all.push(value instanceof Placeholder ? value.fill(filling) : value); // each request comes by here
  return all;
};
