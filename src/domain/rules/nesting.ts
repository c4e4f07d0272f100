// How deep a JSON value is nested; looked at before anything recurses into what a client sent.

/** Whether the value has more than so many levels of lists and objects in it. */
export const isDeeperThan = (value: unknown, levels: number): boolean =>
  typeof value === 'object' && value !== null && (levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1)));
