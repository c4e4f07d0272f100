import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';

const world = useWorld();

const guarded = useWorld({ auth: { mode: 'required' } });

const run = '/api/integration_runs/7';

/** Asks with just these headers. */
const ask = async (method: string, path: string, headers: Record<string, string>, body?: string) => {
  const response = await world.app(
    new Request(`http://gateway.test${path}`, { method, headers, ...(body !== undefined && { body: new TextEncoder().encode(body) }) }),
  );
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    vary: response.headers.get('vary'),
    text: await response.text(),
  };
};

const json = 'application/json; charset=utf-8';
const xml = 'application/xml; charset=utf-8';
const textXml = 'text/xml; charset=utf-8';
const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';

describe('a read is answered', () => {
  test.each<[accept: string | null, path: string, type: string]>([
    ['application/json', run, json],
    ['application/xml', run, xml],
    ['text/xml', run, textXml],
    ['APPLICATION/JSON', run, json],
    ['application/json; charset=utf-8', run, json],
    ['application/json, text/plain, */*', run, json],
    ['text/plain, application/json', run, json],
    ['application/json;q=0.5, application/xml', run, xml],
    ['application/xml;q=0.5, application/json;q=0.6', run, json],
    ['application/xml;q=0.2, */*;q=0.1', run, xml],
    ['application/xml;q=0, */*', run, textXml],
    ['application/xml;q=0, text/xml;q=0, */*', run, json],
    ['text/html, application/json;q=0.1', run, json],
    ['application/xml, application/json', run, xml],
    ['application/json, application/xml', run, json],
    ['application/xml;q=0.0, application/json;q=0.001', run, json],
    ['*/*;q=0.1, application/json;q=0.2', run, json],
    ['*/*, application/json;q=0.2', run, xml],
    ['application/json ; Q=0.2 , application/xml ; q = 0.1', run, json],
    ['application/xml; q=0.1, application/json; q=0.9', run, json],
    ['application/xml;\tq=0.1\t,\tapplication/json;\tq=0.9', run, json],
    ['application/json;charset=utf-8;q=0.4, application/xml;q=0.5', run, xml],
    ['text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2', run, xml],
    ['', run, xml],
    ['text/*', run, textXml],
    ['application/*', run, xml],
    [browser, run, xml],
    ['*/*', run, xml],
    [null, run, xml],
    ['application/xml', `${run}.json`, json],
    ['application/json', `${run}.xml`, xml],
    ['text/html', `${run}.json`, json],
    ['*/*', `${run}.json`, json],
    ['application/json', '/api/integration_runs.xml?id=7', xml],
    ['application/xml', '/api/integration_runs.json?id=7', json],
  ])('to Accept %s at %s', async (accept, path, type) => {
    const answer = await ask('GET', path, accept === null ? {} : { accept });
    expect([answer.status, answer.type, answer.vary]).toEqual([200, type, expect.stringMatching(/^Accept(, |$)/)]);
    if (type === json) expect(() => JSON.parse(answer.text)).not.toThrow();
    else expect(answer.text).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<integration-runs?[ >]/);
  });
});

describe('a write without a wish is answered in the format that was sent', () => {
  const bodies = { json: '{"total-records":5}', xml: '<integration-run><total-records>5</total-records></integration-run>' };

  test.each<[contentType: string | null, accept: string | null, body: string, type: string]>([
    ['application/json', null, bodies.json, json],
    ['application/json', '*/*', bodies.json, json],
    ['application/json', 'application/xml', bodies.json, xml],
    ['application/json', 'application/*', bodies.json, json],
    ['application/json; charset=utf-8', null, bodies.json, json],
    ['text/json', null, bodies.json, json],
    ['application/vnd.api+json', null, bodies.json, json],
    ['application/xml', null, bodies.xml, xml],
    ['text/xml;charset=UTF-8', null, bodies.xml, xml],
    ['application/soap+xml', null, bodies.xml, xml],
    ['application/xml', 'application/json', bodies.xml, json],
    ['application/xml', 'application/json, text/plain, */*', bodies.xml, json],
    [null, null, bodies.json, json],
    [null, null, bodies.xml, xml],
    [null, null, `\n ${bodies.xml}`, xml],
    [null, null, `${' '.repeat(150)}${bodies.xml}`, xml],
    [null, null, `\n${' '.repeat(150)}${bodies.json}`, json],
    ['application/json', null, '', xml],
    ['text/plain', null, '', xml],
    ['application/x-www-form-urlencoded', null, ' \r\n\t', xml],
    ['application/octet-stream', 'application/json', '', json],
    [null, null, '', xml],
  ])('content type %s, Accept %s, body %j', async (contentType, accept, body, type) => {
    const headers = { ...(contentType !== null && { 'content-type': contentType }), ...(accept !== null && { accept }) };
    const answer = await ask('PUT', run, headers, body);
    expect([answer.status, answer.type]).toEqual([200, type]);
  });
});

