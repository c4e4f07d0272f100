// A message names what the client of this door has sent, under the name that it has here, and in a list its place.
import { expect, test } from 'vitest';
import { useWorld } from '../support/world.js';

const world = useWorld();

const statistics = '/api/integration_runs/statistics?timeline[unit]=day';

test.each<[method: string, path: string, body: object | undefined, message: string]>([
  [
    'POST',
    '/api/integration_errors',
    { 'integration-run-id': 7, responses: [{ 'response-code': 'fine' }, { 'response-code': [] }] },
    'Response 2: Response code must be a text',
  ],
  [
    'POST',
    '/api/integration_history_records',
    { 'integration-run-id': 7, responses: [{ 'response-message': '\0' }] },
    "Response 1: Response message can't contain the character U+0000 or half of a surrogate pair",
  ],
  [
    'PUT',
    '/api/integration_runs/4',
    { 'integration-errors': [{}, { 'document-type': 'Nonsense' }] },
    'Integration error 2: Document type must be one of ',
  ],
  [
    'PUT',
    '/api/integration_runs/4',
    { 'integration-errors': [{ status: 'x'.repeat(256) }] },
    'Integration error 1: Status is too long (at most 255 characters)',
  ],
  [
    'PUT',
    '/api/integration_runs/4/run',
    { 'integration-errors': [{}, {}, { responses: [{}, { 'response-code': {} }] }] },
    'Integration error 3, response 2: Response code must be a text',
  ],
  [
    'PUT',
    '/api/integration_runs/4',
    { 'integration-errors': [{}, { responses: [7] }] },
    'Integration error 2: Responses must be a list of objects',
  ],
  ['PUT', '/api/integrations/4', { 'contract-id': 1, direction: 'up' }, 'Direction must be one of '],
  ['GET', '/api/integration_runs?integration[code]=%00', undefined, "integration[code] can't contain the character U+0000"],
  ['GET', '/api/integration_runs?flow[contains]=x', undefined, 'There is no operator for flow "contains". There is blank.'],
  ['GET', '/api/integrations?name[contains]=a%00', undefined, "name[contains] can't contain the character U+0000"],
  ['GET', '/api/integrations?code[in]=a,%00', undefined, "code[in] can't contain the character U+0000"],
  [
    'GET',
    `${statistics}&timeline[from]=2026-01-01&timeline[to]=2026-02-01&timeline[time_zone]=Nowhere`,
    undefined,
    'The time zone is "Nowhere", which is no IANA time zone. Name one such as "Europe/Berlin".',
  ],
  [
    'GET',
    `${statistics}&timeline[from]=2026-02-01&timeline[to]=2026-01-01T00:00:00%2B02:00`,
    undefined,
    'The timeline\'s "from" is after its "to". Exchange them.',
  ],
  [
    'GET',
    `${statistics}&timeline[from]=2020-01-01&timeline[to]=2026-01-01`,
    undefined,
    'The timeline has more than 1000 buckets between "from" and "to". Ask for a shorter time, or for a larger unit than day.',
  ],
])('%s %s with %j', async (method, path, body, message) => {
  const { status, json } = await world.rest(method, path, body);
  const [first] = Object.values<string[]>(json.errors)[0] ?? [];
  expect(status).toBe(400);
  expect(first).toContain(message);
});
