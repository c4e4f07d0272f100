// When a read tells its GraphQL equivalent, and what that costs.
import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { equivalentOf } from './equivalents.js';

const world = useWorld();
const ask = (path: string, prefer = 'graphql') => world.rest('GET', path, undefined, { prefer });

describe('the preference', () => {
  test.each(['graphql', 'GraphQL', 'return=minimal, graphql', 'wait=10; x="a,b",graphql;a=b', 'graphql=""'])('%s asks', async (prefer) => {
    equivalentOf((await ask('/api/contracts', prefer)).headers);
  });

  test.each(['', 'graphqls', 'return=graphql', 'x="y, graphql"', 'x; graphql'])('%j does not ask', async (prefer) => {
    const { status, headers } = await ask('/api/contracts', prefer);
    expect(status).toBe(200);
    expect(headers.get('vary')).toBe('Accept, Prefer');
    for (const name of ['x-graphql-equivalent', 'x-graphql-equivalent-omitted', 'preference-applied'])
      expect(headers.has(name)).toBe(false);
  });

  test('costs a statement for a page that is not the first, and none otherwise or unasked', async () => {
    const cost = async (path: string, prefer: string) => (await world.statementsOf(() => ask(path, prefer))).length;
    for (const path of ['/api/integration_runs', '/api/integration_runs?status[in]=failed,paused', '/api/integration_runs/7'])
      expect(await cost(path, 'graphql')).toBe(await cost(path, ''));
    const page = '/api/integration_runs?offset=20';
    expect(await cost(page, 'graphql')).toBe((await cost(page, '')) + 1);
  });

  test('leaves the answer as it is, in XML, to HEAD and as 304', async () => {
    const path = '/api/integration_errors?document_type=Contract';
    const [plain, asked] = [await ask(path, ''), await ask(path)];
    expect([asked.text, asked.headers.get('etag')]).toEqual([plain.text, plain.headers.get('etag')]);
    const value = equivalentOf(asked.headers);
    const head = await world.rest('HEAD', path, undefined, { prefer: 'graphql' });
    const known = await world.rest('GET', path, undefined, { prefer: 'graphql', 'if-none-match': plain.headers.get('etag') ?? '' });
    const xml = await world.rest('GET', path, undefined, { prefer: 'graphql', accept: 'application/xml' });
    expect([head.status, known.status, xml.status]).toEqual([200, 304, 200]);
    for (const { headers } of [head, known, xml]) expect(equivalentOf(headers)).toBe(value);
  });

  test('means nothing to a write or a refusal', async () => {
    const answers = [
      await world.rest('PATCH', '/api/integration_runs/7', { 'total-records': 5 }, { prefer: 'graphql' }),
      await ask('/api/integration_runs/999999'),
      await ask('/api/integration_runs?nonsense=1'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 400]);
    for (const { headers } of answers) expect(headers.has('x-graphql-equivalent') || headers.has('preference-applied')).toBe(false);
  });

  test.each([
    ['/api/integration_runs?order_by=max-updated-at', 'GraphQL has no order by max_updated_at'],
    ['/api/integration_runs?order_by=integration_id', 'GraphQL has no order by integration_id'],
    ['/api/integration_errors?order_by=resolved', 'GraphQL has no order by resolved'],
    ['/api/contracts?order_by=supplier[name]&offset=3', 'GraphQL has no order by supplier[name]'],
    [`/api/contracts?name=${encodeURIComponent('部'.repeat(1200))}`, 'too long'],
  ])('says why there is no equivalent: %.60s', async (path, reason) => {
    const { status, headers } = await ask(path);
    expect([status, headers.get('x-graphql-equivalent-omitted')]).toEqual([200, reason]);
    expect(headers.has('x-graphql-equivalent') || headers.has('preference-applied')).toBe(false);
  });
});
