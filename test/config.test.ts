import { expect, test } from 'vitest';
import { readConfig } from '../src/config.js';

test('uses the embedded database on this machine only, unless told otherwise', () => {
  expect(readConfig({})).toEqual({
    host: '127.0.0.1',
    port: 4000,
    databaseUrl: undefined,
    databasePoolSize: 10,
    dataDir: '.data',
    sampleData: true,
    workers: 1,
    logLevel: 'info',
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    shutdownTimeout: 10_000,
    restTimeZone: 'UTC',
    emptyXmlIsNotFound: true,
    restDeprecatedSince: undefined,
    restSunset: undefined,
  });
});

test('takes an empty variable for an unset one', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 4000, databaseUrl: undefined });
});

test('names every wrong variable, its value and what would be right, and hides credentials', () => {
  const environment = { PORT: '70000', SAMPLE_DATA: 'maybe', DATABASE_URL: 'mysql://root:secret@host/db', BODY_LIMIT_BYTES: '-1' };
  expect(() => readConfig(environment)).toThrow(
    [
      'PORT is "70000", but must be a whole number from 0 (any free port) to 65535.',
      'DATABASE_URL is "mysql://…@host/db", but must be a PostgreSQL address, such as postgresql://user:password@host:5432/database.',
      'SAMPLE_DATA is "maybe", but must be on or off.',
      'BODY_LIMIT_BYTES is "-1", but must be a whole number of bytes from 1024 to 104857600.',
    ].join('\n'),
  );
});

test('gives a configuration that nobody can change', () => {
  expect(Object.isFrozen(readConfig({}))).toBe(true);
});
