// What real clients send beside what they mean: flags of other resources, custom fields, objects of foreign associations. All of it is ignored, with success.
import { describe, expect, test } from 'vitest';
import { contentsOf } from '../domain/contents.js';
import { makeRun } from '../domain/runs.js';
import { useWorld } from '../support/world.js';
import { ask, type Elements, formats, numberIn } from './both-formats.js';

const world = useWorld();

const beside: Elements = {
  exported: true,
  'last-exported-at': '2026-06-15T12:00:00+00:00',
  'custom-fields': { 'cost-center': { id: 5, name: 'É & co' }, approvals: [{ 'approved-by': 7 }], empty: null },
  'current-user': { id: 9, login: 'somebody' },
  department: { id: 3, name: 'Purchasing' },
  'supplier-site': null,
  'order-lines': [{ id: 1, uom: { code: 'EA' } }, { id: 2 }],
  'created-by': { id: 4 },
  'updated-at': '2001-01-01T00:00:00Z',
  id: 12_345,
};

/** Each resource with a change that a client means, and how it is then shown. */
const resources: Readonly<Record<string, Elements>> = {
  integration_runs: { 'total-records': 4711 },
  integration_errors: { status: 'seen' },
  integration_history_records: { status: 'seen' },
  integrations: { 'end-system': 'Elsewhere' },
  contracts: { name: 'Other' },
};

describe.each(formats)('in %s', (format) => {
  test.each(Object.entries(resources))(
    'a change of %s is made as if nothing else had come, by PUT and by PATCH',
    async (resource, change) => {
      const path = `/api/${resource}/3`;
      const changer = resource === 'contracts' ? {} : { 'updated-by': expect.anything() }; // the original shows no authors of contracts
      for (const method of ['PUT', 'PATCH']) {
        const before = await ask(world, format, 'GET', path);
        const { status, value } = await ask(world, format, method, path, { ...beside, ...change });
        expect(status).toBe(200);
        expect(value).toEqual({ ...(before.value as object), ...change, 'updated-at': expect.any(String), ...changer });
        expect(numberIn(value, 'id')).toBe(3);
      }
    },
  );

  test.each(Object.keys(resources))('and with nothing meant, nothing of %s changes', async (resource) => {
    const before = await contentsOf(world);
    const shown = await ask(world, format, 'GET', `/api/${resource}/5`);
    const { status, text } = await ask(world, format, 'PUT', `/api/${resource}/5`, beside);
    expect([status, text]).toEqual([200, shown.text]);
    expect(await contentsOf(world)).toEqual(before);
  });

  test.each(['run', 'pause', 'pending', 'success', 'fail', 'finish', 'max_updated_at'])('a run takes it with %s', async (move) => {
    const id = await makeRun(world, move === 'pending' ? 'PAUSED' : 'PENDING');
    const { status, value } = await ask(world, format, 'PUT', `/api/integration_runs/${id}/${move}?exported=true`, {
      ...beside,
      'max-updated-at': '2026-06-15T12:00:00Z',
    });
    expect([status, value]).toEqual([200, expect.objectContaining({ id, 'max-updated-at': '2026-06-15T12:00:00+00:00' })]);
  });

  test.each(['integration_errors', 'integration_history_records'])(
    '%s take it when they are resolved and opened again',
    async (resource) => {
      for (const [move, resolved] of [
        ['resolve', true],
        ['unresolve', false],
      ] as const) {
        const { status, value } = await ask(world, format, 'PUT', `/api/${resource}/6/${move}`, beside);
        expect([status, value]).toEqual([200, expect.objectContaining({ id: 6, resolved })]);
      }
    },
  );

  test.each<[path: string, body: Elements]>([
    ['integration_runs', { integration: { code: 'erp-invoices', 'custom-fields': { a: 1 }, exported: false } }],
    ['integration_errors', { 'integration-run': { id: 7, exported: false } }],
    ['integration_history_records', { integration: { id: 7, 'custom-fields': null } }],
    ['integration_history_records/create_alert', { 'integration-run-id': 7 }],
  ])('a new record at %s takes it', async (path, body) => {
    const { status, value } = await ask(world, format, 'POST', `/api/${path}`, { ...beside, ...body });
    expect(status).toBe(201);
    expect(numberIn(value, 'id')).not.toBe(12_345);
  });
});
