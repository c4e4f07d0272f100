// What an answer costs: one statement for a record, one more for a list, and nothing read that isn't shown.
import { describe, expect, test } from 'vitest';
import { countList } from '../../src/domain/read/read.js';
import type { Scope, Viewer } from '../../src/domain/rules/viewer.js';
import { createLogger } from '../../src/observability/logger.js';
import { layouts } from '../../src/rest/response/layout.js';
import { loadRepresentation } from '../../src/rest/response/load.js';
import { useWorld } from '../support/world.js';
import { ask, formats } from './both-formats.js';

const world = useWorld();

const resources = ['integration_runs', 'integration_errors', 'integration_history_records', 'integrations', 'contracts'];

const statementsOf = async (format: (typeof formats)[number], path: string): Promise<string[]> => {
  const statements = await world.statementsOf(async () => {
    expect((await ask(world, format, 'GET', path)).status).toBe(200);
  });
  return statements.map(({ sql }) => sql);
};

describe.each(formats)('in %s', (format) => {
  test.each(resources)('a page of %s costs two statements, a record one', async (resource) => {
    for (const query of ['', '?limit=3&offset=2', '?order_by=updated_at&dir=desc', '?return_object=shallow', '?return_object=limited'])
      expect([query, (await statementsOf(format, `/api/${resource}${query}`)).length]).toEqual([query, 2]);
    for (const query of ['', '?return_object=shallow', '?fields=["id"]'])
      expect([query, (await statementsOf(format, `/api/${resource}/2${query}`)).length]).toEqual([query, 1]);
  });

  test('a write that is to answer with nothing reads nothing', async () => {
    const cost = async (query: string) =>
      (await world.statementsOf(() => ask(world, format, 'PUT', `/api/integration_runs/7${query}`, { 'total-records': 7 }))).length;
    expect(await cost('?return_object=none')).toBe((await cost('')) - 1);
  });

  const tables = ['integrations', 'integration_errors', 'integration_error_responses', 'actors'];
  const columns = ['status', 'flow', 'start_time', 'total_records', 'document_type', 'integration_filename', 'business_object', 'login'];

  test.each<[query: string, tables: string[], columns: string[]]>([
    ['', tables, columns],
    ['return_object=limited', [], []],
    ['return_object=shallow', ['integrations', 'integration_errors', 'actors'], ['status', 'flow', 'start_time', 'total_records', 'login']],
    ['fields=["id","total-records"]', [], ['total_records']],
    ['fields=[]', [], []],
    ['fields=[{"integration":["business-object"]}]', ['integrations'], ['business_object']],
    ['fields=[{"integration_errors":["id"]}]', ['integration_errors'], []],
    ['fields=["flow",{"integration_errors":[{"responses":[]}]}]', ['integration_errors', 'integration_error_responses'], ['flow']],
    ['fields=[{"created-by":["login"]},"bogus"]', ['actors'], ['login']],
  ])('runs are read without what is not shown: %s', async (query, readTables, readColumns) => {
    for (const path of [`/api/integration_runs/7?${query}`, `/api/integration_runs?limit=2&${query}`]) {
      const text = (await statementsOf(format, path)).find((sql) => sql.includes('row_to_json')) ?? '';
      expect(tables.filter((table) => text.includes(` ${table} `))).toEqual(readTables);
      expect(columns.filter((column) => new RegExp(`\\.${column}\\b`).test(text))).toEqual(readColumns);
    }
  });
});

test('an answer needs the scopes of what it shows, and no others', async () => {
  const as = (...scopes: Scope[]) => {
    const viewer: Viewer = { credential: 'local', actorId: 1, scopes: new Set(scopes) };
    return { database: world.database, viewer, source: 'REST', logger: createLogger('silent'), requestId: null } as const;
  };
  const [runs, contracts] = [as('core.integration.read'), as('core.contract.read')];
  const run = { entity: 'integrationRun', id: 7 } as const;
  const contract = { entity: 'contract', id: 2 } as const;
  expect((await loadRepresentation(runs, run, layouts.integrationRun)).rows).toMatchObject({ a: 7 });
  expect((await loadRepresentation(contracts, contract, layouts.contract)).rows).toMatchObject({ a: 2 });
  const refusal = (scope: Scope) => expect.objectContaining({ message: expect.stringContaining(scope) });
  await expect(loadRepresentation(contracts, run, [])).rejects.toEqual(refusal('core.integration.read'));
  await expect(loadRepresentation(runs, contract, [])).rejects.toEqual(refusal('core.contract.read'));
  const error = {
    entity: 'integrationError',
    query: { where: { all: [] }, order: { field: 'id', direction: 'ASC' }, limit: 1, offset: 0 },
  } as const;
  const withContract = [{ name: 'contract', one: 'contract', layout: [] }] as const;
  await expect(loadRepresentation(runs, error, withContract)).rejects.toEqual(refusal('core.contract.read'));
  const both = as('core.integration.read', 'core.contract.read');
  expect((await loadRepresentation(both, error, withContract)).page?.total).toBe(await countList(both, 'integrationError', { all: [] }));
});
