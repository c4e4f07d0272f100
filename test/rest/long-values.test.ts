// Whatever a client sends, a refusal is short, and nothing that is nested deep is a fault of the gateway.
import { describe, expect, test } from 'vitest';
import { expectNothingWritten } from '../domain/contents.js';
import { useWorld } from '../support/world.js';

const world = useWorld();
expectNothingWritten(world);

const runs = '/api/integration_runs';
const errors = '/api/integration_errors';
const long = 'x'.repeat(5_000);
const json = 'application/json';
const xml = 'application/xml';

const nest = (open: string, inner: string, close: string, depth = 5_000) => `${open.repeat(depth)}${inner}${close.repeat(depth)}`;
const lists = nest('[', '', ']');
const objects = nest('{"a":', '1', '}');
const mixed = nest('[{"a":', '[]', '}]');

const messagesOf = (text: string): string[] =>
  text.startsWith('{')
    ? Object.values((JSON.parse(text) as { errors: Record<string, string[]> }).errors).flat()
    : [...text.matchAll(/<error>(.*?)<\/error>/gs)].map(([, message = '']) => message);

/** Asks in both formats of answers, and gives back the messages. */
const refusals = async (method: string, path: string, status: number, headers: Record<string, string> = {}, body: string | null = null) => {
  const messages: string[] = [];
  for (const accept of headers['accept'] === undefined ? [json, xml] : [headers['accept']]) {
    const response = await world.app(new Request(`http://gateway.test${path}`, { method, headers: { accept, ...headers }, body }));
    const text = await response.text();
    expect([response.status, text.slice(0, 300)]).toEqual([status, expect.any(String)]);
    messages.push(...messagesOf(text));
  }
  expect(messages.length).toBeGreaterThan(0);
  for (const message of messages) expect([message, message.length < 700]).toEqual([message, true]);
  return messages;
};

describe('a long text in an address is cut', () => {
  test.each([
    [`${runs}?${long}=1`, 400],
    [`${runs}?integration[${'y'.repeat(180)}]=1`, 400],
    [`${runs}?status[${'y'.repeat(180)}]=1`, 400],
    [`${runs}?${'y'.repeat(190)}]=1`, 400],
    [`${runs}?${'y'.repeat(190)}[]=1`, 400],
    [`${runs}?status=${long}`, 400],
    [`${runs}?status[in]=pending,${long}`, 400],
    [`${runs}?id=${long}`, 400],
    [`${runs}?id=${'9'.repeat(5_000)}`, 400],
    [`${runs}?start_time[gt]=${long}`, 400],
    [`${runs}?start_time[blank]=${long}`, 400],
    [`${runs}?integration[standard]=${long}`, 400],
    [`/api/contracts?minimum_value=${long}`, 400],
    [`${runs}?limit=${long}`, 400],
    [`${runs}?offset=${long}`, 400],
    [`${runs}?order_by=${long}`, 400],
    [`${runs}?dir=${long}`, 400],
    [`${runs}?return_object=${long}`, 400],
    [`${runs}?fields=["${long}",["${long}"]]`, 400],
    [`${runs}?fields=[${'0,'.repeat(5_000)}0]`, 400],
    [`${runs}/${long}`, 404],
    [`/api/${long}`, 404],
    [`${runs}/1/${long}`, 404],
  ])('%.60s', async (path, status) => {
    const [message] = await refusals('GET', path.replaceAll('"', '%22'), status);
    expect(message).toMatch(/…|fields has 0 in it/);
  });

  test('with a method that is not for it', async () => {
    await refusals('PUT', `${runs}/${'7'.repeat(5_000)}`, 404, { 'content-type': json }, '{}');
    await refusals('POST', `${runs}/${'7'.repeat(5_000)}`, 405, { 'content-type': json }, '{}');
  });
});

