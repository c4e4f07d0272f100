import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { ask, type Elements, formats, messagesOf } from './both-formats.js';

const world = useWorld();

const runs = '/api/integration_runs';
const errors = '/api/integration_errors';
const xmlError = (...messages: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<errors>\n${messages.map((message) => `  <error>${message}</error>\n`).join('')}</errors>\n`;

describe.each(formats)('in %s', (format) => {
  const mediaType = `application/${format}`;

  describe('a refusal says what is wrong', () => {
    const cases: [
      title: string,
      method: string,
      path: string,
      body: Elements | undefined,
      status: number,
      key: string,
      messages: string[],
    ][] = [
      ['a run without an integration', 'POST', runs, { 'total-records': 1 }, 400, 'integration_run', ["Integration can't be blank"]],
      [
        'an integration that is not there',
        'POST',
        runs,
        { integration: { code: 'none' } },
        400,
        'integration_run',
        ['Integration can\'t be found: There is no integration with the code "none".'],
      ],
      [
        'two wrong values',
        'PUT',
        `${runs}/7`,
        { 'total-records': 'many', 'start-time': 'soon' },
        400,
        'integration_run',
        ['Start time must be a time in ISO 8601, such as 2026-01-31T09:30:00+00:00', 'Total records must be a whole number'],
      ],
      [
        'a number below its least',
        'PUT',
        `${runs}/7`,
        { 'total-records': -1 },
        400,
        'integration_run',
        ['Total records must be a whole number from 0 to 2147483647'],
      ],
      [
        'an end before the start',
        'PUT',
        `${runs}/7`,
        { 'start-time': '2026-06-15', 'end-time': '2026-06-14' },
        400,
        'integration_run',
        ["End time can't be before the start time"],
      ],
      [
        'a run that is not there',
        'GET',
        `${runs}/99999`,
        undefined,
        404,
        'integration_run',
        ['There is no integration run with the id 99999.'],
      ],
      [
        'a run to be moved that is not there',
        'PUT',
        `${runs}/99999/run`,
        undefined,
        404,
        'integration_run',
        ['There is no integration run with the id 99999.'],
      ],
      [
        'an id that is no number',
        'GET',
        `${runs}/seven`,
        undefined,
        404,
        'integration_run',
        ['There is no integration run with the id "seven".'],
      ],
      [
        'a move that is not allowed',
        'PUT',
        `${runs}/4/pause`,
        undefined,
        400,
        'integration_run',
        ['Integration run 4 is failed; only a pending or running run can be paused. It can be put back in the queue.'],
      ],
      ['no time of modification', 'PUT', `${runs}/7/max_updated_at`, {}, 400, 'integration_run', ["Max updated at can't be blank"]],
      ['an error without a run', 'POST', errors, { status: 'x' }, 400, 'integration_error', ["Integration run can't be blank"]],
      [
        'an error of a run that is not there',
        'POST',
        errors,
        { 'integration-run-id': 99999 },
        400,
        'integration_error',
        ["Integration run can't be found: There is no integration run with the id 99999."],
      ],
      [
        'an integration of which much is missing',
        'POST',
        '/api/integrations',
        { name: 'N', code: 'n' },
        400,
        'integration',
        ["Business object can't be blank", "Direction can't be blank", "End system can't be blank", "End system type can't be blank"],
      ],
      ['a code that is taken', 'PUT', '/api/integrations/2', { code: 'erp-invoices' }, 400, 'integration', ['Code has already been taken']],
      [
        'a name that is taken',
        'PUT',
        '/api/integrations/2',
        { name: 'ERP invoice export' },
        400,
        'integration',
        ['Name has already been taken'],
      ],
      [
        'a text that is too long',
        'PUT',
        `${errors}/5`,
        { status: 'x'.repeat(256) },
        400,
        'integration_error',
        ['Status is too long (at most 255 characters)'],
      ],
      [
        'an unknown attribute',
        'GET',
        '/api/contracts?numbr=1',
        undefined,
        400,
        'contract',
        [
          'There is no attribute "numbr". Did you mean number? There are id, created_at, updated_at, name, number, version, status, type, supplier[id], supplier[name], supplier[number], start_date, end_date, minimum_value, maximum_value, currency[code], integration_errors[…] and integration_runs[…].',
        ],
      ],
      [
        'an unknown path',
        'GET',
        '/api/bogus',
        undefined,
        404,
        'base',
        ['There is no path /api/bogus. The paths are listed in /api/openapi.json.'],
      ],
    ];

    test.each(cases)('%s', async (_title, method, path, body, status, key, messages) => {
      const row = path.split('/').slice(0, 4).join('/').split('?')[0] ?? '';
      const before = await world.rest('GET', row);
      const answer = await ask(world, format, method, path, body);
      expect([answer.status, messagesOf(answer)]).toEqual([status, messages]);
      expect(answer.headers.get('content-type')).toBe(`${mediaType}; charset=utf-8`);
      if (format === 'json') expect(answer.value).toEqual({ errors: { [key]: messages } });
      else expect(answer.text).toBe(xmlError(...messages.map((message) => message.replaceAll("'", '&apos;').replaceAll('"', '&quot;'))));
      expect((await world.rest('GET', row)).text).toBe(before.text);
    });

    test('with the place of the mistake in a body', async () => {
      const text = format === 'json' ? '{\n  "integration": {"id": 1,}\n}' : '<integration-run>\n  <id>1</ix>\n</integration-run>';
      const answer = await world.rest('POST', runs, text, { 'content-type': mediaType });
      expect([answer.status, answer.json]).toEqual([
        400,
        { errors: { base: [expect.stringMatching(/^The body is no (JSON|XML): .*line 2, column \d+/)] } },
      ]);
    });
  });
});
