/** Longest text whose escapes aren't counted, in characters. */
const short = 1_000;

/** `long`: what is known of long texts; one that was asked under many names is looked at once. */
const textSize = (text: string, long: Map<string, number>): number => {
  if (text.length <= short) return 2 + text.length;
  const size = long.get(text) ?? Buffer.byteLength(JSON.stringify(text));
  long.set(text, size);
  return size;
};

/** Bytes of the value's JSON, before it is put together; no more is counted than tells that it is beyond the limit. A value counts wherever it stands. */
export const jsonSize = (value: unknown, limit: number): number => {
  const left: unknown[] = [value];
  const long = new Map<string, number>();
  let size = 0;
  while (left.length > 0 && size <= limit) {
    const next = left.pop();
    size += 2;
    if (typeof next === 'string') size += textSize(next, long);
    else if (Array.isArray(next)) for (const item of next) left.push(item);
    else if (typeof next === 'object' && next !== null) {
      for (const name in next) {
        size += name.length + 2; // the executor's objects have no prototype
        left.push((next as Readonly<Record<string, unknown>>)[name]);
      }
    }
  }
  return size;
};
