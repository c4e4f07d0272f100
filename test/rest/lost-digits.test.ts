// A number of JSON has room for 15 digits. One that has more may be another than the client has written, and is refused rather than changed.
import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';

const world = useWorld();

const put = (path: string, name: string, digits: string) => world.rest('PUT', `/api/${path}`, `{"${name}":${digits}}`);

const tooMany = 'a number has no room for so many digits. Put it in quotes';

describe.each(['minimum-value', 'maximum-value'])('%s', (name) => {
  test.each([
    ['9007199254740993'],
    ['1234567890123456.7891'],
    ['1234567890123456.1'],
    ['100000000000000000001'],
    ['0.1234567890123456'],
    ['0.30000000000000004'],
  ])('refuses %s', async (digits) => {
    const before = (await world.rest('GET', '/api/contracts/3')).text;
    const { status, json } = await put('contracts/3', name, digits);
    const label = name === 'minimum-value' ? 'Minimum value' : 'Maximum value';
    expect([status, json]).toEqual([400, { errors: { contract: [`${label} must be a decimal number: ${tooMany}`] } }]);
    expect((await world.rest('GET', '/api/contracts/3')).text).toBe(before);
  });
});

test.each([
  ['123456789012345', '123456789012345.00'],
  ['12345678901.2345', '12345678901.2345'],
  ['0.0001', '0.0001'],
  ['-0.5', '-0.50'],
  ['"9007199254740993"', '9007199254740993.00'],
  ['" 1500.5\\n"', '1500.50'],
])('takes %s for what it says', async (digits, shown) => {
  const cleared = await world.rest('PUT', '/api/contracts/4', { 'minimum-value': null, 'maximum-value': null });
  expect(cleared.status).toBe(200);
  const { status, json } = await put('contracts/4', 'minimum-value', digits);
  expect([status, json['minimum-value']]).toEqual([200, shown]);
});

describe('a text', () => {
  test.each(['0.12345678901234567890', '9007199254740993', '1e21', '1234567890123.4567'])('refuses %s', async (digits) => {
    const { status, json } = await put('integration_errors/3', 'external-id', digits);
    expect([status, json]).toEqual([400, { errors: { integration_error: [`External id must be a text: ${tooMany}`] } }]);
  });

  test.each(['9007199254740991', '0.5', '450001234567.25', '-7'])('takes the digits of %s', async (digits) => {
    const { status, json } = await put('integration_errors/3', 'external-id', digits);
    expect([status, json['external-id']]).toEqual([200, digits]);
  });
});

describe('a variable of GraphQL', () => {
  const update = async (minimumValue: string) => {
    const query =
      'mutation ($value: Decimal) { updateContract(input: { by: { databaseId: 6 }, minimumValue: $value, maximumValue: null }) { ... on UpdateContractSuccess { contract { minimumValue } } } }';
    const body = `{"query":${JSON.stringify(query)},"variables":{"value":${minimumValue}}}`;
    const { json } = await world.rest('POST', '/graphql', body);
    return json.data?.updateContract?.contract?.minimumValue ?? json.errors[0].message;
  };

  test('is refused as well', async () => {
    for (const digits of ['9007199254740993', '1234567890123456.7891'])
      expect(await update(digits)).toContain('A number has no room for so many digits. Give the Decimal as a text.');
  });

  test('and taken where no digit can be lost', async () => {
    expect(await update('1500.25')).toBe('1500.25');
    expect(await update('"9007199254740993"')).toBe('9007199254740993.00');
  });
});
