// How many values the variables of a request have: objects, lists and leaves. Without recursion, so that no depth overflows the stack, and no further
// than whoever asks wants to know.

/** The number of values; when there are more than `enough`, any number above it. */
export const countValues = (variables: unknown, enough: number): number => {
  const open: unknown[] = [variables];
  let count = -1; // the object that holds the variables is none of them
  while (open.length > 0 && count <= enough) {
    const value = open.pop();
    count += 1;
    if (typeof value !== 'object' || value === null) continue;
    const inner = Array.isArray(value) ? value : Object.values(value);
    if (count + open.length + inner.length > enough) return count + open.length + inner.length;
    for (const each of inner) open.push(each);
  }
  return count;
};
