// What one caller can take from the others. How the examples are titled: `questions.ts`.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fromFetch } from '../../src/http/request.js';
import { readConfig } from '../../src/process/config.js';
import { codeOf, post } from '../graphql/ask.js';
import { request, useGuardedGateway } from '../support/guarded-gateway.js';
import { bad, many } from './questions.js';

const { accounts, appOn, appWith, ask, reader, statementsOf, expectRefusedUnread, world, writer } = useGuardedGateway();

describe('GraphQL cheat sheet', () => {
  const wide = (inner: string) => `integrationErrors(first: 500) { nodes { integrationRun { ${inner} } } }`;
  const deep = `${'latestRun { integration { '.repeat(9)} id ${'} }'.repeat(9)}`;
  const fifty = (size: number) => `{ ${many(size, (id) => `a${id}: integration(by: { databaseId: ${id} }) { id }`)} }`;
  test.each<[point: string, code: string, query: string, variables?: object]>([
    ['DoS: depth is limited', 'QUERY_TOO_DEEP', `{ integrations { nodes { ${deep} } } }`],
    ['DoS: the amount of a list is limited', bad, '{ integrationRuns(first: 99999999) { nodes { id } } }'],
    ['DoS: cost is reckoned and limited', 'QUERY_TOO_LARGE', `{ integrationRuns(first: 500) { nodes { ${wide(wide('id'))} } } }`],
    ['DoS: aliases are limited', 'TOO_MANY_ALIASES', `{ integrationRuns { nodes { ${many(201, (at) => `a${at}: id`)} } } }`],
    ['DoS: the length of a query is limited', 'TOO_MANY_TOKENS', `{ ${'__typename '.repeat(3_000)} }`],
    ['DoS: the number of values is limited', 'TOO_MANY_VALUES', '{ __typename }', { ids: Array(30_000).fill(1) }],
    ['batching attacks: the records that can be guessed at once are limited', 'TOO_MANY_ROOT_FIELDS', fifty(51)],
  ])('%s: refused before anything is read', async (_point, code, query, variables) => {
    await expectRefusedUnread(code, query, variables);
  });

  test('DoS: lists come in pages, of twenty unless one asks', async () => {
    expect((await ask('{ integrationRuns { nodes { id } } }')).json.data.integrationRuns.nodes).toHaveLength(20);
  });

  test('DoS: a request ends when its time is up', async () => {
    const stuck = appOn(() => new Promise(() => undefined));
    expect(codeOf(await post(stuck, { query: '{ integrations { totalCount } }' }))).toBe('TIMEOUT');
  });

  test('DoS: the rate is limited by caller, and counts what a query costs', async () => {
    const app = appWith({ openAccount: accounts(1, 10) });
    const five = { query: '{ integrations(first: 500) { nodes { id } } }' };
    const statuses = [];
    for (const headers of [reader, reader, reader, writer]) statuses.push((await post(app, five, headers)).status);
    expect(statuses).toEqual([200, 200, 429, 200]);
  });

  test('DoS: an address is one caller however it is spelled, and an IPv6 network is one', async () => {
    const app = appWith({ openAccount: accounts(1, 1), trustedProxies: (address) => address === '10.0.0.1' });
    const statusOf = async (forwarded: string) =>
      (await app.handle(fromFetch(request('/api/integrations/1', { 'x-forwarded-for': forwarded }), '10.0.0.1'))).status;
    for (const spellings of [
      ['203.0.113.9:5678', '203.0.113.9', '::ffff:203.0.113.9', '[64:ff9b::203.0.113.9]:80'],
      ['2001:db8::1', '2001:DB8:0:0::2', '[2001:0db8::3]:443'],
    ])
      for (const [index, spelling] of spellings.entries()) expect(await statusOf(spelling), spelling).toBe(index === 0 ? 401 : 429);
  });

  test('DoS: reads are batched, so that records within records of a whole list are one statement', async () => {
    const query = '{ integrationRuns(first: 100) { nodes { integration { name } integrationErrors(first: 5) { nodes { message } } } } }';
    expect(await statementsOf(() => ask(query))).toHaveLength(1);
  });

  test('DoS: what a process may use is bounded; its memory and processors are for the container to bound', () => {
    const { databasePoolSize, bodyLimit, requestTimeout } = readConfig({});
    expect([databasePoolSize, bodyLimit, requestTimeout]).toEqual([10, 1_048_576, 30_000]);
  });

  test('DoS: queries can be held to a list, of trusted documents', async () => {
    const document = '{ integrations { totalCount } }';
    const id = createHash('sha256').update(document).digest('hex');
    const app = appWith({ graphql: { trusted: { mode: 'only', texts: new Map([[id, document]]) } } });
    expect(codeOf(await post(app, { query: document }, reader))).toBe('TRUSTED_DOCUMENTS_ONLY');
    expect((await post(app, { documentId: `sha256:${id}` }, reader)).json.data.integrations.totalCount).toBe(12);
  });

  test('batching attacks: a list of operations is refused', async () => {
    expect(codeOf(await post(world.app, [{ query: '{ __typename }' }, { query: '{ __typename }' }], reader))).toBe('BATCHING_REFUSED');
  });

  test('batching attacks: each record counts for the rate', async () => {
    const { json } = await post(world.app, { query: fifty(50) }, { ...reader, 'x-graphql-cost': '1' });
    expect(json.extensions.cost.objects).toBe(50);
  });

  test('batching attacks: nothing secret can be guessed in a batch, since no mutation takes a credential', async () => {
    const { json } = await ask('{ __schema { mutationType { fields { name args { type { ofType { inputFields { name } } } } } } } }');
    expect(JSON.stringify(json)).toContain('totalRecords');
    const inputs = JSON.stringify(json).replace('"rotateWebhookSecret"', ''); // it gives one out, and takes none
    expect(inputs).not.toMatch(/secret|password|token|"apiKey"/i);
  });
});
