// Every REST read tells the GraphQL request that reads the same; here the telling is posted as it is, and the rows are compared.

import fc from 'fast-check';
import { isEnumType, parse, validate } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { sortingColumns } from '../../src/domain/entities/entities.js';
import { schema } from '../../src/graphql/schema/schema.js';
import { capitalised, constantCase } from '../../src/lib/words.js';
import { type RecordResource, type Resource, resources } from '../../src/rest/wire/resources.js';
import { fuzzRuns } from '../support/fuzz.js';
import { useWorld } from '../support/world.js';
import { equivalentOf } from './equivalents.js';
import { attributesOf, awkward, everyAttribute, operandsOf, operatorsOf, parameterOf } from './query-conditions.js';

const world = useWorld();

beforeAll(async () => {
  for (const status of [awkward, '', '   ', 'plain', null])
    await world.rest('POST', '/api/integration_errors', { 'integration-run-id': 7, status, 'document-type': 'Contract', 'document-id': 3 });
});

const lists: readonly RecordResource[] = [
  resources.integrationRun,
  resources.integrationError,
  resources.integrationHistoryRecord,
  resources.integration,
  resources.contract,
];
const pathOf = ({ plural }: Resource): string => `/api/${plural.replaceAll('-', '_')}`;
const ask = (path: string, prefer = 'graphql') => world.rest('GET', path, undefined, { prefer });

