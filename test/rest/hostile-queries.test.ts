import { afterAll, describe, expect, test } from 'vitest';
import { expectNothingWritten } from '../domain/contents.js';
import { within } from '../support/processor-time.js';
import { useWorld } from '../support/world.js';
import { ask, formats, idsIn, messagesOf } from './both-formats.js';

const world = useWorld();
expectNothingWritten(world);

const runs = '/api/integration_runs';
const errors = '/api/integration_errors';
const encoded = encodeURIComponent;

const fragments = [
  "' OR '1'='1",
  "'; DROP TABLE integration_runs; --",
  "') UNION SELECT login FROM actors --",
  '1 OR 1=1',
  '1); DELETE FROM contracts; --',
  '$1',
  '" OR ""="',
  '\\',
  "\\'",
  'a"b',
  '/* */',
  'pg_sleep(5)',
  "'||pg_sleep(5)||'",
];

afterAll(async () => {
  // the server goes on
  expect((await ask(world, 'json', 'GET', `${runs}/200`)).status).toBe(200);
});

describe.each(formats)('a fragment of SQL, in %s', (format) => {
  test.each(fragments)('matches no text, and is refused as anything else: %s', async (fragment) => {
    const operand = encoded(fragment);
    for (const key of [
      'integration[name]',
      'integration[code][starts_with]',
      'integration_errors[status][contains]',
      'integration[name][in]',
    ]) {
      const answer = await ask(world, format, 'GET', `${runs}?${encoded(key)}=${operand}`);
      expect([key, answer.status, answer.headers.get('x-total-count') ?? '0']).toEqual([key, format === 'json' ? 200 : 404, '0']);
    }
    for (const key of [
      'id',
      'status',
      'start_time[gt]',
      'total_records[in]',
      'end_time[blank]',
      'integration_id',
      'integration[standard]',
      'limit',
      'offset',
      'order_by',
      'dir',
      'fields',
      'return_object',
    ]) {
      const answer = await ask(world, format, 'GET', `${runs}?${encoded(key)}=${operand}`);
      expect([key, answer.status]).toEqual([key, 400]);
    }
  });

  test.each(fragments)('is no name: %s', async (fragment) => {
    for (const key of [fragment, `status[${fragment}]`, `integration[${fragment}]`, `integration[code][${fragment}]`, `${fragment}[gt]`]) {
      const answer = await ask(world, format, 'GET', `${runs}?${encoded(key)}=1`);
      expect([key, answer.status]).toEqual([key, 400]);
    }
  });

  test.each(fragments)('is no path: %s', async (fragment) => {
    for (const path of [`/api/${encoded(fragment)}`, `${runs}/${encoded(fragment)}`, `${runs}/1/${encoded(fragment)}`])
      expect([path, (await ask(world, format, 'GET', path)).status]).toEqual([path, 404]);
  });
});

describe('an operand that means itself', () => {
  test.each(['%', '_', '\\', '%25', 'ERP%', '_RP', "'"])('selects no sample integration: %s', async (operand) => {
    const answer = await ask(world, 'json', 'GET', `/api/integrations?name[contains]=${encoded(operand)}`);
    expect([answer.status, idsIn(answer.value)]).toEqual([200, []]);
  });
});