test.each([
  ['utf-16le', [0xff, 0xfe], xml],
  ['utf-16be', [0xfe, 0xff], xml],
])('XML without a content type may be in %s', async (encoding, mark, type) => {
  const text = Buffer.from('<integration-run><total-records>5</total-records></integration-run>', 'utf16le');
  const body = Buffer.concat([Buffer.from(mark), encoding === 'utf-16be' ? text.swap16() : text]);
  const response = await world.app(new Request(`http://gateway.test${run}`, { method: 'PUT', body }));
  expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
});

test.each([
  ['DELETE', '/api/integrations/2', 405],
  ['GET', '/api/nope', 404],
  ['GET', '/api/integrations/99999', 404],
  ['OPTIONS', '/api/nope', 404],
  ['POST', '/api/integration_runs', 400],
  ['PUT', '/api/integrations/99999', 404],
])('%s %s without a body is refused in XML, whatever its content type', async (method, path, status) => {
  const answer = await ask(method, path, { 'content-type': 'application/json' });
  expect([answer.status, answer.type]).toEqual([status, xml]);
});

test.each([
  ['GET', undefined, xml],
  ['DELETE', undefined, xml],
  ['PUT', '{}', json],
])('and so is a %s without a credential: the body %s', async (method, body, type) => {
  const headers = { 'content-type': 'application/json' };
  const response = await guarded.app(new Request(`http://gateway.test${run}`, { method, headers, ...(body !== undefined && { body }) }));
  expect([response.status, response.headers.get('content-type')]).toEqual([401, type]);
});

test('a content type of nothing is shown as it was sent', async () => {
  const { status, text } = await ask('PUT', run, { 'content-type': ';', accept: 'application/json' }, '{}');
  expect([status, JSON.parse(text).errors.base[0]]).toEqual([
    415,
    "The content type ; can't be read. Send application/json or application/xml.",
  ]);
});

describe('a request that can not be served', () => {
  test.each(['text/html', 'image/png, text/plain;q=0.5', 'application/json;q=0', '*/*;q=0', 'application/pdf'])(
    'is 406 to Accept %s',
    async (accept) => {
      const answer = await ask('GET', run, { accept });
      expect([answer.status, answer.type, JSON.parse(answer.text)]).toEqual([
        406,
        json,
        { errors: { base: [`None of ${accept} can be served. Accept application/json or application/xml.`] } },
      ]);
    },
  );

  test('tells no more than the beginning of a long Accept', async () => {
    const { status, text } = await ask('GET', run, { accept: 'a/b,'.repeat(2_000) });
    expect([status, JSON.parse(text).errors.base]).toEqual([
      406,
      [`None of ${'a/b,'.repeat(25)}… can be served. Accept application/json or application/xml.`],
    ]);
  });

  test('changes nothing when its answer could not be read', async () => {
    const before = await ask('GET', `${run}.json`, {});
    const answer = await ask('PUT', run, { accept: 'text/html', 'content-type': 'application/json' }, '{"total-records":77}');
    expect(answer.status).toBe(406);
    expect(await ask('GET', `${run}.json`, {})).toEqual(before);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'image/svg',
    'json',
  ])('is 415 to the content type %s', async (contentType) => {
    const before = await ask('GET', `${run}.json`, {});
    for (const accept of ['application/json', 'application/xml']) {
      const answer = await ask('PUT', run, { accept, 'content-type': contentType }, '{"total-records":77}');
      const message = `The content type ${contentType.split(';')[0]} can't be read. Send application/json or application/xml.`;
      const body =
        accept === 'application/json'
          ? JSON.stringify({ errors: { base: [message] } })
          : expect.stringContaining(message.replaceAll("'", '&apos;'));
      expect([answer.status, answer.text]).toEqual([415, body]);
    }
    expect(await ask('GET', `${run}.json`, {})).toEqual(before);
  });
});
