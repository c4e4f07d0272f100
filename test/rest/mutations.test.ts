import { expect, test } from 'vitest';
import { fuzzRuns } from '../support/fuzz.js';
import { useWorld } from '../support/world.js';
import { type Elements, type Format, formats, written } from './both-formats.js';
import { mutate, randomOf, requestOf, type Sent } from './mutate.js';

const world = useWorld();

const requests = fuzzRuns(1_000);
const seed = Number(process.env['MUTATION_SEED'] ?? 20_260_615); // another one looks elsewhere

const run: Elements = {
  integration: { code: 'erp-invoices' },
  'start-time': '2026-06-15T12:00:00+02:00',
  'total-records': 12,
  records_processed: '7',
  flow: { 'a-b': [1, null, { c_d: 'é😀' }] },
  'integration-errors': [
    { 'document-type': 'Asn::Header', 'document-id': 5, responses: [{ 'response-code': '422', 'response-message': 'no <&> "way"' }] },
  ],
};
const error: Elements = {
  'integration-run-id': '7',
  'document-type': 'Payables::External::Payable',
  'document-revision': 3,
  'contact-alert-type': 'Functional',
  'integration-filename': 'a\\b.csv',
  responses: [{ 'response-code': '1', 'response-message': null }, { 'response-code': '2' }],
};
const record: Elements = {
  integration: { code: 'erp-invoices' },
  'document-type': 'Asn::Header',
  'document-id': '71',
  'external-id': 'É & <co>',
  responses: [{ 'response-code': '201', 'response-message': 'posted' }, { 'response-code': null }],
};
const integrationOf = (format: Format): Elements => ({
  name: `Mutant in ${format}`,
  code: `mutant-${format}`,
  'business-object': 'Invoice',
  direction: 'to_coupa',
  'end-system': 'SAP',
  'end-system-type': 'third_party_vendor',
  'integration-type': 'corporate_credit_card_file',
});

const contractOf = (format: Format): Elements => ({
  name: 'Mutant "agreement"',
  number: `M-${format}`,
  status: 'published',
  type: 'AmendmentContract',
  version: 2,
  supplier: { id: '7', name: 'É & co', number: null },
  'start-date': '2026-01-01',
  'maximum-value': '1500.5',
  currency: { code: 'EUR' },
});

const runs = '/api/integration_runs';
const errors = '/api/integration_errors';
const records = '/api/integration_history_records';

const reads = [
  `${runs}?limit=3&offset=2&order_by=updated-at&dir=desc&status[in]=pending,failed&created_at[gt]=2026-06-01T00:00:00+00:00`,
  `${runs}?integration[code][starts_with]=erp&integration_errors[document_type]=Contract&limit=2`,
  `${runs}?integration_errors%5Bcontract%5Bname%5Bcontains%5D%5D%5D=Road&total_records[gt_or_eq]=100&limit=2`,
  `${runs}/7.json?fields=["id",{"integration":["id","code"]},"integration_errors"]`,
  `${errors}?resolved=false&document-id[not_in]=1,2,3&external_id[blank]=true&return_object=shallow&limit=4`,
  `${errors}/9.xml`,
  `${records}?integration_run_id[blank]=true&integration[code][starts_with]=erp&responses[response_code]=201&limit=4&order_by=document-id`,
  `${records}?integration_run[status][not_eq]=failed&contract[number][blank]=false&fields=["id",{"integration":["code"]},"responses"]`,
  `${records}/8`,
  `${runs}?integration_history_records[resolved]=true&limit=2&fields=["id"]`,
  '/api/integrations?name[contains]=ERP&standard=true&id[lt]=9&integration_type[not_eq]=api',
  '/api/integrations/3',
  '/api/contracts?maximum_value[gt]=20000.5&supplier[name][ends_with]=paper&type=MasterContract&end_date[blank]=false',
  '/api/contracts?supplier[id]=101&supplier[number][in]=S-2001,S-2002&fields=["id",{"supplier":{}}]',
  '/api/contracts/4',
];

