// Answers as they go over the wire, one file for each endpoint and format, read by a person and judged against the contract. `vitest -u`
// writes them anew: read the difference before it is committed.
import { expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { type Elements, type Format, formats, written } from './both-formats.js';

const runs = '/api/integration_runs';
const errors = '/api/integration_errors';
const records = '/api/integration_history_records';
const integrations = '/api/integrations';

const newRun: Elements = {
  integration: { code: 'erp-invoices' },
  'start-time': '2026-06-15T12:00:00+02:00',
  'total-records': 12,
  flow: { step: 'transfer', 'attempt-no': [1, null] },
  'integration-errors': [{ 'document-type': 'Asn::Header', 'document-id': 5, responses: [{ 'response-code': '422' }] }],
};
const newError: Elements = {
  'integration-run-id': '7',
  'document-type': 'InvoiceHeader',
  'document-id': 7001,
  'document-revision': 2,
  'document-status': 'approved',
  'contact-alert-type': 'Functional',
  status: 'open & "shut"',
  'external-id': 'EXT-1',
  'creation-method': 'import',
  'integration-filename': 'invoices.csv',
  responses: [
    { 'response-code': '422', 'response-message': 'No <remit-to> address.' },
    { 'response-code': 'SAP-F5-201', 'response-message': null },
  ],
};
const newRecord: Elements = {
  integration: { code: 'erp-invoices' },
  'document-type': 'InvoiceHeader',
  'document-id': 7001,
  status: 'Posted',
  'external-id': '5100001234',
  responses: [{ 'response-code': '201', 'response-message': 'Document 5100001234 was posted.' }],
};
const newIntegration: Elements = {
  name: 'Asset import',
  code: 'erp-assets',
  'business-object': 'Asset',
  direction: 'to_coupa',
  'end-system': 'SAP S/4HANA',
  'end-system-type': 'erp',
  'integration-type': 'flat_file',
};

const newContract: Elements = {
  name: 'Paper & "ink"',
  number: 'C-2031',
  status: 'published',
  supplier: { id: 101 },
  'minimum-value': '1000',
  currency: { code: 'EUR' },
};

/** In this order, each on what the ones before it have left. The sample run 4 failed, 20 is pending, and the first new one is 201. */
const requests: [file: string, status: number, method: string, path: string, body?: Elements][] = [
  ['runs-list', 200, 'GET', `${runs}?id[in]=3,200`],
  ['runs-list-empty', 200, 'GET', `${runs}?offset=500`],
  ['runs-list-limited', 200, 'GET', `${runs}?limit=2&return_object=limited`],
  [
    'runs-statistics',
    200,
    'GET',
    `${runs}/statistics?by_integration[first]=1&timeline[unit]=month&timeline[from]=2026-06-01&timeline[to]=2026-08-01`,
  ],
  ['run-show', 200, 'GET', `${runs}/4`],
  ['run-show-shallow', 200, 'GET', `${runs}/4?return_object=shallow`],
  [
    'run-show-fields',
    200,
    'GET',
    `${runs}/4?fields=["status",{"integration":["code"]},"max_updated_at",{"integration-errors":["id",{"responses":["response-code"]}]},"created-by"]`,
  ],
  ['run-create', 201, 'POST', runs, newRun],
  ['run-update', 200, 'PUT', `${runs}/201`, { 'records-processed': 7, flow: 'free text', status: 'failed' }],
  ['run-run', 200, 'PUT', `${runs}/201/run`],
  ['run-pause', 200, 'PUT', `${runs}/201/pause`],
  ['run-pending', 200, 'PUT', `${runs}/201/pending`],
  ['run-max-updated-at', 200, 'PUT', `${runs}/201/max_updated_at`, { 'max-updated-at': '2026-06-15' }],
  ['run-fail', 200, 'PUT', `${runs}/201/fail`],
  ['run-success', 200, 'PUT', `${runs}/20/success`],
  ['run-finish', 200, 'PUT', `${runs}/20/finish`],
  ['errors-list', 200, 'GET', `${errors}?id[in]=1,3`],
  ['error-show', 200, 'GET', `${errors}/6`],
  ['error-show-shallow', 200, 'GET', `${errors}/6?return_object=shallow`],
  ['error-create', 201, 'POST', errors, { 'integration-run': { id: 20 } }],
  ['error-create-alert', 201, 'POST', `${errors}/create_alert`, newError],
  ['error-update', 200, 'PATCH', `${errors}/6`, { status: 'closed', responses: [] }],
  ['error-resolve', 200, 'PUT', `${errors}/6/resolve`],
  ['error-unresolve', 200, 'PUT', `${errors}/6/unresolve`],
  ['history-records-list', 200, 'GET', `${records}?id[in]=1,4`],
  ['history-record-show', 200, 'GET', `${records}/5`],
  ['history-record-show-shallow', 200, 'GET', `${records}/4?return_object=shallow`],
  ['history-record-create', 201, 'POST', records, newRecord],
  ['history-record-create-of-run', 201, 'POST', records, { 'integration-run': { id: 20 } }],
  ['history-record-create-alert', 201, 'POST', `${records}/create_alert`, { ...newRecord, 'contact-alert-type': 'Functional' }],
  ['history-record-update', 200, 'PATCH', `${records}/6`, { status: 'closed', responses: [] }],
  ['history-record-resolve', 200, 'PUT', `${records}/7/resolve`],
  ['history-record-unresolve', 200, 'PUT', `${records}/7/unresolve`],
  ['refusal-history-record', 400, 'POST', records, { 'document-id': 5 }],
  ['integrations-list', 200, 'GET', `${integrations}?id[in]=1,12`],
  ['integration-show', 200, 'GET', `${integrations}/12`],
  ['integration-create', 201, 'POST', integrations, newIntegration],
  ['integration-update', 200, 'PUT', `${integrations}/12`, { 'integration-type': 'original_format' }],
  ['contracts-list', 200, 'GET', '/api/contracts?id[in]=1,14'],
  ['contract-show', 200, 'GET', '/api/contracts/2'],
  ['contract-create', 201, 'POST', '/api/contracts', newContract],
  ['contract-update', 200, 'PATCH', '/api/contracts/2', { supplier: { number: null }, 'maximum-value': null, currency: null }],
  ['refusal-validation', 400, 'POST', runs, { integration: { code: 'none' } }],
  ['refusal-transition', 400, 'PUT', `${runs}/20/run`],
  ['refusal-missing', 404, 'GET', `${runs}/99999`],
  ['refusal-method', 405, 'POST', `${runs}/7`],
  ['refusal-path', 404, 'GET', '/api/bogus'],
];

/** Moments of today are all the same; those of the sample world stay. */
const settled = (text: string): string =>
  text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00/g, (time) => (Math.abs(Date.parse(time) - Date.now()) < 3_600_000 ? 'NOW' : time));