describe('a long text in a header or a body is cut', () => {
  test.each<[title: string, method: string, path: string, status: number, headers: Record<string, string>, body: string]>([
    ['a content type', 'POST', runs, 415, { 'content-type': `text/${long}` }, 'x'],
    ['what is accepted', 'PUT', `${runs}/1`, 406, { accept: `text/${long}`, 'content-type': json }, '{}'],
    ['a code', 'POST', runs, 400, { 'content-type': json }, `{"integration":{"code":"${long}"}}`],
    ['a name', 'POST', runs, 400, { 'content-type': json }, `{"integration":{"name":"${long}"}}`],
    ['an id', 'POST', runs, 400, { 'content-type': json }, `{"integration":{"id":"${long}"}}`],
    ['a number', 'PUT', `${runs}/1`, 400, { 'content-type': json }, `{"total-records":"${long}"}`],
    ['a time', 'PUT', `${runs}/1`, 400, { 'content-type': json }, `{"start-time":"${long}"}`],
    ['an enum', 'PUT', `${errors}/1`, 400, { 'content-type': json }, `{"document-type":"${long}"}`],
    ['a text', 'PUT', `${errors}/1`, 400, { 'content-type': json }, `{"status":"${long}"}`],
    ['what is no JSON', 'PUT', `${runs}/1`, 400, { 'content-type': json }, long],
    ['what is no XML', 'PUT', `${runs}/1`, 400, { 'content-type': xml }, long],
    ['an element', 'PUT', `${runs}/1`, 400, { 'content-type': xml }, `<a><${'y'.repeat(190)}>text<b/></${'y'.repeat(190)}></a>`],
    ['an open element', 'PUT', `${runs}/1`, 400, { 'content-type': xml }, `<${'y'.repeat(190)}>`],
    ['an element with colons', 'PUT', `${runs}/1`, 400, { 'content-type': xml }, `<a:${'y'.repeat(180)}:b/>`],
    ['an entity', 'PUT', `${runs}/1`, 400, { 'content-type': xml }, `<a>&${long};</a>`],
    ['an encoding', 'PUT', `${runs}/1`, 400, { 'content-type': `${xml}; charset=${long}` }, '<integration-run/>'],
  ])('%s', async (_title, method, path, status, headers, body) => {
    await refusals(method, path, status, headers, body);
  });
});

describe('what is nested thousands of levels deep is refused', () => {
  test.each([
    lists,
    objects,
    mixed,
    `["id",${lists}]`,
    `["id",{"bogus":${objects}}]`,
    `[{"integration":${lists}}]`,
    nest('[{"integration":', '{}', '}]'),
  ])('as fields: %.40s', async (fields) => {
    for (const method of ['GET', 'PUT']) await refusals(method, `${runs}/1?fields=${encodeURIComponent(fields)}`, 400);
  });

  test.each([lists, objects, mixed])('as a query: %.40s', async (value) => {
    const operand = encodeURIComponent(value);
    for (const query of ['id', 'status', 'start_time[gt]', 'limit', 'order_by', 'return_object', 'id[in]', 'integration[standard]', value])
      await refusals('GET', `${runs}?${encodeURIComponent(query)}=${operand}`, 400);
    for (const key of [nest('a[', 'b', ']'), `a${nest('[b', '', ']')}`, `a${'[b]'.repeat(5_000)}`, nest('[', '', ']')])
      await refusals('GET', `${runs}?${encodeURIComponent(key)}=1`, 400);
    await refusals('GET', `${runs}/${operand}`, 404);
  });

  test.each([lists, objects, mixed])('in a body, wherever something else is expected: %.40s', async (value) => {
    const typed = { 'content-type': json };
    for (const [method, path, bodies] of [
      ['POST', runs, [value, `{"integration":${value}}`, `{"integration":{"id":${value}}}`, `{"integration":{"code":${value}}}`]],
      ['POST', runs, [`{"integration_id":${value}}`, `{"integration_run":${value}}`]],
      ['PUT', `${runs}/1`, ['flow', 'start-time', 'total-records', 'max_updated_at'].map((name) => `{"${name}":${value}}`)],
      ['PUT', `${runs}/1/max_updated_at`, [`{"max-updated-at":${value}}`]],
      ['POST', errors, [`{"integration-run":${value}}`, `{"integration-run-id":${value}}`]],
      ['PUT', `${errors}/1`, ['document-type', 'document-id', 'status'].map((name) => `{"${name}":${value}}`)],
      ['PUT', `${errors}/1`, [`{"responses":[{"response-code":${value}}]}`]],
      ['PUT', '/api/integrations/1', ['name', 'direction', 'end_system_type'].map((name) => `{"${name}":${value}}`)],
    ] as const)
      for (const body of bodies) await refusals(method, path, 400, typed, body);
  });

  test('in XML, as elements or as the JSON of flow', async () => {
    for (const body of [nest('<a>', '', '</a>'), `<integration-run><flow>${nest('<a>', '', '</a>')}</flow></integration-run>`])
      await refusals('PUT', `${runs}/1`, 400, { 'content-type': xml }, body);
    for (const value of [lists, objects, mixed])
      await refusals('PUT', `${runs}/1`, 400, { 'content-type': xml }, `<integration-run><flow>${value}</flow></integration-run>`);
  });
});

test('what is nested deep in an element that is ignored stays ignored', async () => {
  const before = (await world.rest('GET', `${runs}/3`)).text;
  for (const name of ['bogus', 'status', 'created-by'])
    for (const value of [lists, objects, mixed]) {
      const answer = await world.rest('PUT', `${runs}/3`, `{"${name}":${value}}`);
      expect([answer.status, answer.text]).toEqual([200, before]);
    }
});