const post = async (body: string) => {
  const request = new Request('http://gateway.test/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  // biome-ignore lint/suspicious/noExplicitAny: an answer of any shape
  const { data, errors } = (await (await world.app(request)).json()) as { data?: Record<string, any>; errors?: unknown };
  expect(errors).toBeUndefined();
  return Object.values(data ?? {})[0];
};

const readsTheSame = async (path: string): Promise<readonly number[]> => {
  const { status, json, headers } = await ask(path);
  expect({ path, status }).toEqual({ path, status: 200 });
  const { nodes, totalCount } = await post(equivalentOf(headers));
  const ids = json.map(({ id }: { id: number }) => id);
  expect({ path, ids: nodes.map((node: { databaseId: number }) => node.databaseId), totalCount }).toEqual({
    path,
    ids,
    totalCount: Number(headers.get('x-total-count')),
  });
  return ids;
};

describe('the equivalent of a query reads the same rows', () => {
  const cases = lists.flatMap((resource) =>
    attributesOf(resource).map((attribute) => [pathOf(resource), attribute.key, attribute] as const),
  );

  test.each(cases)('%s by every operator on %s', async (path, key, attribute) => {
    for (const operator of operatorsOf(attribute.kind))
      for (const operand of operandsOf(attribute, operator).slice(0, fuzzRuns(1)))
        await readsTheSame(`${path}?${parameterOf(key, operator, operand)}&limit=5&fields=["id"]`);
  });

  test('for times as they are shown', async () => {
    const [, , third] = (await world.rest('GET', '/api/integration_runs?order_by=start_time&status=successful')).json;
    for (const operator of operatorsOf('time').filter((name) => name !== 'blank'))
      await readsTheSame(`/api/integration_runs?${parameterOf('start-time', operator, third['start-time'])}`);
    expect(await readsTheSame(`/api/integration_runs?${parameterOf('start-time', '', third['start-time'])}`)).toContain(third.id);
  });

  test.each([
    ['/api/integration_runs?integration[code]=erp-invoices', 'a reference'],
    ['/api/integration_runs?integration_errors[document_type]=Invoice&integration_errors[resolved]=false', 'one and the same error'],
    ['/api/integration_runs?integration_errors[responses][response-code]=422', 'two levels'],
    ['/api/integration_errors?integration_run[integration[code]]=erp-orders', 'two levels, the other way to write them'],
    ['/api/integrations?integration_runs[status]=paused', 'a list'],
    ['/api/contracts?integration_errors[resolved]=false&supplier[name][starts_with]=a', 'a contract'],
    ['/api/integration_errors?contract[number][blank]=false', 'the document'],
    ['/api/integration_history_records?integration_run_id[blank]=true&integration[code][not_eq]=x', 'a reference that is not there'],
    ['/api/integration_history_records?integration_run_id[blank]=false', 'a reference that is there'],
    ['/api/integration_history_records?integration_run_id[not_eq]=5', 'what it is not, or not there'],
    ['/api/integration_history_records?integration_run_id[not_in]=190,191,192,193,194,195,196', 'none of these, or not there'],
    ['/api/integration_history_records?integration_run_id[gt]=100', 'a comparison with it'],
    ['/api/integration_history_records?integration_run[status]=successful&responses[response-code]=201', 'a run that need not be there'],
    ['/api/integration_runs?integration_history_records[resolved]=true', 'its history records'],
    ['/api/integrations?integration_history_records[document_type]=Contract', "an integration's history records"],
    ['/api/integration_runs?integration_id=1&integration[code][not_eq]=x&integration[id][gt]=0', 'a reference named twice'],
    ['/api/integration_runs?id[gt]=20&id[lt]=60&id[gt]=10', 'an operator that comes twice'],
    ['/api/integration_runs?status[not_eq]=failed&id[not_eq]=31', 'two complements'],
    ['/api/integration_runs?status=running&limit=50', 'no associations'],
  ])('%s: through %s', async (path) => {
    expect((await readsTheSame(path)).length).toBeGreaterThan(0);
  });

  test.each([
    ['offset=0&limit=7', 7],
    ['offset=1&limit=50', 50],
    ['offset=30&limit=7&order_by=id&dir=desc', 7],
    ['offset=30&limit=7&order_by=end_time&dir=desc', 7],
    ['offset=190&limit=50&order_by=start-time', 10],
    ['offset=199', 1],
    ['offset=200', 0],
    ['offset=5000', 0],
    ['offset=999999999999999', 0],
  ])('paged by %s', async (page, length) => {
    expect(await readsTheSame(`/api/integration_runs?${page}`)).toHaveLength(length);
  });

  test.each(lists.flatMap(({ entity }) => sortingColumns(entity).map((field) => [entity, field] as const)))(
    '%s by %s',
    async (entity, field) => {
      const path = pathOf(resources[entity]);
      const attribute = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      for (const dir of ['asc', 'desc']) {
        await readsTheSame(`${path}?order_by=${attribute}&dir=${dir}&limit=5`);
        await readsTheSame(`${path}?order_by=${attribute}&dir=${dir}&limit=5&offset=4`);
      }
    },
  );

  test.each(lists.map((resource) => [pathOf(resource), resource] as const))('%s by any query', async (path, resource) => {
    const attributes = everyAttribute(resource).filter(({ operands: usual }) => usual.length > 0);
    const condition = fc
      .constantFrom(...attributes)
      .chain((attribute) =>
        fc
          .constantFrom(...operatorsOf(attribute.kind))
          .chain((operator) =>
            fc.constantFrom(...operandsOf(attribute, operator)).map((operand) => parameterOf(attribute.key, operator, operand)),
          ),
      );
    const query = fc.record({
      conditions: fc.array(condition, { maxLength: 4 }),
      limit: fc.integer({ min: 1, max: 60 }),
      offset: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 })),
      order: fc.constantFrom(...sortingColumns(resource.entity)),
      dir: fc.constantFrom('asc', 'desc'),
      fields: fc.subarray(resource.elements.map(({ name }) => name)),
    });
    const check = fc.asyncProperty(query, async ({ conditions, limit, offset, order, dir, fields }) => {
      const by = order.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const controls = [`limit=${limit}`, `offset=${offset}`, `order_by=${by}`, `dir=${dir}`];
      const chosen = `fields=${encodeURIComponent(JSON.stringify(['id', ...fields]))}`;
      await readsTheSame(`${path}?${[...conditions, ...controls, chosen].join('&')}`);
    });
    await fc.assert(check, { numRuns: fuzzRuns(12) });
  });
});

