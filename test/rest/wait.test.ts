// `GET /api/integration_runs/:id/wait`: answers when the run has ended, at the latest when time is up; and keeps no other request waiting.
import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { createLogger } from '../../src/observability/logger.js';
import { browser, useWorld } from '../support/world.js';

const world = useWorld();
const wait = (id: number, search = '', suffix = '') => world.rest('GET', `/api/integration_runs/${id}/wait${suffix}${search}`);

const create = async (): Promise<number> => (await world.rest('POST', '/api/integration_runs', { integration: { id: 1 } })).json.id;
const move = (id: number, path: string) => world.rest('PUT', `/api/integration_runs/${id}/${path}`);

describe('waiting', () => {
  test.each([
    ['success', 'successful'],
    ['fail', 'failed'],
  ])('ends when the run does: %s', async (path, status) => {
    const id = await create();
    await move(id, 'run');
    const waited = wait(id, '?timeout=20');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await move(id, path);
    const answer = await waited;
    expect([answer.status, answer.json.status]).toEqual([200, status]);
    expect(answer.json).toEqual((await world.rest('GET', `/api/integration_runs/${id}`)).json);
  });

  test('is over at once where the run has ended, and where no time is given', async () => {
    const statements = await world.statementsOf(async () => {
      expect((await wait(5, '?timeout=300')).status).toBe(200);
      expect((await wait(1, '?timeout=0')).status).toBe(202);
    });
    expect(statements).toHaveLength(4); // a look and a read each
  });

  test('ends with time, with 202 and the run as it is', async () => {
    const answer = await wait(1, '?timeout=1', '.json');
    expect([answer.status, answer.json]).toEqual([202, (await world.rest('GET', '/api/integration_runs/1')).json]);
  });

  test('tells a client that has the run as it is that it has not ended', async () => {
    const tag = (await wait(1, '?timeout=0')).headers.get('etag') ?? '';
    const again = async (id: number, known: string) =>
      (await world.rest('GET', `/api/integration_runs/${id}/wait?timeout=0`, undefined, { 'if-none-match': known })).status;
    expect([await again(1, tag), await again(1, '*')]).toEqual([202, 202]);
    const ended = (await wait(5, '?timeout=0')).headers.get('etag') ?? '';
    expect(await again(5, ended)).toBe(304);
  });

  test('answers in XML and in part as any read does', async () => {
    expect((await wait(5, '?fields=["id"]')).json).toEqual({ id: 5 });
    expect((await wait(5, '', '.xml')).text).toMatch(/^<\?xml.*<integration-run>/s);
  });

  test.each(['301', '-1', '1.5', 'x', '1e2', '9999'])('for %s seconds is refused', async (timeout) => {
    const answer = await wait(1, `?timeout=${timeout}`);
    expect([answer.status, answer.json]).toEqual([
      400,
      { errors: { base: [`timeout is "${timeout}", but must be a whole number of seconds from 0 to 300.`] } },
    ]);
  });

  test('for no run is 404, and without the scope 403', async () => {
    expect((await wait(999_999)).json).toEqual({ errors: { integration_run: ['There is no integration run with the id 999999.'] } });
    expect((await world.rest('PUT', '/api/integration_runs/1/wait')).headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  });
});

test('waits outlive the time of a request, have places of their own, and end with the process', async () => {
  const app = createApp({
    database: world.database,
    logger: createLogger('silent'),
    bodyLimit: 1_000,
    requestTimeout: 2_000,
    browser,
    streamLimits: { all: 2, caller: 2 },
  });
  const ask = (path: string) => app(new Request(`http://gateway.test/api/${path}`, { headers: { accept: 'application/json' } }));
  const waiting = [ask('integration_runs/1/wait'), ask('integration_runs/1/wait')];
  await new Promise((resolve) => setTimeout(resolve, 2_300));
  expect((await ask('integration_runs/1/wait')).status).toBe(503);
  expect((await ask('integration_runs/1')).status).toBe(200);
  app.endLongLived();
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([202, 202]);
});
