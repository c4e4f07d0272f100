import { afterAll, describe, expect, test } from 'vitest';
import { preferenceOf } from '../../src/rest/request/preferences.js';
import { expectNothingWritten } from '../domain/contents.js';
import { within } from '../support/processor-time.js';
import { useWorld } from '../support/world.js';
import { formats, written } from './both-formats.js';

const world = useWorld();

const runs = '/api/integration_runs';
const errors = '/api/integration_errors';
const megabyte = 1_000_000;
const nest = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);
const laughs = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join('');
const bytesOf = (...pieces: (string | number)[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : Buffer.of(piece)))));

/** Sends the bytes as they are. */
const send = async (method: string, path: string, mediaType: string, body: string | Uint8Array<ArrayBuffer> | null) => {
  const headers = { accept: 'application/json', 'content-type': mediaType };
  const response = await world.app(new Request(`http://gateway.test${path}`, { method, headers, body }));
  const text = await response.text();
  return { status: response.status, text };
};

const get = (path: string) => send('GET', path, 'application/json', null);

afterAll(async () => {
  // the server goes on
  expect((await get(`${runs}/200`)).status).toBe(200);
});

describe('a hostile body', () => {
  expectNothingWritten(world);

  const cases: [title: string, mediaType: string, body: string | Uint8Array<ArrayBuffer>, status: number, message: RegExp][] = [
    ['a billion laughs', 'application/xml', `<!DOCTYPE a [<!ENTITY l0 "lol">${laughs}]><a>&l9;</a>`, 400, /DOCTYPE\) is not allowed/],
    [
      'an external entity',
      'application/xml',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><integration-run><integration><code>&x;</code></integration></integration-run>',
      400,
      /DOCTYPE\) is not allowed/,
    ],
    [
      'an external document type',
      'application/xml',
      '<!DOCTYPE a SYSTEM "http://gateway.test/evil.dtd"><a/>',
      400,
      /DOCTYPE\) is not allowed/,
    ],
    ['an entity that nobody declared', 'application/xml', '<integration-run><flow>&x;</flow></integration-run>', 400, /undefined entity/],
    ['100,000-deep elements', 'application/xml', nest(100_000, '<a>', '</a>'), 400, /nested more than 32 deep/],
    [
      'a 15,000-deep flow',
      'application/json',
      `{"integration":{"id":1},"flow":${nest(15_000, '[', ']')}}`,
      400,
      /Flow is nested more than 100 levels deep/,
    ],
    [
      'a 15,000-deep flow in XML',
      'application/xml',
      `<integration-run><integration><id>1</id></integration><flow>${nest(15_000, '[', ']')}</flow></integration-run>`,
      400,
      /Flow is nested more than 100 levels deep/,
    ],
    ['a 15,000-deep code', 'application/json', `{"integration":{"code":${nest(15_000, '[', ']')}}}`, 400, /Integration/],
    [
      'a 15,000-deep number',
      'application/json',
      `{"integration":{"id":1},"total-records":${nest(15_000, '[', ']')}}`,
      400,
      /Total records must be a whole number/,
    ],
    ['a 15,000-deep body', 'application/json', nest(15_000, '[', ']'), 400, /must be an object/],
    [
      'a code that is an object without texts',
      'application/json',
      '{"integration":{"code":{"toString":1,"valueOf":1}}}',
      400,
      /Integration/,
    ],
    [
      'a body of an XML attribute of a megabyte',
      'application/xml',
      `<integration-run a="${'b'.repeat(megabyte)}"/>`,
      400,
      /more than 1000 characters/,
    ],
    ['a text of a megabyte', 'application/json', `{"integration":{"code":"${'b'.repeat(megabyte)}"}}`, 400, /Integration can't be found/],
    ['a name of a megabyte', 'application/json', `{"${'b'.repeat(megabyte)}":1}`, 400, /Integration can't be blank/],
    [
      'more than the limit',
      'application/json',
      `{"integration":{"id":1},"flow":"${'b'.repeat(1_048_576)}"}`,
      413,
      /larger than 1048576 bytes/,
    ],
    ['a raw NUL in JSON', 'application/json', '{"integration":{"code":"a\0b"}}', 400, /mistake at line 1, column 26\./],
    ['an escaped NUL in JSON', 'application/json', '{"integration":{"code":"a\\u0000b"}}', 400, /U\+0000/],
    [
      'an escaped NUL in an error of a run',
      'application/json',
      '{"integration":{"id":1},"integration-errors":[{"status":"\\u0000"}]}',
      400,
      /U\+0000/,
    ],
    ['half of a surrogate pair', 'application/json', '{"integration":{"name":"\\ud800"}}', 400, /surrogate/],
    ['a raw NUL in XML', 'application/xml', '<integration-run>\0</integration-run>', 400, /disallowed character/],
    ['a reference to NUL in XML', 'application/xml', '<integration-run>&#0;</integration-run>', 400, /character entity/],
    ['nothing but NULs', 'application/json', '\0\0\0\0', 400, /is no JSON(: there is a mistake at line 1, column 1)?\./],
    ['invalid UTF-8 in JSON', 'application/json', bytesOf('{"integration":{"code":"', 0xff, 0xfe, '"}}'), 400, /not UTF-8/],
    ['a cut character in JSON', 'application/json', bytesOf('{"integration":{"code":"', 0xc3, '"}}'), 400, /not UTF-8/],
    ['invalid UTF-8 in XML', 'application/xml', bytesOf('<integration-run>', 0xff, '</integration-run>'), 400, /not UTF-8/],
    [
      'a number that no number is',
      'application/json',
      '{"integration":{"id":1},"total-records":1e309}',
      400,
      /Total records must be a whole number/,
    ],
    ['an id that no number is', 'application/json', '{"integration":{"id":1e309}}', 400, /whole number/],
    ['an id beyond every integer', 'application/json', '{"integration":{"id":"9007199254740993"}}', 400, /whole number/],
    ['an id beyond the column', 'application/json', '{"integration":{"id":9007199254740991}}', 400, /Integration can't be found/],
    ['a list where a record should be', 'application/json', '{"integration":[{"id":1}]}', 400, /Integration can't be blank/],
    [
      '101 responses',
      'application/json',
      JSON.stringify({ integration: { id: 1 }, integration_errors: [{ responses: Array(101).fill({}) }] }),
      400,
      /at most 100/,
    ],
    [
      'responses that are no objects',
      'application/json',
      '{"integration":{"id":1},"integration-errors":[{"responses":[1]}]}',
      400,
      /list of objects/,
    ],
    ['JSON that says it is XML', 'application/xml', '{"integration":{"id":1}}', 400, /no XML/],
    ['XML that says it is JSON', 'application/json', '<integration-run/>', 400, /is no JSON(: there is a mistake at line 1, column 1)?\./],
    ['another root', 'application/xml', '<integration><id>1</id></integration>', 400, /root element must be <integration-run>/],
  ];

  test.each(cases)('is refused soon: %s', async (_title, mediaType, body, status, message) => {
    const answer = await within(1_000, () => send('POST', runs, mediaType, body));
    expect({ status: answer.status, text: answer.text }).toEqual({ status, text: expect.stringMatching(message) });
    expect(answer.text).not.toMatch(/prisma|SELECT|stack|node_modules/i);
  });

  test.each(formats)('is refused wherever it is cut off, in %s', async (format) => {
    const whole = written(format, runs, { integration: { code: 'erp-invoices' }, 'total-records': 5, flow: { 'a-b': [null, '<&>'] } });
    for (let length = 0; length < whole.length; length += 1) {
      const answer = await send('POST', runs, `application/${format}`, whole.slice(0, length));
      expect([length, answer.status]).toEqual([length, 400]);
    }
  });

  test('leaves no memory behind', async () => {
    const { setFlagsFromString } = await import('node:v8');
    const { runInNewContext } = await import('node:vm');
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void; // what the flag brings
    const round = async () => {
      for (const [, mediaType, body] of cases) await send('POST', runs, mediaType, body);
    };
    await round();
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let count = 0; count < 5; count += 1) await round();
    collect();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(16 * megabyte);
  });
});