const wide = 140;

/** JSON with an element a line, as the formatter of this repository has it: a list that fits into a line stays in one. */
const pretty = (value: unknown, indent = ''): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const members = isList
    ? value.map((item) => pretty(item, inner))
    : Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${pretty(item, inner)}`);
  const line = `[${members.join(', ')}]`;
  if (isList && !line.includes('\n') && line.length < wide) return line;
  if (members.length === 0) return '{}';
  return `${isList ? '[' : '{'}\n${members.map((member) => inner + member).join(',\n')}\n${indent}${isList ? ']' : '}'}`;
};

const readable = (format: Format, text: string): string => (format === 'json' ? `${pretty(JSON.parse(text))}\n` : text);

for (const format of formats) {
  const world = useWorld();
  const mediaType = `application/${format}`;

  test(`every endpoint answers as its file has it, in ${format}`, async () => {
    for (const [file, status, method, path, body] of requests) {
      const sent = body && written(format, path, body);
      const answer = await world.rest(method, path, sent, { accept: mediaType, ...(sent !== undefined && { 'content-type': mediaType }) });
      expect([file, answer.status]).toEqual([file, status]);
      expect(answer.headers.get('content-type')).toBe(`${mediaType}; charset=utf-8`);
      await expect(settled(readable(format, answer.text))).toMatchFileSnapshot(`golden/${file}.${format}`);
    }
  });
}
