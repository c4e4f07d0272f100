import { expect, test } from 'vitest';
import { keep } from '../../src/domain/sql/write.js';
import { Prisma } from '../../src/generated/prisma/client.js';

test('statements are made once while they are used, and few are kept', () => {
  let made = 0;
  const make = () => {
    made += 1;
    return Prisma.sql`SELECT ${made}`;
  };
  const first = keep('a test, first', make);
  expect(keep('a test, first', make)).toBe(first);
  expect(made).toBe(1);
  for (let index = 0; index < 1_000; index += 1) keep(`a test, ${index}`, make);
  expect(keep('a test, first', make)).not.toBe(first);
});
