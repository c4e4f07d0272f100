import { execFile } from 'node:child_process';
import { request as httpRequest } from 'node:http';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen, type RunningServer } from '../../src/http/server.js';
import { useWorld } from '../support/world.js';
import { type Elements, type Format, formats, numberIn, read, written } from './both-formats.js';

const world = useWorld();
const run = promisify(execFile);
let server: RunningServer;

beforeAll(async () => {
  server = await listen(world.app.handle, '127.0.0.1', 0, 30_000);
});
afterAll(() => server.stop(1_000));

interface Printed {
  readonly status: number;
  readonly text: string;
}

/** What curl prints: the status after the body. `-g` leaves brackets alone. */
const byCurl = async (method: string, path: string, headers: readonly string[], body: string | undefined): Promise<Printed> => {
  const options = [...headers.flatMap((header) => ['-H', header]), ...(body === undefined ? [] : ['--data-binary', body])];
  const { stdout } = await run('curl', ['-gsS', '-X', method, ...options, '-w', '\n%{http_code}', `${server.url}${path}`]);
  const end = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(end + 1)), text: stdout.slice(0, end) };
};

/** The same request from Node, which sends a path as it is, too: for a machine that has nothing but Node. */
const byNode = (method: string, path: string, headers: readonly string[], body: string | undefined): Promise<Printed> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const given = Object.fromEntries(headers.map((header) => header.split(': ')));
    const request = httpRequest({ hostname, port, method, path, headers: given }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('error', reject);
    request.end(body);
  });

const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
);

test.runIf(process.env['CI'])('CI has curl, which real clients use', () => {
  expect(hasCurl).toBe(true);
});

const curl = async (format: Format, method: string, path: string, body?: Elements) => {
  const mediaType = `application/${format}`;
  const sent = body && written(format, path, body);
  const headers = [`Accept: ${mediaType}`, ...(sent === undefined ? [] : [`Content-Type: ${mediaType}`])];
  const { status, text } = await (hasCurl ? byCurl : byNode)(method, path, headers, sent);
  return { status, text, value: read(format, text) };
};

const history = async (id: number) =>
  (await world.database.prisma.integrationRunTransition.findMany({ where: { integrationRunId: id }, orderBy: { id: 'asc' } })).map(
    ({ from, to, actorId, source }) => [from, to, actorId, source],
  );

const now = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);

