// Looks up what came under a name in a request. A plain object answers to `constructor` and `toString` as well, which nobody has put there.

/** The object's own value of that name; undefined where it has none. */
export const own = <Value>(object: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;
