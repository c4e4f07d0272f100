import { PGlite } from '@electric-sql/pglite';
import { DriverAdapterError } from '@prisma/driver-adapter-utils';
import { pino } from 'pino';
import { describe, expect, test, vi } from 'vitest';
import { type Database, texts } from '../../src/db/database.js';
import { useEmbedded } from '../../src/db/embedded/embedded.js';
import { guardDatabase } from '../../src/db/guard-database.js';
import { createLifetime } from '../../src/db/lifetime.js';
import { createOutageLog } from '../../src/db/outage-log.js';
import { isRefusal } from '../../src/db/postgres/prepared-query.js';
import { afterChange, createGuard, DatabaseUnavailableError, isUnavailable } from '../../src/db/unavailable.js';
import { Prisma } from '../../src/generated/prisma/client.js';

const system = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });
const ofServer = (code: string, severity: string) => Object.assign(new Error(code), { code, severity });
const ignore = () => undefined;

/** Whether a change that failed like this may have been made all the same. */
const mayHaveChanged = async (error: unknown): Promise<boolean> => {
  const failure = await createGuard(ignore)(Promise.reject(error), true).catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(DatabaseUnavailableError);
  return (failure as DatabaseUnavailableError).mayHaveChanged;
};

describe('a server that speaks another language', () => {
  test.each(['ERROR', 'FEHLER', 'ОШИБКА', 'エラー'])('refuses a statement, and its connection stays: %s', (severity) => {
    for (const code of ['23505', '23514', '22P02', '40001', '55P03', '57014', '26000', '42501']) {
      expect(isRefusal(ofServer(code, severity)), code).toBe(true);
      expect(isUnavailable(ofServer(code, severity)), code).toBe(false);
    }
  });

  test.each(['FATAL', 'ВАЖНО', '致命的エラー'])('ends a connection: %s', (severity) => {
    for (const code of ['57P01', '57P02', '57P05', '25P03', '08006']) {
      expect(isRefusal(ofServer(code, severity)), code).toBe(false);
      expect(isUnavailable(ofServer(code, severity)), code).toBe(true);
    }
  });
});

