// `GET /api/integration_runs/statistics`: the same figures as GraphQL's, in the forms of the REST door.
import { describe, expect, test } from 'vitest';
import { Decimal, decimalText } from '../../src/domain/rules/decimal.js';
import { dashed } from '../../src/lib/words.js';
import { bearerOf, makeClient } from '../support/credentials.js';
import { useWorld } from '../support/world.js';
import { equivalentOf } from './equivalents.js';

const world = useWorld();
const path = '/api/integration_runs/statistics';
const ask = (search = '', headers = {}) => world.rest('GET', path + search, undefined, headers);

const decimals = new Set(['successRate', 'average', 'p50', 'p95', 'p99', 'max']);

/** What GraphQL answers, as REST writes it; of integrations the two that tell which they are. */
const wired = (value: unknown, key = ''): unknown => {
  if (Array.isArray(value)) return value.map((each) => wired(each));
  if (value === null) return null;
  if (key === 'integration') return { id: (value as { databaseId: number }).databaseId, code: (value as { code: string }).code };
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [dashed(name), wired(inner, name)]));
  if (decimals.has(key)) return decimalText(new Decimal(Number(value)));
  if (key === 'status') return String(value).toLowerCase();
  return key === 'from' || key === 'to' ? `${String(value).slice(0, 19)}+00:00` : value;
};

const timeline = 'timeline[unit]=week&timeline[from]=2026-05-01&timeline[to]=2026-06-20T10:00:00Z';
const questions = [
  '',
  '?status[in]=failed,successful&integration[code][contains]=erp',
  '?by_integration[first]=3',
  '?by-integration[order-by]=success_rate&by_integration[dir]=DESC&status[not_eq]=pending',
  '?by_integration[order_by]=duration_p95',
  `?${timeline}&timeline[on]=end_time&timeline[time-zone]=Europe/Berlin`,
  `?${timeline}&by_integration[first]=2&integration_errors[resolved]=false`,
  '?id=0',
  '?timeline[unit]=day&timeline[from]=2026-06-01&timeline[to]=2026-06-01',
];

describe('statistics over REST', () => {
  test.each(questions)('are those of GraphQL, whose request they tell, in one statement: %s', async (search) => {
    const { status, json, headers } = await ask(search, { prefer: 'graphql' });
    expect(status).toBe(200);
    const { query, variables } = JSON.parse(equivalentOf(headers));
    const { data, errors } = await world.graphql<{ integrationRunStatistics: object }, never>(query, variables);
    expect(errors).toBeUndefined();
    for (const group of json['by-integration'] ?? []) group.integration = { id: group.integration.id, code: group.integration.code };
    expect(json).toEqual(wired(data?.integrationRunStatistics));
    expect((await world.statementsOf(() => ask(search))).length).toBe(1);
  });

  test('show what fields choose, and read no more', async () => {
    const fields = encodeURIComponent('["open-error-count",{"by_integration":[{"integration":["code"]},{"statistics":["count"]}]}]');
    const statements = await world.statementsOf(async () => {
      const { json } = await ask(`?by_integration[first]=1&fields=${fields}`);
      expect(Object.keys(json)).toEqual(['open-error-count', 'by-integration']);
      expect(json['by-integration']).toEqual([{ integration: { code: expect.any(String) }, statistics: { count: expect.any(Number) } }]);
    });
    expect(statements.join()).not.toContain('percentile_cont');
    expect((await ask('?return_object=limited')).json).toEqual({});
  });

  test('have the tag of what they show, and no body for HEAD', async () => {
    const { headers, text } = await ask('.xml');
    expect(text).toMatch(/^<\?xml[^>]*>\n<integration-run-statistics>\n {2}<count type="integer">200<\/count>/);
    const etag = headers.get('etag') ?? '';
    expect((await ask('.xml', { 'if-none-match': etag })).status).toBe(304);
    const head = await world.rest('HEAD', `${path}.xml`);
    expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', etag]);
    await world.rest('POST', '/api/integration_runs', { integration: { id: 1 } });
    expect((await ask('.xml', { 'if-none-match': etag })).status).toBe(200);
  });

  test.each([
    ['?stat=failed', 'There is no attribute "stat". Did you mean status?'],
    ['?status=none', 'status is "none", but must be one of'],
    ['?limit=5', 'limit is for lists of runs.'],
    ['?order-by=id', 'order_by is for lists of runs.'],
    ['?by_integration=true', 'There is no parameter "by_integration". '],
    ['?by_integration[last]=3', 'Did you mean by_integration[first]?'],
    ['?by_integration[first]=0', 'by_integration[first] is "0", but must be a whole number from 1 to 500.'],
    ['?by_integration[first]=501', 'by_integration[first] is "501", but must be a whole number from 1 to 500.'],
    ['?by_integration[order_by]=name', 'must be one of count, failed, success_rate or duration_p95.'],
    ['?by_integration[dir]=up', 'by_integration[dir] is "up", but must be one of asc or desc.'],
    ['?timeline[unit]=day', 'timeline[from] is missing: a timeline needs timeline[unit], timeline[from] and timeline[to].'],
    [`?${timeline}&timeline[unit]=year`, 'timeline[unit] is "year", but must be one of hour, day, week or month.'],
    [`?${timeline}&timeline[to]=soon`, 'timeline[to] is "soon", but must be a time in ISO 8601'],
    [`?${timeline}&timeline[on]=constructor`, 'must be one of created_at, start_time or end_time.'],
    [`?${timeline}&timeline[time_zone]=Mars`, '"Mars", which is no IANA time zone.'],
    [`?${timeline}&timeline[time_zone]=BST`, '"BST", which is no IANA time zone.'],
    [`?${timeline}&timeline[from]=2027-01-01`, 'Exchange them.'],
    ['?timeline[unit]=hour&timeline[from]=2020-01-01&timeline[to]=2026-01-01', 'more than 1000 buckets'],
    ['?timeline[from][a]=1', 'There is no parameter "timeline[from][a]".'],
    ['?timeline[__proto__]=1', 'There is no parameter "timeline[__proto__]".'],
    ['?fields=count', 'fields is no JSON.'],
  ])('refuse what makes no sense, and say what would: %s', async (search, words) => {
    const { status, json } = await ask(search);
    expect(status).toBe(400);
    expect(Object.values(json.errors).flat().join()).toContain(words);
    const xml = await ask(`.xml${search}`);
    expect([xml.status, xml.text]).toEqual([400, expect.stringContaining('<errors>\n  <error>')]);
  });

  test('need the scopes of what their conditions lead to', async () => {
    const client = await makeClient(world, ['core.integration.read']);
    const { status, json } = await ask('?integration_errors[contract][number]=C-1', await bearerOf(world, client));
    expect([status, JSON.stringify(json)]).toEqual([403, expect.stringContaining('core.')]);
  });
});