describe.each(formats)('a hostile query is refused soon, in %s', (format) => {
  const names = '__proto__ constructor prototype toString hasOwnProperty valueOf'.split(' ');
  const queries: [title: string, query: string, message: RegExp][] = [
    ['limit=1e309', 'limit=1e309', /^limit is "1e309", but must be a whole number from 1\.$/],
    ['offset=1e309', 'offset=1e309', /^offset is "1e309"/],
    ['limit=NaN', 'limit=NaN', /^limit is "NaN"/],
    ['limit=-1', 'limit=-1', /^limit is "-1"/],
    ['limit=0', 'limit=0', /^limit is "0"/],
    ['limit of 400 digits', `limit=${'9'.repeat(400)}`, /^limit is /],
    ['an empty limit', 'limit=', /^limit is ""/],
    ['a limit with an operator', 'limit[gt]=1', /^There is no attribute "limit"/],
    ['a thousand conditions', 'id[gt]=0&'.repeat(1_000), /^A query can have at most 100 conditions\.$/],
    ['101 conditions', 'id[gt]=0&'.repeat(101), /^A query can have at most 100 conditions\.$/],
    ['a NUL in an operand', 'integration[name]=a%00b', /U\+0000/],
    ['a NUL in a list', 'integration[name][in]=a,%00', /U\+0000/],
    ['a NUL in a name', 'na%00me=1', /^There is no attribute "na\\u0000me"/],
    ['a name of 100,000 characters', `${'a'.repeat(100_000)}=1`, /is too long \(at most 200 characters\)\.$/],
    ['brackets 50,000 deep', `a${'[b'.repeat(50_000)}${']'.repeat(50_000)}=1`, /is too long/],
    ['50 associations deep', `integration${'[a]'.repeat(50)}=1`, /^There is no attribute "integration\.a"/],
    ['a chain of associations', 'integration[integration_runs][integration][code]=a', /^There is no attribute/],
    ['brackets that never close', 'integration[code=1', /^The brackets of the parameter "integration\[code" don't match\.$/],
    ['brackets that never open', 'code]=1', /don't match\.$/],
    ['empty brackets', 'status[]=pending', /lacks a name/],
    ['no name at all', '=1', /lacks a name/],
    ['fields that are no JSON', 'fields=[id]', /^fields is no JSON/],
    ['fields that are no list', 'fields={}', /^fields must be a JSON list/],
    ['fields of numbers', 'fields=[1]', /^fields has 1 in it/],
    ['fields nested 20,000 deep', `fields=${encoded(`${'[{"integration":'.repeat(20_000)}[]${'}]'.repeat(20_000)}`)}`, /^fields /],
    ['a time of 100,000 digits', `start_time=${'1'.repeat(100_000)}`, /^start_time is .* but must be a time/],
    ['a time that does not exist', 'start_time=2026-02-30', /but must be a time/],
    ['a number of 101 digits', `id=1${'0'.repeat(100)}`, /^id is "10+.*, but must be a whole number\.$/],
    ['a number in hexadecimal', 'id=0x10', /must be a whole number/],
    ...names.flatMap((name): [string, string, RegExp][] => [
      [`the attribute ${name}`, `${name}=1`, new RegExp(`^There is no attribute "${name}"`)],
      [`the operator ${name}`, `status[${name}]=1`, new RegExp(`^There is no operator for status "${name}"`)],
      [`the association ${name}`, `${name}[code]=1`, new RegExp(`^There is no attribute "${name}"`)],
      [`the order ${name}`, `order_by=${name}`, new RegExp(`^There is no attribute "${name}"`)],
      [`the shape ${name}`, `return_object=${name}`, new RegExp(`^return_object is "${name}", but must be limited, shallow or none\\.$`)],
    ]),
  ];

  test.each(queries)('%s', async (_title, query, message) => {
    const answer = await within(1_000, () => ask(world, format, 'GET', `${runs}?${query}`));
    expect([answer.status, messagesOf(answer)]).toEqual([400, [expect.stringMatching(message)]]);
  });
});

test('100 conditions are answered soon, and mean all of them', async () => {
  const query = Array.from({ length: 50 }, (_, index) => `id[not_eq]=${index + 1}&document_id[blank]=false`).join('&');
  const answer = await within(1_000, () => ask(world, 'json', 'GET', `${errors}?${query}&limit=1`));
  expect([answer.status, idsIn(answer.value)]).toEqual([200, [51]]);
});

test('100 conditions on associations two deep are answered soon', async () => {
  const condition = 'integration_errors[integration[code][starts_with]]=erp&';
  const query = `${condition.repeat(30)}${'integration_errors[integration[code][not_eq]]=x&'.repeat(70)}`;
  const answer = await within(1_000, () => ask(world, 'json', 'GET', `${runs}?${query}limit=1`));
  expect([answer.status, idsIn(answer.value)]).toEqual([200, [3]]);
});

test('keys that a record has in JavaScript alone are unknown to fields', async () => {
  const fields = encoded('["__proto__","constructor","id",{"toString":["a"]}]');
  const { value } = await ask(world, 'json', 'GET', `${runs}/200?fields=${fields}`);
  expect(value).toEqual({ id: 200 });
});

test('an operand of 400 digits, and a list of 10,000 numbers, are what they are', async () => {
  const refused = await ask(world, 'json', 'GET', `/api/contracts?maximum_value=${'9'.repeat(400)}`);
  expect([refused.status, messagesOf(refused)]).toEqual([400, [expect.stringMatching(/^maximum_value is .* must be a decimal number\.$/)]]);
  const list = Array.from({ length: 10_000 }, (_, index) => index + 199).join(',');
  const answer = await ask(world, 'json', 'GET', `${runs}?id[in]=${list}`);
  expect([answer.status, idsIn(answer.value)]).toEqual([200, [199, 200]]);
});
