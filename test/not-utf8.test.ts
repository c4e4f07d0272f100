// Bytes that are not UTF-8, at every door: refused, never taken for some other text.
import { describe, expect, test } from 'vitest';
import { expectNothingWritten } from './domain/contents.js';
import { useWorld } from './support/world.js';

const world = useWorld();
expectNothingWritten(world);

/** Texts as they come from clients that don't write UTF-8. */
const broken: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['the byte FF', [0xff]],
  ['Latin-1', [...Buffer.from('Müller', 'latin1')]],
  ['Windows-1252', [0x80]],
  ['a lone continuation byte', [0xbf]],
  ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
  ['a surrogate pair, each half as a character (CESU-8)', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
  ['an overlong NUL', [0xc0, 0x80]],
  ['an overlong slash', [0xe0, 0x80, 0xaf]],
  ['a character that is cut off', [0xe2, 0x82]],
  ['a code point beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
];

const bytes = (...parts: (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const percent = (text: readonly number[]): string => text.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

const send = async (method: string, path: string, type: string | null, body?: Uint8Array) => {
  const headers = { accept: 'application/json', ...(type !== null && { 'content-type': type }) };
  const response = await world.app(
    new Request(`http://gateway.test${path}`, { method, headers, ...(body && { body: new Uint8Array(body) }) }),
  );
  return { status: response.status, text: await response.text() };
};

const notUtf8 = { status: 400, text: expect.stringMatching(/not UTF-8/) };

describe.each(broken)('%s', (_name, text) => {
  const create = 'mutation($name: String!) { createIntegration(input: { name: $name }) { __typename } }';

  test.each([
    ['a variable', bytes(`{"query":"${create}","variables":{"name":"`, text, '"}}')],
    ['the document', bytes('{"query":"{ integration(by: { code: \\"', text, '\\" }) { id } }"}')],
    ['a comment of the document', bytes('{"query":"{ __typename } #', text, '"}')],
    ['the name of a variable', bytes('{"query":"{ __typename }","variables":{"', text, '":1}}')],
    ['a key of the body', bytes('{"query":"{ __typename }","', text, '":1}')],
    ['the operation name', bytes('{"query":"{ __typename }","operationName":"', text, '"}')],
    ['the end', bytes('{"query":"{ __typename }"}', text)],
  ])('is refused in a POST to /graphql, in %s', async (_where, body) => {
    expect(await send('POST', '/graphql', 'application/json', body)).toEqual(notUtf8);
  });

  test.each(['query={__typename}%23', 'query={__typename}&variables={"a":"', 'query={__typename}&', 'query={__typename}&unknown='])(
    'is refused in the address of a GET to /graphql, behind %s',
    async (search) => {
      expect(await send('GET', `/graphql?${search}${percent(text)}`, null)).toEqual(notUtf8);
      expect(await send('GET', `/graphql?${search}x${percent(text)}y`, null)).toEqual(notUtf8);
    },
  );

  test('is refused by the REST paths, in addresses and bodies', async () => {
    const code = percent(text);
    for (const path of [`integrations?code=${code}`, `integrations?${code}=1`, `integration_runs?integration[name]=${code}`])
      expect(await send('GET', `/api/${path}`, null)).toEqual(notUtf8);
    expect(await send('PUT', `/api/integration_runs/1/pause?note=${code}`, null)).toEqual(notUtf8);
    for (const body of [bytes('{"name":"', text, '"}'), bytes('{"', text, '":1}'), bytes('{"name":"x"}', text)])
      expect(await send('POST', '/api/integrations', 'application/json', body)).toEqual(notUtf8);
    for (const type of ['application/xml', 'application/xml; charset=utf-8', 'text/xml'])
      expect(await send('POST', '/api/integrations', type, bytes('<integration><name>', text, '</name></integration>'))).toEqual(notUtf8);
  });

  test('is refused by the token endpoint', async () => {
    const form = 'application/x-www-form-urlencoded';
    for (const body of [
      bytes('grant_type=client_credentials&scope=', text),
      bytes(`grant_type=client_credentials&scope=${percent(text)}`),
    ]) {
      const { status, text: answer } = await send('POST', '/oauth2/token', form, body);
      expect([status, JSON.parse(answer)]).toEqual([
        400,
        { error: 'invalid_request', error_description: expect.stringMatching(/not UTF-8/) },
      ]);
    }
    expect(await send('POST', `/oauth2/token?scope=${percent(text)}`, form, bytes('grant_type=client_credentials'))).toEqual(notUtf8);
  });
});

describe('the charset of JSON', () => {
  const body = bytes('{"query":"{ __typename }"}');

  test.each(['utf-8', 'UTF-8', '"UTF-8"', 'utf8', 'Utf8', ' "utf-8" ', 'utf-8; profile=x'])('may be %s', async (charset) => {
    expect(await send('POST', '/graphql', `application/json; charset=${charset}`, body)).toMatchObject({ status: 200 });
    const moved = await send('PUT', '/api/integration_runs/1', `application/json;charset=${charset}`, bytes('{}'));
    expect(moved).toMatchObject({ status: 200 });
  });

  test.each(['iso-8859-1', 'latin1', '"windows-1252"', 'UTF-16', 'utf-16le', 'utf-7', 'us-ascii', 'utf-88', 'bogus'])(
    'is refused where it is %s',
    async (charset) => {
      const refused = { status: 415, text: expect.stringContaining(`JSON in the charset ${charset.replaceAll('"', '')} can't be read.`) };
      expect(await send('POST', '/graphql', `application/json; charset=${charset}`, body)).toEqual(refused);
      expect(await send('PUT', '/api/integration_runs/1', `application/json; charset=${charset}`, bytes('{"total-records":5}'))).toEqual(
        refused,
      );
    },
  );
});

test('a byte order mark before JSON is no part of it', async () => {
  expect(await send('POST', '/graphql', 'application/json', bytes('\ufeff{"query":"{ __typename }"}'))).toMatchObject({ status: 200 });
  expect(await send('PUT', '/api/integration_runs/1', 'application/json', bytes('\ufeff{}'))).toMatchObject({ status: 200 });
});

test.each(['100%', '%', '%zz', '%2', '%e2%82%ac', '%F0%9F%98%80', 'M%C3%BCller', '%25FF', '%EF%BF%BD'])(
  'what is UTF-8, or no byte at all, is taken as it is: %s',
  async (code) => {
    expect(await send('GET', `/api/integrations?code=${code}`, null)).toEqual({ status: 200, text: '[]' });
  },
);
