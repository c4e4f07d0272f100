// `GET /api/changes`: the feed by pages, as a list or line by line, and for those who wait.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { createFeed, type Feed } from '../../src/domain/feed/feed.js';
import { createLogger } from '../../src/observability/logger.js';
import { bearerOf, makeClient } from '../support/credentials.js';
import { browser, useWorld } from '../support/world.js';
import { problemsWith } from './openapi-document.js';

const world = useWorld();
const logger = createLogger('silent');
let feed: Feed;
let app: ReturnType<typeof createApp>;

beforeAll(() => {
  feed = createFeed(world.database, logger);
  app = createApp({ database: world.database, feed, logger, bodyLimit: 10_000, requestTimeout: 2_000, browser });
});
afterAll(() => feed.stop());

const ask = async (search = '', headers: Record<string, string> = {}) => {
  const response = await app(
    new Request(`http://gateway.test/api/changes${search}`, { headers: { accept: 'application/json', ...headers } }),
  );
  const text = await response.text();
  return {
    status: response.status,
    position: response.headers.get('x-feed-position') ?? '',
    headers: response.headers,
    text,
    json: () => JSON.parse(text),
  };
};
const end = async (): Promise<string> => {
  let { position, json } = await ask('?limit=500');
  while (json().length > 0) ({ position, json } = await ask(`?limit=500&after=${position}`));
  return position;
};
const create = async (more = {}): Promise<number> =>
  (await world.rest('POST', '/api/integration_runs', { integration: { id: 1 }, ...more })).json.id;
const move = (id: number, path: string) => world.rest('PUT', `/api/integration_runs/${id}/${path}`);
const changesAfter = async (position: string, count: number) => {
  for (;;) {
    const answer = await ask(`?after=${position}`);
    if (answer.json().length >= count) return answer;
    await sleep(10);
  }
};

