// The header that tells the GraphQL request which reads the same.
import { expect } from 'vitest';

/** The value of the header; fails for one that is not there. */
export const equivalentOf = (headers: Headers): string => {
  expect(headers.get('x-graphql-equivalent-omitted')).toBeNull();
  expect(headers.get('preference-applied')).toBe('graphql');
  const value = headers.get('x-graphql-equivalent') ?? '';
  expect(value).toMatch(/^[\x20-\x7e]+$/);
  expect(value.length).toBeLessThanOrEqual(7000);
  return value;
};
