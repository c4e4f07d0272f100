// A value that is not known yet when a statement is put together. The statement is made once, its placeholders are filled for each request.

/** What a request brings for the placeholders of a statement. */
export interface Bindings {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly now: Date;
  /** Bytes that may be read; only of statements that read. */
  readonly mostBytes?: number;
}

/** Stands in a statement for a value that each request brings. */
export class Placeholder {
  constructor(
    readonly fill: (bindings: Bindings) => unknown,
    /** What is known of the value already. */
    readonly hint?: string,
    /** What it costs by its length, in objects (`cost.ts`). */
    readonly weight = 0,
  ) {}
}

/** What `make` makes of a value: at once, or when the value is known, if it is a placeholder or a list that has one. */
export const whenKnown = <To>(value: unknown, make: (known: unknown) => To): To | Placeholder => {
  if (value instanceof Placeholder) return new Placeholder((bindings) => make(value.fill(bindings)), undefined, value.weight);
  if (Array.isArray(value) && value.some((item) => item instanceof Placeholder))
    return new Placeholder((bindings) => make(bind(value, bindings)));
  return make(value);
};

/** The parameters of a statement: its values, with what its placeholders stand for. */
export const bind = (values: readonly unknown[], bindings: Bindings): unknown[] => {
  const all: unknown[] = [];
  for (const value of values) all.push(value instanceof Placeholder ? value.fill(bindings) : value); // each request comes by here
  return all;
};
