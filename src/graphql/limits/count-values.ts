// How many values the variables of a request have: objects, lists and leaves. Without recursion, so that no depth overflows the stack.

/** The number of values below the object that holds the variables. */
export const countValues = (variables: unknown): number => {
  const open: unknown[] = [variables];
  let count = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (Array.isArray(value)) {
      count += value.length;
      for (const each of value) if (typeof each === 'object' && each !== null) open.push(each);
    } else {
      for (const name in value as object) {
        count += 1;
        const each = (value as Readonly<Record<string, unknown>>)[name];
        if (typeof each === 'object' && each !== null) open.push(each);
      }
    }
  }
  return count;
};