describe('the feed over REST', () => {
  test('has each change in its place, with the record as it is now', async () => {
    const start = await end();
    const id = await create();
    await move(id, 'run');
    const { json, position, headers } = await changesAfter(start, 2);
    const [created, moved] = json();
    const run = (await world.rest('GET', `/api/integration_runs/${id}`)).json;
    delete run['integration-errors'];
    const actor = { id: 1, login: 'local-developer', fullname: 'Local developer' };
    const nothing = { 'integration-error': null, integration: null, contract: null };
    expect(created).toEqual({
      position: created.position,
      type: 'run_created',
      at: created.at,
      source: 'rest',
      version: 1,
      actor: created.actor,
      'integration-run': run,
      ...nothing,
    });
    expect(Object.keys(created.actor)).toEqual(Object.keys(actor));
    expect(moved).toMatchObject({ type: 'run_moved', version: 2, 'integration-run': { id, status: 'running' } });
    expect(moved.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
    expect(position).toBe(moved.position);
    expect(headers.get('cache-control')).toBe('no-store');
    expect((await ask(`?after=${created.position}`)).json()).toEqual([moved]);
    expect((await ask(`?after=${start}&types=run_moved`)).json()).toEqual([moved]);
    expect((await ask(`?after=${start}&types=run-moved,%20run_created&limit=1`)).json()).toEqual([created]);
    expect(problemsWith({ schema: { $ref: '#/components/schemas/change' } }, created)).toEqual([]);
  });

  test('comes as a line for each change where that is accepted', async () => {
    const start = await end();
    await create();
    await create();
    const list = (await changesAfter(start, 2)).json();
    const { text, headers } = await ask(`?after=${start}`, { accept: 'application/x-ndjson' });
    expect(headers.get('content-type')).toBe('application/x-ndjson');
    expect(text.endsWith('\n')).toBe(true);
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(list);
    expect((await ask('.json?limit=1')).status).toBe(200);
    expect((await ask('.xml')).status).toBe(406);
    expect((await ask('', { accept: 'application/xml' })).status).toBe(406);
  });

  test.each(['application/json', 'application/x-ndjson'])('are no more than an answer may have, as %s', async (accept) => {
    const start = await end();
    const id = await create({ flow: 'x'.repeat(5_000) });
    for (let count = 0; count < 10; count += 1) await world.rest('PATCH', `/api/integration_runs/${id}.json`, { 'total-records': count });
    await changesAfter(start, 11);
    const options = { database: world.database, feed, logger, bodyLimit: 10_000, requestTimeout: 2_000, browser };
    const limited = createApp({ ...options, answerLimit: 40_000 });
    const request = (limit: number) =>
      limited(new Request(`http://gateway.test/api/changes?after=${start}&limit=${limit}`, { headers: { accept } }));
    expect((await request(5)).status).toBe(200);
    const refused = await request(11);
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('40000 bytes')]);
  });

  test('can be waited for', async () => {
    const start = await end();
    const begun = performance.now();
    const waiting = ask(`?after=${start}&types=run_moved`, { prefer: 'wait=20' });
    await sleep(100);
    const id = await create();
    await move(id, 'run');
    const { json, headers } = await waiting;
    expect(json()).toMatchObject([{ type: 'run_moved', 'integration-run': { id } }]);
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(headers.get('preference-applied')).toBe('wait=20');
    const none = await ask(`?after=${await end()}`, { prefer: 'graphql, wait=1' });
    expect([none.status, none.json()]).toEqual([200, []]);
    expect((await ask(`?after=${none.position}`)).json()).toEqual([]);
    const applied = async (prefer: string) => (await ask(`?after=${none.position}`, { prefer })).headers.get('preference-applied');
    expect(await applied('foo="a,wait=9", Wait = "1"; x=2, wait=8')).toBe('wait=1');
    expect(await applied('foo="wait=9", wait=-1')).toBeNull();
  });

  test('refuses what makes no sense', async () => {
    const messageOf = async (search: string) => {
      const { status, json } = await ask(search);
      return [status, Object.values(json().errors)[0]];
    };
    expect(await messageOf('?limit=0')).toEqual([400, ['limit is "0", but must be a whole number from 1 on.']]);
    expect((await messageOf('?types=run_removed'))[0]).toBe(400);
    expect(await messageOf('?after=x')).toEqual([
      400,
      ['"x" is no position of the feed. Use one that an answer of this gateway gave, unchanged.'],
    ]);
    expect((await messageOf('?after=ffffff-1'))[0]).toBe(410);
    expect(await messageOf('?bogus=1')).toEqual([400, ['There is no parameter "bogus". There are after, limit and types.']]);
    expect(await messageOf('?type=run_moved')).toEqual([
      400,
      ['There is no parameter "type". Did you mean types? There are after, limit and types.'],
    ]);
    expect(await messageOf('?types[]=run_moved')).toEqual([400, ['The parameter "types[]" lacks a name between its brackets.']]);
    expect((await messageOf('?types[0]=run_moved'))[0]).toBe(400);
    expect((await ask('?exported=true&filter=x&%20limit%20=1')).status).toBe(200);
    const post = await app(new Request('http://gateway.test/api/changes', { method: 'POST', headers: { accept: 'application/json' } }));
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  test('tells nothing of contracts without their scope, and nothing at all without that of runs', async () => {
    const guarded = createApp({
      database: world.database,
      feed,
      logger,
      bodyLimit: 10_000,
      requestTimeout: 2_000,
      browser,
      auth: { mode: 'required' },
    });
    const askAs = async (scopes: string[]) => {
      const headers = await bearerOf({ app: guarded } as never, await makeClient(world, scopes));
      const response = await guarded(
        new Request('http://gateway.test/api/changes?limit=500&types=contract_updated,run_created', {
          headers: { accept: 'application/json', ...headers },
        }),
      );
      return { status: response.status, json: await response.json() };
    };
    const start = await end();
    await world.graphql('mutation { updateContract(input: { by: { databaseId: 1 }, name: "Another" }) { __typename } }');
    await changesAfter(start, 1);
    const types = ({ json }: { json: { type: string }[] }) => [...new Set(json.map(({ type }) => type))].toSorted();
    expect(types(await askAs(['core.integration.read', 'core.contract.read']))).toEqual(['contract_updated', 'run_created']);
    expect(types(await askAs(['core.integration.read']))).toEqual(['run_created']);
    expect((await askAs(['core.contract.read'])).status).toBe(403);
  });
});

test('a wait for a run is woken by its end', async () => {
  const id = await create();
  const begun = performance.now();
  const waiting = app(
    new Request(`http://gateway.test/api/integration_runs/${id}/wait?timeout=20`, { headers: { accept: 'application/json' } }),
  );
  await sleep(150);
  await create(); // of no concern
  const looks = await world.statementsOf(async () => {
    await move(id, 'success');
    expect((await waiting).status).toBe(200);
  });
  expect(performance.now() - begun).toBeLessThan(2_000);
  expect(looks.filter(({ sql }) => sql.includes('FROM integration_runs')).length).toBeLessThan(6);
});
