import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { ask, type BothAnswer, type Elements, formats, messagesOf, numberIn } from './both-formats.js';

const world = useWorld();

const runs = '/api/integration_runs';
const errors = '/api/integration_errors';
const encoded = encodeURIComponent;

const newRun = async (): Promise<number> =>
  numberIn(
    (
      await ask(world, 'json', 'POST', runs, {
        integration: { code: 'hr-users' },
        'integration-errors': [{ status: 'open', responses: [{ 'response-code': '1', 'response-message': 'one' }] }],
      })
    ).value,
    'id',
  );

/** The answer's text without the blanks of its layout, for the order of keys. */
const compact = ({ text }: BothAnswer): string => text.replace(/^<\?xml.*\?>/, '').replace(/\n */g, '');

describe.each(formats)('in %s', (format) => {
  const inFormat = (json: string, xml: string) => (format === 'json' ? json : xml);

  describe('fields', () => {
    const cases: [fields: string, json: string, xml: string][] = [
      ['["id"]', '{"id":200}', '<integration-run><id type="integer">200</id></integration-run>'],
      [
        '["status","id"]',
        '{"status":"pending","id":200}',
        '<integration-run><status>pending</status><id type="integer">200</id></integration-run>',
      ],
      [
        '["total_records","end-time"]',
        '{"total-records":null,"end-time":null}',
        '<integration-run><total-records nil="true"/><end-time nil="true"/></integration-run>',
      ],
      ['["max-updated-at"]', '{"max-updated-at":null}', '<integration-run><max-updated-at nil="true"/></integration-run>'],
      ['["bogus","id",{"bogus":["id"]}]', '{"id":200}', '<integration-run><id type="integer">200</id></integration-run>'],
      ['[]', '{}', '<integration-run/>'],
      ['["bogus"]', '{}', '<integration-run/>'],
      [
        '[{"integration":["code","id"]},"id"]',
        '{"integration":{"code":"hr-approvals","id":8},"id":200}',
        '<integration-run><integration><code>hr-approvals</code><id type="integer">8</id></integration><id type="integer">200</id></integration-run>',
      ],
      [
        '[{"integration":["id"]},"status",{"integration":["code"]}]',
        '{"integration":{"id":8,"code":"hr-approvals"},"status":"pending"}',
        '<integration-run><integration><id type="integer">8</id><code>hr-approvals</code></integration><status>pending</status></integration-run>',
      ],
      ['[{"integration":[]}]', '{"integration":{}}', '<integration-run><integration/></integration-run>'],
      [
        '["integration_errors","created_by"]',
        '{"integration-errors":[],"created-by":null}',
        '<integration-run><integration-errors type="array"/></integration-run>',
      ],
      [
        '[{"integration-errors":["id"],"integration":["id"]}]',
        '{"integration-errors":[],"integration":{"id":8}}',
        '<integration-run><integration-errors type="array"/><integration><id type="integer">8</id></integration></integration-run>',
      ],
      ['["id","id"]', '{"id":200}', '<integration-run><id type="integer">200</id></integration-run>'],
      // whatever is in a name that doesn't exist, and a choice in what has nothing to choose from
      [
        '["id",{"bogus":{}},{"bogus":null,"custom_fields":{"a":[1,{"b":[[2]]}]}},{"bogus":"id"},{"bogus":[3]},{"bogus":[["id"]]}]',
        '{"id":200}',
        '<integration-run><id type="integer">200</id></integration-run>',
      ],
      [
        '[{"integration":["id",{"bogus":7},{"created_by":{}}]}]',
        '{"integration":{"id":8,"created-by":null}}',
        '<integration-run><integration><id type="integer">8</id></integration></integration-run>',
      ],
      [
        '[{"id":{}},{"status":["bogus"]},{"max_updated_at":{}}]',
        '{"id":200,"status":"pending","max-updated-at":null}',
        '<integration-run><id type="integer">200</id><status>pending</status><max-updated-at nil="true"/></integration-run>',
      ],
      [
        '[{"integration":{}},{"integration":["id"]}]',
        '{"integration":{"id":8}}',
        '<integration-run><integration><id type="integer">8</id></integration></integration-run>',
      ],
    ];

    test.each(cases)('of a read: %s', async (fields, json, xml) => {
      const answer = await ask(world, format, 'GET', `${runs}/200?fields=${encoded(fields)}`);
      expect([answer.status, compact(answer)]).toEqual([200, inFormat(json, xml)]);
      const list = await ask(world, format, 'GET', `${runs}?id=200&fields=${encoded(fields)}`);
      expect([list.status, compact(list)]).toEqual([
        200,
        inFormat(`[${json}]`, `<integration-runs type="array">${xml}</integration-runs>`),
      ]);
    });

    test('reaches as deep as an answer does', async () => {
      const id = await newRun();
      const fields = '["id",{"integration_errors":["status",{"responses":["response_code"]},{"created-by":["login"]}]}]';
      const answer = await ask(world, format, 'GET', `${runs}/${id}?fields=${encoded(fields)}`);
      expect(answer.value).toEqual({
        id,
        'integration-errors': [{ status: 'open', responses: [{ 'response-code': '1' }], 'created-by': { login: 'local' } }],
      });
    });

    test('takes {} for all of an association', async () => {
      const id = await newRun();
      const whole = (await ask(world, format, 'GET', `${runs}/${id}`)).value as Record<string, unknown>;
      const fields = '["id",{"custom_fields":{}},{"integration":{}},{"integration_errors":{}},{"created_by":{}}]';
      const { id: _id, integration, 'integration-errors': list, 'created-by': author } = whole;
      const expected = { id, integration, 'integration-errors': list, 'created-by': author };
      for (const [method, path] of [
        ['GET', `${runs}/${id}`],
        ['PUT', `${runs}/${id}`],
        ['PUT', `${runs}/${id}/pending`],
      ] as const) {
        const answer = await ask(world, format, method, `${path}?fields=${encoded(fields)}`);
        expect([method, path, answer.status, answer.value]).toEqual([method, path, 200, expected]);
        expect(Object.keys(answer.value as object)).toEqual(Object.keys(expected));
      }
    });

    test.each([
      ['["id",{"custom_fields":{}},{"supplier":{}}]', ['id', 'supplier'], ['name']],
      ['[{"supplier":["name","number"]},{"currency":{}},"id"]', ['supplier', 'currency', 'id'], ['name']],
      ['[{"supplier":[]}]', ['supplier'], []],
    ])('of contracts, in the form that the original documents: %s', async (fields, keys, inner) => {
      for (const path of ['/api/contracts/1', '/api/contracts']) {
        const { status, value } = await ask(world, format, 'GET', `${path}?fields=${encoded(fields)}`);
        expect(status).toBe(200);
        for (const contract of [value].flat() as Record<string, object>[]) {
          expect(Object.keys(contract)).toEqual(keys);
          expect(Object.keys(contract['supplier'] ?? {})).toEqual(expect.arrayContaining(inner));
        }
      }
    });

    const writes: [
      title: string,
      method: string,
      path: () => Promise<string>,
      body: Elements | undefined,
      status: number,
      expected: Elements,
    ][] = [
      ['create', 'POST', async () => runs, { integration: { id: 7 } }, 201, { status: 'pending', integration: { code: 'hr-users' } }],
      [
        'update',
        'PUT',
        async () => `${runs}/${await newRun()}`,
        { 'total-records': 4 },
        200,
        { status: 'pending', integration: { code: 'hr-users' } },
      ],
      [
        'move',
        'PUT',
        async () => `${runs}/${await newRun()}/run`,
        undefined,
        200,
        { status: 'running', integration: { code: 'hr-users' } },
      ],
      [
        'alert',
        'POST',
        async () => `${errors}/create_alert`,
        { 'integration-run-id': 7, status: 'x' },
        201,
        { status: 'x', integration: { code: 'hr-users' } },
      ],
      ['resolve', 'PUT', async () => `${errors}/3/resolve`, { status: 'y' }, 200, { status: 'y', integration: { code: 'erp-receipts' } }],
    ];

    test.each(writes)('of a %s', async (_title, method, path, body, status, expected) => {
      const answer = await ask(world, format, method, `${await path()}?fields=["status",{"integration":["code"]}]`, body);
      expect([answer.status, answer.value]).toEqual([status, expected]);
    });

    test('may have blanks around its key', async () => {
      expect((await ask(world, format, 'GET', `${runs}/200? fields =["status"]`)).value).toEqual({ status: 'pending' });
      expect((await ask(world, format, 'GET', `${runs}/200?+return-object+= limited `)).value).toEqual({ id: 200 });
    });

    test('wins over return_object', async () => {
      expect((await ask(world, format, 'GET', `${runs}/200?return_object=limited&fields=["status"]`)).value).toEqual({ status: 'pending' });
    });

    test.each<[fields: string, message: RegExp]>([
      ['', /^fields is no JSON\./],
      ['id,status', /^fields is no JSON\./],
      ['["id"', /^fields is no JSON\./],
      ['"id"', /^fields must be a JSON list/],
      ['null', /^fields must be a JSON list/],
      ['{"integration":["id"]}', /^fields must be a JSON list/],
      ['[{"integration":"id"}]', /^fields must be a JSON list/],
      ['[{"integration":null}]', /^fields must be a JSON list/],
      ['[{"integration":{"id":[]}}]', /^fields must be a JSON list/],
      ['[{"id":5}]', /^fields must be a JSON list/],
      ['[{"integration":[5]}]', /^fields has 5 in it/],
      [`[${'['.repeat(5_000)}${']'.repeat(5_000)}]`, /^fields is nested more than 100 levels deep\.$/],
      [`[{"bogus":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}]`, /^fields is nested more than 100 levels deep\.$/],
      [`[["${'x'.repeat(5_000)}"]]`, /^fields has \["x{98}… in it/],
      ['[1]', /^fields has 1 in it/],
      ['[null]', /^fields has null in it/],
      ['[["id"]]', /^fields has \["id"\] in it/],
    ])('that make no sense are refused, and nothing is written: %s', async (fields, message) => {
      const id = await newRun();
      const before = (await ask(world, format, 'GET', `${runs}/${id}`)).text;
      for (const [method, path] of [
        ['GET', `${runs}/${id}`],
        ['PUT', `${runs}/${id}/run`],
      ] as const) {
        const answer = await ask(world, format, method, `${path}?fields=${encoded(fields)}`);
        expect([answer.status, messagesOf(answer)]).toEqual([400, [expect.stringMatching(message)]]);
      }
      expect((await ask(world, format, 'GET', `${runs}/${id}`)).text).toBe(before);
    });
  });

  describe('return_object', () => {
    test('limited shows ids only', async () => {
      const id = await newRun();
      expect((await ask(world, format, 'GET', `${runs}/${id}?return_object=limited`)).value).toEqual({ id });
      expect((await ask(world, format, 'GET', `${runs}?id[in]=7,8&return_object=limited`)).value).toEqual([{ id: 7 }, { id: 8 }]);
      expect((await ask(world, format, 'PUT', `${runs}/${id}/run?return_object=limited`)).value).toEqual({ id });
      const made = await ask(world, format, 'POST', `${errors}?return-object=limited`, { 'integration-run-id': id });
      expect([made.status, Object.keys(made.value as object)]).toEqual([201, ['id']]);
    });

    test('shallow shows own elements, and what is associated by id and natural keys', async () => {
      const id = await newRun();
      const whole = (await ask(world, format, 'GET', `${runs}/${id}`)).value as Record<string, unknown>;
      const [error] = whole['integration-errors'] as { id: number }[];
      const expected = {
        ...whole,
        integration: { id: 7, name: 'Employee import', code: 'hr-users' },
        'integration-errors': [{ id: error?.id }],
        'created-by': { id: 1, login: 'local' },
        'updated-by': { id: 1, login: 'local' },
      };
      for (const [method, path] of [
        ['GET', `${runs}/${id}`],
        ['PUT', `${runs}/${id}`],
        ['PUT', `${runs}/${id}/pending`],
      ] as const)
        expect((await ask(world, format, method, `${path}?return_object=shallow`)).value).toEqual(expected);
      expect((await ask(world, format, 'GET', `${runs}?id=${id}&return_object=shallow`)).value).toEqual([expected]);
    });

    test('none makes writes answer with nothing, and is ignored on reads', async () => {
      const id = await newRun();
      const silent = async (method: string, path: string, body?: Elements) => {
        const { status, text } = await ask(world, format, method, `${path}?return_object=none`, body);
        return [status, text];
      };
      expect(await silent('POST', runs, { integration: { id: 1 } })).toEqual([201, '']);
      expect(await silent('PUT', `${runs}/${id}`, { 'total-records': 9 })).toEqual([200, '']);
      expect(await silent('PUT', `${runs}/${id}/run`)).toEqual([200, '']);
      expect(await silent('PUT', `${runs}/${id}/max_updated_at`, { 'max-updated-at': '2026-06-15' })).toEqual([200, '']);
      const shown = await ask(world, format, 'GET', `${runs}/${id}?return_object=none`);
      expect(shown.value).toMatchObject({ id, status: 'running', 'total-records': 9, 'max-updated-at': '2026-06-15T00:00:00+00:00' });
      expect(shown.text).toBe((await ask(world, format, 'GET', `${runs}/${id}`)).text);
      expect((await ask(world, format, 'PUT', `${runs}/${id}/bogus?return_object=none`)).status).toBe(404);
    });
  });
});