describe.each(formats)('the documented life of a run, by curl in %s', (format) => {
  const documentId = 7000 + formats.indexOf(format);
  let id = 0;
  let errorId = 0;
  let recordId = 0;

  test('it is created pending, for an integration named by its code', async () => {
    const { status, text, value } = await curl(format, 'POST', '/api/integration_runs', { integration: { code: 'erp-invoices' } });
    expect([status, value]).toEqual([
      201,
      expect.objectContaining({
        status: 'pending',
        'start-time': null,
        'total-records': null,
        'integration-errors': [],
        integration: expect.objectContaining({ code: 'erp-invoices', name: 'ERP invoice export' }),
      }),
    ]);
    expect(text).toContain(format === 'json' ? '"status":"pending"' : '\n  <status>pending</status>\n');
    id = numberIn(value, 'id');
  });

  test('it is started, with a number of records', async () => {
    const { status, value } = await curl(format, 'PUT', `/api/integration_runs/${id}/run`, { total_records: 12 });
    expect([status, value]).toEqual([
      200,
      expect.objectContaining({ id, status: 'running', 'start-time': now, 'end-time': null, 'total-records': 12 }),
    ]);
  });

  test('it meets an error, with an alert', async () => {
    const { status, value } = await curl(format, 'POST', '/api/integration_errors/create_alert', {
      'integration-run-id': String(id),
      'contact-alert-type': 'Functional',
      'document-type': 'InvoiceHeader',
      'document-id': documentId,
      status: 'rejected',
      responses: [
        { 'response-code': '422', 'response-message': 'The supplier has no remit-to address.' },
        { 'response-code': 'SAP-F5-201', 'response-message': 'Posting <period> & "year" is closed.' },
      ],
    });
    expect([status, value]).toEqual([
      201,
      expect.objectContaining({
        'integration-run-id': id,
        'contact-alert-type': 'Functional',
        'document-type': 'InvoiceHeader',
        'document-id': documentId,
        resolved: false,
        responses: [
          { 'response-code': '422', 'response-message': 'The supplier has no remit-to address.' },
          { 'response-code': 'SAP-F5-201', 'response-message': 'Posting <period> & "year" is closed.' },
        ],
      }),
    ]);
    errorId = numberIn(value, 'id');
  });

  test('the error is found, by a query with raw brackets and quotes', async () => {
    const query = `resolved=false&document-type=InvoiceHeader&document-id=${documentId}&fields=["id","document-id","status","resolved"]`;
    const { status, text, value } = await curl(format, 'GET', `/api/integration_errors?${query}`);
    expect([status, value]).toEqual([200, [{ id: errorId, 'document-id': documentId, status: 'rejected', resolved: false }]]);
    expect(text).toBe(
      format === 'json'
        ? `[{"id":${errorId},"document-id":${documentId},"status":"rejected","resolved":false}]`
        : `<?xml version="1.0" encoding="UTF-8"?>
<integration-errors type="array">
  <integration-error>
    <id type="integer">${errorId}</id>
    <document-id type="integer">${documentId}</document-id>
    <status>rejected</status>
    <resolved type="boolean">false</resolved>
  </integration-error>
</integration-errors>
`,
    );
  });

  test('the error is resolved, and found no more', async () => {
    const { status, value } = await curl(format, 'PUT', `/api/integration_errors/${errorId}/resolve`);
    expect([status, value]).toEqual([200, expect.objectContaining({ id: errorId, resolved: true })]);
    const query = `resolved=false&document-type=InvoiceHeader&document-id=${documentId}`;
    const found = await curl(format, 'GET', `/api/integration_errors?${query}`);
    expect([found.status, found.text]).toEqual(
      format === 'json' ? [200, '[]'] : [404, expect.stringContaining('<errors>\n  <error>Nothing matches the query.</error>\n</errors>')],
    );
  });

  test('it tells how far it has come, with what such clients send beside', async () => {
    const beside = { exported: true, 'custom-fields': { 'cost-center': 'A' }, department: { id: 3 } };
    const { status, value } = await curl(format, 'PUT', `/api/integration_runs/${id}`, { records_processed: 7, ...beside });
    expect([status, value]).toEqual([200, expect.objectContaining({ id, status: 'running', 'records-processed': 7 })]);
  });

  test('a document that went well is recorded in its history', async () => {
    const { status, text, value } = await curl(format, 'POST', '/api/integration_history_records', {
      'integration-run-id': String(id),
      'document-type': 'InvoiceHeader',
      'document-id': documentId,
      status: 'Posted',
      'external-id': '5100001234',
      responses: [{ 'response-code': '201', 'response-message': 'Document 5100001234 was posted.' }],
    });
    expect([status, value]).toEqual([
      201,
      expect.objectContaining({
        'integration-run-id': id,
        'document-type': 'InvoiceHeader',
        'document-id': documentId,
        status: 'Posted',
        'contact-alert-type': 'Technical',
        resolved: false,
        integration: expect.objectContaining({ code: 'erp-invoices' }),
        responses: [{ 'response-code': '201', 'response-message': 'Document 5100001234 was posted.' }],
      }),
    ]);
    expect(text).toContain(format === 'json' ? '"document-type":"InvoiceHeader"' : '<integration-history-record>\n  <id type="integer">');
    recordId = numberIn(value, 'id');
  });

  test('so is one of no run, with an alert, for the integration that it names', async () => {
    const { status, value } = await curl(format, 'POST', '/api/integration_history_records/create_alert', {
      integration: { code: 'erp-invoices' },
      'document-type': 'InvoiceHeader',
      'document-id': documentId,
    });
    expect([status, value]).toEqual([
      201,
      expect.objectContaining({ 'integration-run-id': null, integration: expect.objectContaining({ code: 'erp-invoices' }) }),
    ]);
    const refused = await curl(format, 'POST', '/api/integration_history_records', { 'document-id': documentId });
    const message = "Integration can't be blank where there is no integration run";
    expect([refused.status, refused.text.replaceAll('&apos;', "'")]).toEqual([400, expect.stringContaining(message)]);
  });

  test('the record is found, changed, resolved and opened again; the run shows its errors alone', async () => {
    const path = `/api/integration_history_records/${recordId}`;
    const query = `integration_run[id]=${id}&document-type=InvoiceHeader&resolved=false&fields=["id","status","integration-run-id"]`;
    const found = await curl(format, 'GET', `/api/integration_history_records?${query}`);
    expect([found.status, found.value]).toEqual([200, [{ id: recordId, status: 'Posted', 'integration-run-id': id }]]);
    const changed = await curl(format, 'PUT', path, { status: 'Reversed', exported: true });
    expect([changed.status, changed.value]).toEqual([200, expect.objectContaining({ status: 'Reversed', 'external-id': '5100001234' })]);
    const resolved = await curl(format, 'PUT', `${path}/resolve`);
    expect([resolved.status, resolved.value]).toEqual([200, expect.objectContaining({ resolved: true })]);
    const shown = await curl(format, 'GET', path);
    expect(shown.text).toBe(resolved.text);
    const opened = await curl(format, 'PUT', `${path}/unresolve`);
    expect([opened.status, opened.value]).toEqual([200, expect.objectContaining({ resolved: false })]);
    const run = await curl(format, 'GET', `/api/integration_runs/${id}?fields=["id",{"integration-errors":["id"]}]`);
    expect(run.value).toEqual({ id, 'integration-errors': [{ id: errorId }] });
  });

  test('the newest time that it has exported is stored, for the next run to go on from', async () => {
    const { status, value } = await curl(format, 'PUT', `/api/integration_runs/${id}/max_updated_at`, {
      'max-updated-at': '2026-06-15T12:00:00+02:00',
    });
    expect([status, value]).toEqual([200, expect.objectContaining({ id, 'max-updated-at': '2026-06-15T10:00:00+00:00' })]);
    const query = 'integration[code]=erp-invoices&max_updated_at[blank]=false&order_by=max_updated_at&dir=desc&limit=1&fields=["id"]';
    expect((await curl(format, 'GET', `/api/integration_runs?${query}`)).value).toEqual([{ id }]);
  });

  test('it ends well, and the retry of a client that saw no answer is harmless', async () => {
    const first = await curl(format, 'PUT', `/api/integration_runs/${id}/success`);
    expect([first.status, first.value]).toEqual([
      200,
      expect.objectContaining({ id, status: 'successful', 'start-time': now, 'end-time': now, 'total-records': 12 }),
    ]);
    expect(first.text).toContain(format === 'json' ? '"status":"successful"' : '\n  <status>successful</status>\n');
    const again = await curl(format, 'PUT', `/api/integration_runs/${id}/success`);
    expect(again).toEqual(first);
    const shown = await curl(format, 'GET', `/api/integration_runs/${id}`);
    expect(shown).toEqual(first);
  });

  test('it can not be started again, and stays as it was', async () => {
    const before = await curl(format, 'GET', `/api/integration_runs/${id}`);
    const { status, text } = await curl(format, 'PUT', `/api/integration_runs/${id}/run`, { total_records: 99 });
    const message = `Integration run ${id} is successful; only a pending or paused run can start. It is final.`;
    expect([status, text]).toEqual([
      400,
      format === 'json'
        ? JSON.stringify({ errors: { integration_run: [message] } })
        : `<?xml version="1.0" encoding="UTF-8"?>\n<errors>\n  <error>${message}</error>\n</errors>\n`,
    ]);
    expect(await curl(format, 'GET', `/api/integration_runs/${id}`)).toEqual(before);
    expect(await history(id)).toEqual([
      [null, 'PENDING', 1, 'REST'],
      ['PENDING', 'RUNNING', 1, 'REST'],
      ['RUNNING', 'SUCCESSFUL', 1, 'REST'],
    ]);
  });
});
