// What HTTP libraries send for a call without a body: nothing at all, JSON's `null` or `""`, or an XML root that says nothing.
import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';

const world = useWorld();

const json = { 'content-type': 'application/json' };
const xml = { 'content-type': 'application/xml' };
const runs = '/api/integration_runs';
const errors = '/api/integration_errors';

/** Each is no body, of a resource with that root. */
const nothings: [title: string, body: (root: string) => string, headers: Record<string, string>][] = [
  ['null', () => 'null', json],
  ['an empty text', () => '""', json],
  ['null between blanks', () => ' \t\r\nnull\n ', json],
  ['an empty text between blanks', () => '\n "" \n', json],
  ['null in a root', (root) => `{"${root}":null}`, json],
  ['null with a charset', () => 'null', { 'content-type': 'application/json; charset=UTF-8' }],
  ['null of no content type', () => 'null', { 'content-type': '' }],
  ['a byte order mark and null', () => '\uFEFFnull', json],
  ['an empty root', (root) => `<${root}/>`, xml],
  ['a nil root', (root) => `<${root} nil="true"/>`, xml],
  ['a nil root of XML Schema', (root) => `<${root} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"></${root}>`, xml],
];

const newRun = async (): Promise<number> => (await world.rest('POST', runs, { integration: { code: 'hr-users' } })).json.id;
const newError = async (): Promise<number> => (await world.rest('POST', errors, { 'integration-run-id': 7, status: 'x' })).json.id;

describe.each(nothings)('%s is no body', (_title, body, headers) => {
  test.each([
    ['pause', 'paused'],
    ['run', 'running'],
    ['success', 'successful'],
    ['finish', 'successful'],
    ['fail', 'failed'],
    ['pending', 'pending'],
  ])('of %s', async (move, status) => {
    const answer = await world.rest('PUT', `${runs}/${await newRun()}/${move}`, body('integration-run'), headers);
    expect([answer.status, answer.json.status]).toEqual([200, status]);
  });

  test('of max_updated_at, which has its value in the query', async () => {
    const path = `${runs}/${await newRun()}/max_updated_at`;
    const answer = await world.rest('PUT', `${path}?max_updated_at=2026-06-15`, body('integration-run'), headers);
    expect([answer.status, answer.json['max-updated-at']]).toEqual([200, '2026-06-15T00:00:00+00:00']);
    const without = await world.rest('PUT', path, body('integration-run'), headers);
    expect([without.status, without.json]).toEqual([400, { errors: { integration_run: ["Max updated at can't be blank"] } }]);
  });

  test.each([
    ['resolve', true],
    ['unresolve', false],
  ])('of %s', async (verb, resolved) => {
    const answer = await world.rest('PUT', `${errors}/${await newError()}/${verb}`, body('integration-error'), headers);
    expect([answer.status, answer.json.resolved, answer.json.status]).toEqual([200, resolved, 'x']);
  });

  test.each(['PUT', 'PATCH'])('of an update by %s, which changes nothing', async (method) => {
    for (const [path, root] of [
      ['/api/integrations/4', 'integration'],
      [`${errors}/4`, 'integration-error'],
      [`${runs}/4`, 'integration-run'],
    ] as const) {
      const before = (await world.rest('GET', path)).text;
      const answer = await world.rest(method, path, body(root), headers);
      expect([path, answer.status, answer.text]).toEqual([path, 200, before]);
    }
  });

  test('to create something of: that is refused, and nothing is written', async () => {
    for (const [path, root, message] of [
      [runs, 'integration-run', "Integration can't be blank"],
      [errors, 'integration-error', "Integration run can't be blank"],
      [`${errors}/create_alert`, 'integration-error', "Integration run can't be blank"],
      ['/api/integrations', 'integration', "Name can't be blank"],
    ] as const) {
      const list = path.replace('/create_alert', '');
      const count = async () => (await world.rest('GET', `${list}?limit=1`)).headers.get('x-total-count');
      const before = await count();
      const answer = await world.rest('POST', path, body(root), headers);
      expect([path, answer.status, answer.json.errors[root.replaceAll('-', '_')]?.[0]]).toEqual([path, 400, message]);
      expect(await count()).toBe(before);
    }
  });
});

describe('what says something else is refused', () => {
  test.each([
    ['"x"', json],
    ['" "', json],
    ['0', json],
    ['false', json],
    ['[]', json],
    ['[null]', json],
    ['nul', json],
    ['<integration-run>x</integration-run>', xml],
    ['<integration nil="true"/>', xml],
  ])('%s', async (body, headers) => {
    const id = await newRun();
    const answer = await world.rest('PUT', `${runs}/${id}/pause`, body, headers);
    expect(answer.status).toBe(400);
    expect((await world.rest('GET', `${runs}/${id}`)).json.status).toBe('pending');
  });
});