const writesIn = (format: Format): [method: string, path: string, body: Elements][] => [
  ['POST', runs, run],
  ['PUT', `${runs}/20?fields=["id","status"]`, { 'end-time': '2026-06-15', flow: null }],
  ['PUT', `${runs}/40/run`, { total_records: 120 }],
  ['PUT', `${runs}/60/pause?return_object=limited`, {}],
  ['PUT', `${runs}/80/fail`, { 'integration-errors': [{ status: 'open' }] }],
  ['PUT', `${runs}/100/max_updated_at?max_updated_at=2026-06-15T12:00:00Z`, { 'max-updated-at': '2026-06-15T12:00:00Z' }],
  ['POST', errors, error],
  ['POST', `${errors}/create_alert?return_object=none`, error],
  ['PATCH', `${errors}/5`, { responses: [{ 'response-code': 'x' }], status: 'closed' }],
  ['PUT', `${errors}/6/resolve`, { 'document-status': 'approved' }],
  ['POST', records, record],
  ['POST', records, { ...record, integration: null, 'integration-run': { id: 7 } }],
  ['POST', `${records}/create_alert?return_object=limited`, record],
  ['PATCH', `${records}/5`, { responses: [], status: 'closed', 'document-revision': 1 }],
  ['PUT', `${records}/3/resolve`, { 'document-status': 'approved' }],
  ['PUT', `${records}/2/unresolve`, {}],
  ['POST', '/api/integrations', integrationOf(format)],
  ['PATCH', '/api/integrations/11', { 'end-system': 'Archive' }],
  ['POST', '/api/contracts', contractOf(format)],
  ['PUT', '/api/contracts/7', { supplier_id: 103, supplier: { 'display-name': 'Cascade' }, currency: null }],
];

const bytesOf = (text: string) => Buffer.from(text).toString('latin1');

const headersOf = (format: Format): [string, string][] => [
  ['accept', `application/${format}, text/plain;q=0.8, */*;q=0.5`],
  ['content-type', `application/${format}; charset=utf-8`],
  ['if-none-match', '"abc", W/"def"'],
  ['x-request-id', 'mutant-1'],
];

const goods: Sent[] = formats.flatMap((format) => [
  ...reads.map((path): Sent => ({ method: 'GET', path, headers: headersOf(format), body: null })),
  ...writesIn(format).map(
    ([method, path, body]): Sent => ({ method, path, headers: headersOf(format), body: bytesOf(written(format, path, body)) }),
  ),
]);

const statusOf = async (sent: Sent): Promise<number | null> => {
  const request = requestOf(sent);
  if (!request) return null;
  const response = await world.app(request);
  await response.arrayBuffer();
  return response.status;
};

test('every one of the good requests is answered with success', async () => {
  for (const good of goods) {
    const status = await statusOf(good);
    expect([good, status === 200 || status === 201 ? 'success' : status]).toEqual([good, 'success']);
  }
});

test(`${requests} random mutations of them never meet a fault of ours`, { timeout: 240_000 }, async () => {
  const random = randomOf(seed);
  const failures: (Sent & { readonly answered: number })[] = [];
  const counts = new Map<number, number>();
  for (let count = 0; count < requests; ) {
    const good = goods[Math.floor(random() * goods.length)];
    if (!good) continue;
    const sent = mutate(good, random);
    const status = await statusOf(sent);
    if (status === null) continue; // no HTTP request any more
    count += 1;
    counts.set(status, (counts.get(status) ?? 0) + 1);
    if (status >= 500) failures.push({ ...sent, answered: status });
  }
  expect(failures).toEqual([]);
  expect([...counts.keys()].filter((status) => ![200, 201, 204, 302, 304, 400, 404, 405, 406, 415].includes(status))).toEqual([]);
  expect(Math.min(counts.get(200) ?? 0, counts.get(201) ?? 0, counts.get(400) ?? 0)).toBeGreaterThan(requests / 100); // both kinds are there
});
