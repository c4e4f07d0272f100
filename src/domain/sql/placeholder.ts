// A value that is not known yet when a statement is put together. The statement is made once, its slots are filled for each request.

/** What the slots of a statement are filled from. */
export interface Filling {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly now: Date;
  /** Bytes that may be read; only of statements that read. */
  readonly mostBytes?: number;
}

export class Slot {
  constructor(
    readonly fill: (filling: Filling) => unknown,
    /** What is known of the value already. */
    readonly hint?: string,
    /** What it costs by its length, in objects (`cost.ts`). */
    readonly weight = 0,
  ) {}
}

/** What `make` makes of a value: at once, or when the value is known. A slot, and a list with slots in it, are known later. */
export const lately = <To>(value: unknown, make: (known: unknown) => To): To | Slot => {
  if (value instanceof Slot) return new Slot((filling) => make(value.fill(filling)), undefined, value.weight);
  if (Array.isArray(value) && value.some((item) => item instanceof Slot)) return new Slot((filling) => make(filled(value, filling)));
  return make(value);
};

/** The values with their slots filled. */
export const filled = (values: readonly unknown[], filling: Filling): unknown[] => {
  const all: unknown[] = [];
  for (const value of values) all.push(value instanceof Slot ? value.fill(filling) : value); // each request comes by here
  return all;
};