const integration = 'databaseId createdAt updatedAt name code businessObject direction endSystem endSystemType integrationType isStandard';
const error =
  'databaseId createdAt updatedAt documentType documentId documentRevision documentStatus contactAlertType status externalId creationMethod integrationFilename isResolved integrationRun { databaseId }';
const run =
  'databaseId createdAt updatedAt status startTime endTime totalRecords recordsProcessed maxUpdatedAt flow ' +
  `integration { ${integration} } ` +
  `integrationErrors(first: 500, orderBy: {field: ID, direction: ASC}) { nodes { ${error} responses { code message } } } ` +
  'createdBy { id name } updatedBy { id name }';
const contract =
  'databaseId createdAt updatedAt name number version status type supplierId supplierName supplierNumber supplierName startDate endDate minimumValue maximumValue currencyCode';

describe('the equivalent selects what the answer shows', () => {
  test.each([
    ['integration_runs', '', 'integrationRun', run],
    ['integration_errors', '', 'integrationError', `${error} integration { ${integration} } responses { code message }`],
    ['integrations', '', 'integration', integration],
    ['integration_history_records', '', 'integrationHistoryRecord', `${error} integration { ${integration} } responses { code message }`],
    ['contracts', '', 'contract', contract],
    ['integration_runs', '?return_object=limited', 'integrationRun', 'databaseId'],
    ['contracts', '?fields=["number",{"supplier":["name"]},"currency","nonsense"]', 'contract', 'number supplierName currencyCode'],
    [
      'integration_runs',
      '?fields=[{"integration-errors":["status"]},"id"]',
      'integrationRun',
      'integrationErrors(first: 500, orderBy: {field: ID, direction: ASC}) { nodes { status } } databaseId',
    ],
    [
      'integration_runs',
      '?fields=["max_updated_at",{"created_by":["login","fullname"]}]',
      'integrationRun',
      'maxUpdatedAt createdBy { name }',
    ],
    ['integration_runs', '?fields=[]', 'integrationRun', '__typename'],
    ['integration_runs', '?fields=[{"integration":[]}]', 'integrationRun', 'integration { __typename }'],
  ])('%s/3%s', async (path, search, name, selection) => {
    const { headers } = await ask(`/api/${path}/3${search}`);
    const value = equivalentOf(headers);
    expect(JSON.parse(value)).toEqual({
      query: `query ${capitalised(name)}($id: Int!) { ${name}(by: {databaseId: $id}) { ${selection} } }`,
      variables: { id: 3 },
    });
    expect(await post(value)).not.toBeNull();
  });

  test('with the same values', async () => {
    const { json, headers } = await ask('/api/integration_errors?id=3');
    const { nodes } = await post(equivalentOf(headers));
    const [shown] = json;
    expect(nodes).toHaveLength(1);
    expect(nodes[0]).toMatchObject({
      databaseId: 3,
      documentId: shown['document-id'],
      isResolved: shown.resolved,
      integrationRun: { databaseId: shown['integration-run-id'] },
      integration: { code: shown.integration.code },
      responses: shown.responses.map((each: Record<string, string>) => ({
        code: each['response-code'],
        message: each['response-message'],
      })),
    });
  });

  test('under names that the schema has', async () => {
    for (const resource of lists) {
      const { headers } = await ask(`${pathOf(resource)}?offset=1`);
      expect(validate(schema, parse(JSON.parse(equivalentOf(headers)).query))).toEqual([]);
      const fields = schema.getType(`${capitalised(resource.entity)}OrderField`);
      const names = isEnumType(fields) ? fields.getValues().map((value) => value.name) : [];
      expect(sortingColumns(resource.entity).map(constantCase).sort()).toEqual(names.sort());
    }
  });
});