describe('a legal body means only what it says', () => {
  test.each([
    ['the last of two equal keys', '{"integration":{"id":1},"total-records":5,"total-records":6}', { 'total-records': 6 }],
    ['a __proto__ of the body', '{"integration":{"id":1},"__proto__":{"total-records":5}}', { 'total-records': null }],
    ['a __proto__ of the integration', '{"integration":{"id":1,"__proto__":{"code":"erp-suppliers"}}}', { integration: { id: 1 } }],
    ['a constructor', '{"integration":{"id":1},"constructor":{"prototype":{"polluted":1}}}', { 'total-records': null }],
    [
      'a __proto__ within flow',
      '{"integration":{"id":1},"flow":{"__proto__":{"polluted":1}}}',
      { flow: JSON.parse('{"__proto__":{"polluted":1}}') },
    ],
    ['NUL and halves within flow', '{"integration":{"id":1},"flow":["\\u0000","\\ud800"]}', { flow: ['\0', '\ud800'] }],
    [
      'a fragment of SQL',
      `{"integration":{"id":1},"integration-errors":[{"status":"'); DROP TABLE integrations; --"}]}`,
      { 'integration-errors': [{ status: "'); DROP TABLE integrations; --" }] },
    ],
  ])('%s', async (_title, body, expected) => {
    const answer = await send('POST', runs, 'application/json', body);
    expect(answer.status).toBe(201);
    const value: unknown = JSON.parse(answer.text);
    expect(value).toMatchObject(expected);
    expect('polluted' in {}).toBe(false);
  });

  test('an error whose elements are far too deep or unknown keeps nothing of them', async () => {
    const body = `{"integration-run-id":"7","whatever":${nest(15_000, '{"a":', '}').replace('}', '1}')},"status":"open"}`;
    const answer = await send('POST', errors, 'application/json', body);
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.text)).toMatchObject({ status: 'open', 'integration-run-id': 7 });
  });
});

test.each(['"\\"', '"\\', '"', 'a"', '"a'])('a header Prefer of nothing but %s is read in one pass', async (part) => {
  const prefer = `${part.repeat(8_000)}, graphql`;
  expect(await within(20, () => preferenceOf(prefer, 'wait'))).toBe(null);
});
