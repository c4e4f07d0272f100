import { describe, expect, test } from 'vitest';
import { rowOf } from '../domain/runs.js';
import { useWorld } from '../support/world.js';
import { ask, type Elements, formats, numberIn, rootOf, written } from './both-formats.js';

const world = useWorld();

const runs = '/api/integration_runs';
const errors = '/api/integration_errors';

describe.each(formats)('in %s', (format) => {
  const mediaType = `application/${format}`;
  const newRun = async (body: Elements = {}) =>
    numberIn((await ask(world, format, 'POST', runs, { integration: { id: 1 }, ...body })).value, 'id');

  describe('a body', () => {
    test.each<[title: string, integration: Elements]>([
      ['by id', { integration: { id: 2 } }],
      ['by a quoted id', { integration: { id: '2' } }],
      ['by code', { integration: { code: 'erp-suppliers' } }],
      ['by name', { integration: { name: 'ERP supplier import' } }],
      ['by a flat id with an underscore', { integration_id: 2 }],
      ['by a flat id with a dash', { 'integration-id': '2' }],
      ['by id before code', { integration: { id: 2, code: 'erp-suppliers', name: 'whatever', 'end-system': 'x' } }],
    ])('names its integration %s', async (_title, body) => {
      const { status, value } = await ask(world, format, 'POST', runs, body);
      expect([status, value]).toEqual([
        201,
        expect.objectContaining({ integration: expect.objectContaining({ id: 2, code: 'erp-suppliers' }) }),
      ]);
    });

    test('takes dashes and underscores alike, at every depth but in flow', async () => {
      const body: Elements = {
        integration_id: 1,
        total_records: 5,
        'records-processed': 4,
        flow: { a_b: { 'c-d': [1, null, { e_f: true }] } },
        'integration-errors': [
          { document_type: 'Invoice', 'document-id': '9', responses: [{ response_code: 'a', 'response-message': 'b' }] },
        ],
      };
      const { status, value } = await ask(world, format, 'POST', runs, body);
      expect(status).toBe(201);
      expect(value).toMatchObject({
        'total-records': 5,
        'records-processed': 4,
        flow: { a_b: { 'c-d': [1, null, { e_f: true }] } },
        'integration-errors': [
          {
            'document-type': 'Invoice',
            'document-id': 9,
            'contact-alert-type': 'Technical',
            responses: [{ 'response-code': 'a', 'response-message': 'b' }],
          },
        ],
      });
    });

    test('may be wrapped in its root element, written either way', async () => {
      for (const root of ['integration_run', 'integration-run']) {
        const text =
          format === 'json'
            ? JSON.stringify({ [root]: { integration: { id: 3 } } })
            : `<${root}><integration><id>3</id></integration></${root}>`;
        const answer = await world.rest('POST', runs, text, { 'content-type': mediaType });
        expect([answer.status, answer.json.integration.id]).toEqual([201, 3]);
      }
    });

    test('may hold what is unknown or only read: that is ignored, with 200', async () => {
      const id = await newRun({ 'total-records': 3 });
      const before = await rowOf(world, id);
      const body: Elements = {
        id: 99,
        status: 'failed',
        'created-at': '2020-01-01',
        'updated-at': 'never',
        created_by: { id: 7 },
        bogus: { deep: [{ er: 1 }] },
        integration: { id: 2 },
        'integration-id': 2,
      };
      const { status, value } = await ask(world, format, 'PUT', `${runs}/${id}`, body);
      expect([status, value]).toEqual([
        200,
        expect.objectContaining({ id, status: 'pending', 'total-records': 3, integration: expect.objectContaining({ id: 1 }) }),
      ]);
      expect(await rowOf(world, id)).toEqual(before);
    });

    test.runIf(format === 'json')('takes a number for a text, unless its digits are lost', async () => {
      const owner = { 'integration-run-id': await newRun() };
      const taken = await world.rest('POST', `${errors}.json`, JSON.stringify({ ...owner, 'external-id': 9007199254740991, status: 1.5 }));
      expect([taken.status, taken.json['external-id'], taken.json.status]).toEqual([201, '9007199254740991', '1.5']);
      const lost = JSON.stringify({ ...owner, 'external-id': 'digits' }).replace('"digits"', '4500012345678901234');
      const refused = await world.rest('POST', `${errors}.json`, lost);
      expect([refused.status, refused.text]).toEqual([
        400,
        expect.stringContaining('External id must be a text: a number has no room for so many digits. Put it in quotes'),
      ]);
    });

    test('ignores the times and the answerers of an error', async () => {
      const body: Elements = {
        'integration-run': { id: '7' },
        'created-at': '2020-01-01T00:00:00Z',
        'updated-at': '2020-01-01T00:00:00Z',
        resolved: true,
        id: 1,
      };
      const { status, value } = await ask(world, format, 'POST', errors, body);
      expect([status, value]).toEqual([
        201,
        expect.objectContaining({ resolved: false, 'integration-run-id': 7, 'created-at': expect.not.stringMatching(/^2020/) }),
      ]);
    });

    test('clears what is null, and leaves what is left out', async () => {
      const id = await newRun({ 'total-records': 3, 'records-processed': 2, flow: { a: 1 } });
      const { value } = await ask(world, format, 'PATCH', `${runs}/${id}`, { 'total-records': null, flow: null });
      expect(value).toMatchObject({ 'total-records': null, 'records-processed': 2, flow: null });
    });

    test.each(['application/json', 'application/xml', 'text/plain', 'application/x-www-form-urlencoded'])(
      'that is empty is none, as %s',
      async (contentType) => {
        const id = await newRun();
        for (const [move, status] of [
          ['run', 'running'],
          ['pause', 'paused'],
          ['pending', 'pending'],
          ['finish', 'successful'],
        ]) {
          const answer = await world.rest('PUT', `${runs}/${id}/${move}`, '', { accept: mediaType, 'content-type': contentType });
          expect([answer.status, answer.text]).toEqual([
            200,
            expect.stringContaining(format === 'json' ? `"status":"${status}"` : `<status>${status}</status>`),
          ]);
        }
      },
    );

    test.each(['2026-06-15T12:00:00+00:00', '2026-06-15T14:00:00+02:00', '2026-06-15T12:00:00Z', '2026-06-15T12:00:00'])(
      'or the query has the newest modification time: %s',
      async (time) => {
        for (const [query, body] of [
          ['', { 'max-updated-at': time }],
          ['', { max_updated_at: time }],
          [`?max_updated_at=${encodeURIComponent(time)}`, undefined],
          [`?max-updated-at=${time}`, undefined],
        ] as const) {
          const { status, value } = await ask(world, format, 'PUT', `${runs}/${await newRun()}/max_updated_at${query}`, body);
          expect([query, status, value]).toEqual([query, 200, expect.objectContaining({ 'max-updated-at': '2026-06-15T12:00:00+00:00' })]);
        }
      },
    );
  });

  test('a record written in this format reads the same in the other', async () => {
    const texts = [' <a> & "b" \'c\' ]]> é 😀 ', 'line\nbreak', '%00', '', '日本'];
    for (const text of texts) {
      const sent = written(format, errors, {
        'integration-run-id': 7,
        status: text,
        responses: [{ 'response-code': text.slice(0, 200), 'response-message': text }],
      });
      const made = await world.rest('POST', errors, sent, { 'content-type': mediaType });
      expect([made.status, made.json.status, made.json.responses]).toEqual([
        201,
        text,
        [{ 'response-code': text, 'response-message': text }],
      ]);
      const read = await Promise.all(
        formats.map(
          async (other) =>
            (await ask(world, other, 'GET', `${errors}/${made.json.id}?fields=["id","status","responses","created-by"]`)).value,
        ),
      );
      expect(read[1]).toEqual(read[0]);
    }
    expect(rootOf(`${runs}/7`)).toBe('integration-run');
  });
});