describe('is an outage, before anything was sent', () => {
  test.each<[string, unknown]>([
    ['nobody listens', system('ECONNREFUSED', { syscall: 'connect' })],
    ['nobody listens on any address of the host', Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' })],
    ['no socket of that name', system('ENOENT', { syscall: 'connect' })],
    ['too many files are open', system('EMFILE', { syscall: 'connect' })],
    ['no host of that name', system('ENOTFOUND', { syscall: 'getaddrinfo' })],
    ['no name service', system('EAI_AGAIN', { syscall: 'getaddrinfo' })],
    ['no way to the host', system('EHOSTUNREACH', { syscall: 'connect' })],
    ['no answer to the connection', system('ETIMEDOUT', { syscall: 'connect' })],
    ['it comes up', ofServer('57P03', 'FATAL')],
    ['too many connections', ofServer('53300', 'FATAL')],
    ['a pooler that has too many', ofServer('53300', 'ERROR')],
    ['it has become a standby', ofServer('25006', 'ERROR')],
    ['the password was changed', ofServer('28P01', 'FATAL')],
    ['the database was renamed', ofServer('3D000', 'FATAL')],
    ['its certificate has run out', system('CERT_HAS_EXPIRED')],
    ['its certificate is for another host', system('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['the pool has no connection to spare', new Error('timeout exceeded when trying to connect')],
    ['a connection takes too long', new Error('timeout expired')],
    ['a connection of the pool takes too long', new Error('Connection terminated due to connection timeout')],
    ['the connection was lost before', new Error('Client has encountered a connection error and is not queryable')],
    ['the server has stopped speaking TLS', new Error('The server does not support SSL connections')],
    ['Prisma finds nobody', new DriverAdapterError({ kind: 'DatabaseNotReachable' })],
    ['Prisma finds too many', new DriverAdapterError({ kind: 'TooManyConnections', cause: '', originalCode: '53300' })],
    ['PGlite is closed', new Error('PGlite is closed')],
  ])('%s', async (_name, error) => {
    expect(isUnavailable(error)).toBe(true);
    expect(await mayHaveChanged(error)).toBe(false);
  });
});

describe('is an outage that leaves unknown what became of a change', () => {
  test.each<[string, unknown]>([
    ['the connection is reset', system('ECONNRESET', { syscall: 'read' })],
    ['the connection is closed', system('EPIPE', { syscall: 'write' })],
    ['the system gives up', system('ETIMEDOUT', { syscall: 'read' })],
    ['the connection ends', new Error('Connection terminated unexpectedly')],
    ['the administrator ends the session', ofServer('57P01', 'FATAL')],
    ['another session has crashed', ofServer('57P02', 'WARNING')],
    ['the connection failed on the way', ofServer('08006', 'ERROR')],
    ['a pooler lost the server', ofServer('08P01', 'FATAL')],
    ['the session was idle in its transaction', ofServer('25P03', 'FATAL')],
    ['Prisma lost its connection', new DriverAdapterError({ kind: 'ConnectionClosed' })],
    [
      'Prisma heard of the administrator',
      new DriverAdapterError({
        kind: 'postgres',
        code: '57P01',
        severity: '',
        message: '',
        detail: undefined,
        column: undefined,
        hint: undefined,
        originalCode: '57P01',
      }),
    ],
    ['the embedded database crashed', Object.assign(new Error('unreachable'), { name: 'RuntimeError' })],
  ])('%s', async (_name, error) => {
    expect(isUnavailable(error)).toBe(true);
    expect(await mayHaveChanged(error)).toBe(true);
  });
});

test.each<[string, unknown]>([
  ['a constraint', ofServer('23505', 'ERROR')],
  ['a statement that took too long', ofServer('57014', 'ERROR')],
  ['a statement that was lost by a pooler', ofServer('26000', 'ERROR')],
  ['a statement with too few values', ofServer('08P01', 'ERROR')],
  ['a right that is missing', ofServer('42501', 'ERROR')],
  ['a file that is missing', system('ENOENT', { syscall: 'open' })],
  ['a bug', new TypeError('surprise')],
  ['nothing', undefined],
])('%s is no outage, and is thrown as it is', async (_name, error) => {
  expect(isUnavailable(error)).toBe(false);
  await expect(createGuard(ignore)(Promise.reject(error), true)).rejects.toBe(error);
});

test.each<[string, unknown, string, number]>([
  ['it has become a standby', ofServer('25006', 'ERROR'), 'DATABASE_READ_ONLY', 5],
  ['its disk is full', ofServer('53100', 'ERROR'), 'DATABASE_READ_ONLY', 5],
  ['it has no memory left', ofServer('53200', 'ERROR'), 'OVERLOADED', 5],
  ['it has no connection left', ofServer('53300', 'FATAL'), 'OVERLOADED', 5],
  ['a lock was waited for too long', ofServer('55P03', 'ERROR'), 'OVERLOADED', 1],
  ['two waited for each other', ofServer('40P01', 'ERROR'), 'OVERLOADED', 1],
  ['two could not be told apart in time', ofServer('40001', 'ERROR'), 'OVERLOADED', 1],
  ['nobody listens', system('ECONNREFUSED', { syscall: 'connect' }), 'DATABASE_UNAVAILABLE', 5],
  ['the connection is reset', system('ECONNRESET', { syscall: 'read' }), 'OUTCOME_UNKNOWN', 5],
])('%s: clients are told which it is, and when to ask again', async (_name, error, errorCode, retryAfter) => {
  const failure = await createGuard(ignore)(Promise.reject(error), true).catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({ errorCode, retryAfter, mayHaveChanged: errorCode === 'OUTCOME_UNKNOWN' });
});

describe('what has surely done nothing is sent again', () => {
  const database = (read: () => Promise<object[]>, write: () => Promise<object[]>) =>
    guardDatabase(createGuard(ignore), { read, write } as unknown as Database);
  const statement = { text: 'SELECT', values: [] };
  const failing = (failures: readonly unknown[]) => {
    const left = [...failures];
    return vi.fn(async () => {
      if (left.length > 0) throw left.shift();
      return [{ done: true }];
    });
  };
  const deadlock = ofServer('40P01', 'ERROR');
  const lost = new Error('Connection terminated unexpectedly');

  test('a statement that PostgreSQL undid for a conflict, up to four times', async () => {
    const four = failing(Array(4).fill(deadlock));
    expect(await database(four, four).write(statement)).toEqual([{ done: true }]);
    const five = failing(Array(5).fill(deadlock));
    await expect(database(five, five).write(statement)).rejects.toMatchObject({ errorCode: 'OVERLOADED', mayHaveChanged: false });
    expect(five).toHaveBeenCalledTimes(5);
  });

  test('a read whose connection was lost, once, and not for who has gone', async () => {
    const once = failing([lost]);
    expect(await database(once, once).read(statement)).toEqual([{ done: true }]);
    const two = failing([lost, lost]);
    await expect(database(two, two).read(statement)).rejects.toMatchObject({ errorCode: 'DATABASE_UNAVAILABLE' });
    const lifetime = createLifetime();
    const other = failing([lost]);
    const asked = database(other, other).read(statement, lifetime);
    lifetime.end();
    await expect(asked).rejects.toMatchObject({ errorCode: 'DATABASE_UNAVAILABLE' });
    expect(other).toHaveBeenCalledTimes(1);
  });

  test('no write whose connection was lost', async () => {
    const write = failing([lost]);
    await expect(database(write, write).write(statement)).rejects.toMatchObject({ errorCode: 'OUTCOME_UNKNOWN' });
    expect(write).toHaveBeenCalledTimes(1);
  });
});

test('tells of each failure once, however often it is guarded, and what comes after a change says so', async () => {
  const onUnavailable = vi.fn();
  const guard = createGuard(onUnavailable);
  const lost = guard(guard(Promise.reject(new Error('Connection terminated')), false), false);
  await expect(afterChange(lost)).rejects.toMatchObject({ mayHaveChanged: true, message: expect.stringContaining('may have been made') });
  await expect(lost).rejects.toMatchObject({ mayHaveChanged: false });
  expect(onUnavailable).toHaveBeenCalledTimes(1);
});

test('an embedded database that is closed is unavailable, by each way to it', async () => {
  const client = await PGlite.create();
  const onUnavailable = vi.fn();
  const { read, write, prisma } = useEmbedded(client, ignore, onUnavailable);
  await read(Prisma.sql`SELECT 1`);
  await client.close();
  const statement = { text: 'SELECT 1', values: [] };
  const asked = [read, write].flatMap((ask) => [ask(statement), ask({ ...statement, decode: texts })]);
  for (const failure of await Promise.allSettled([...asked, prisma.integration.findMany()]))
    expect(failure).toMatchObject({ status: 'rejected', reason: expect.any(DatabaseUnavailableError) });
  expect(onUnavailable).toHaveBeenCalledTimes(7); // the reads are tried twice
});

test('the log has one line for an outage, with the reason and no stack, and one when it has been over for a second', () => {
  const lines: { msg: string }[] = [];
  const { failed, answered } = createOutageLog(
    pino({ base: null, timestamp: false }, { write: (line: string) => void lines.push(JSON.parse(line)) }),
  );
  const clock = vi.spyOn(performance, 'now');
  const at = (milliseconds: number, work: () => void) => {
    clock.mockReturnValue(milliseconds);
    work();
  };
  const refused = new AggregateError([system('ECONNREFUSED ::1'), system('ECONNREFUSED 127.0.0.1')], '');
  at(0, answered);
  at(1_000, () => failed(new DatabaseUnavailableError(refused, false)));
  at(3_000, () => failed(new DatabaseUnavailableError(new Error('other'), true)));
  at(3_500, answered); // what gets through while others fail
  at(3_600, () => failed(new DatabaseUnavailableError(new Error('other'), true)));
  at(5_000, answered);
  at(6_000, answered);
  expect(lines).toEqual([
    { level: 50, reason: 'ECONNREFUSED ::1; ECONNREFUSED 127.0.0.1', msg: 'The database is unavailable' },
    { level: 30, seconds: 4, failures: 3, msg: 'The database answers again' },
  ]);
  at(9_000, () => failed(new DatabaseUnavailableError({ code: 'EPIPE' }, false)));
  expect(lines[2]).toMatchObject({ reason: 'EPIPE' });
  clock.mockRestore();
});
