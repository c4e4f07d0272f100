import { expect, test } from 'vitest';
import { useWorld } from '../support/world.js';

const world = useWorld();

test('takes a slash at the end of a path for nothing', async () => {
  const [list, show] = [await world.rest('GET', '/api/integrations/'), await world.rest('GET', '/api/integrations/3/')];
  expect([list.status, list.json.length, show.status, show.json.id]).toEqual([200, 12, 200, 3]);
});

test('takes an empty Accept for none', async () => {
  const { status, headers } = await world.rest('GET', '/api/integrations/3', undefined, { accept: '' });
  expect([status, headers.get('content-type')]).toEqual([200, 'application/xml; charset=utf-8']);
});

test('takes an empty element of any kind but text for an unset one', async () => {
  const { status, json } = await world.rest('PUT', '/api/integrations/3', { 'integration-type': '' });
  expect([status, json['integration-type']]).toEqual([200, null]);
  const refused = await world.rest('PUT', '/api/integrations/3', { direction: '' });
  expect([refused.status, refused.json]).toEqual([400, { errors: { integration: ["Direction can't be blank"] } }]);
});

test('finds the run of an error by its flat id where the nested one names none', async () => {
  const { status, json } = await world.rest('POST', '/api/integration_errors', { 'integration-run': {}, 'integration-run-id': '7' });
  expect([status, json['integration-run-id']]).toEqual([201, 7]);
});

test('changes nothing, not even the time of the last change, for an update with nothing in it', async () => {
  for (const path of [
    '/api/integrations/4',
    '/api/integration_errors/4',
    '/api/integration_history_records/4',
    '/api/integration_runs/4',
  ]) {
    const before = (await world.rest('GET', path)).text;
    const { status, text } = await world.rest('PUT', path, {});
    expect([path, status, text]).toEqual([path, 200, before]);
  }
});

test('refuses more than 1,000 errors at once and adds none of them', async () => {
  const before = (await world.rest('GET', '/api/integration_errors')).headers.get('x-total-count');
  const { status, json } = await world.rest('PUT', '/api/integration_runs/4', {
    'integration-errors': Array.from({ length: 1_001 }, () => ({})),
  });
  expect([status, json]).toEqual([400, { errors: { integration_run: ['Integration errors are too many (at most 1000 at once)'] } }]);
  expect((await world.rest('GET', '/api/integration_errors')).headers.get('x-total-count')).toBe(before);
  const allowed = await world.rest('PUT', '/api/integration_runs/4?return_object=none', {
    'integration-errors': Array.from({ length: 1_000 }, () => ({})),
  });
  expect(allowed.status).toBe(200);
});

test('shows what nests without a name of its own as it is, when associations are to be shallow', async () => {
  const { json } = await world.rest('GET', '/api/integration_errors/3?return_object=shallow');
  expect([json.responses, json.integration]).toEqual([
    [
      { 'response-code': 'SAP-F5-201', 'response-message': 'Posting period is closed.' },
      { 'response-code': '422', 'response-message': 'The supplier has no remit-to address.' },
    ],
    { id: 4, name: 'ERP receipt import', code: 'erp-receipts' },
  ]);
});
