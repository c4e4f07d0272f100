// An element with nothing in it but blanks, as pretty-printed XML has it, is unset whatever its kind; only texts that may be blank keep them. Blanks around
// any value that is no text are nothing. JSON goes by the same rule.
import { describe, expect, test } from 'vitest';
import { columnOf } from '../../src/domain/entities/entities.js';
import { resources } from '../../src/rest/wire/resources.js';
import { makeRun } from '../domain/runs.js';
import { useWorld } from '../support/world.js';
import { ask, type Elements, formats } from './both-formats.js';

const world = useWorld();

const xml = (path: string, method: string, body: string) => world.rest(method, path, body, { 'content-type': 'application/xml' });

const typeNames = { integer: 'integer', boolean: 'boolean', time: 'dateTime', decimal: 'decimal' } as const;
const blanks = ['', ' ', '\n', ' \t\r\n '];

/** Each element that requests set, of the records with paths. */
const elements = Object.values(resources).flatMap(({ entity, name, plural, elements }) =>
  name === 'response'
    ? []
    : elements
        .filter(({ writable, name: element }) => writable && !element.includes('['))
        .map(({ name: element, field, kind }) => ({
          path: `/api/${plural.replaceAll('-', '_')}/8`,
          root: name,
          element,
          kind,
          column: columnOf(entity, field),
        })),
);

describe.each(elements)('$root: $element', ({ path, root, element, kind, column }) => {
  const isText = kind === 'text' && column.nullable;

  test('is unset by an element of blanks', async () => {
    const type = Object.hasOwn(typeNames, kind) ? ` type="${typeNames[kind as keyof typeof typeNames]}"` : '';
    for (const blank of blanks)
      for (const attribute of new Set(['', type])) {
        const sent = isText ? `${blank}x${blank}` : blank;
        const { status, json } = await xml(path, 'PUT', `<${root}><${element}${attribute}>${sent}</${element}></${root}>`);
        if (isText) expect([status, json[element]?.trim()], 'a text is what it is').toEqual([200, 'x']);
        else if (element === 'contact-alert-type') expect([status, json[element]]).toEqual([200, 'Technical']);
        else if (column.nullable) expect([status, json[element] ?? null]).toEqual([200, null]);
        else expect([status, json.errors[root.replaceAll('-', '_')]]).toEqual([400, [expect.stringMatching(/ can't be blank$/)]]);
      }
  });
});

const around = (value: string): string => `\n  ${value}\n`;

describe.each(formats)('in %s', (format) => {
  test.each<[path: string, sent: Elements, then: Elements]>([
    [
      'integration_errors/3',
      { 'document-type': around('Invoice'), 'document-id': around('7') },
      { 'document-type': 'Invoice', 'document-id': 7 },
    ],
    ['integrations/3', { direction: around('from_coupa') }, { direction: 'from_coupa' }],
    [
      'integration_runs/4',
      { 'total-records': around('7'), 'max-updated-at': around('2026-01-01') },
      { 'total-records': 7, 'max-updated-at': '2026-01-01T00:00:00+00:00' },
    ],
    ['contracts/3', { 'minimum-value': around('1.5') }, { 'minimum-value': '1.50' }],
    ['contracts/3', { supplier: around('') }, { supplier: null }],
  ])('of %s blanks around a value are nothing: %j', async (path, sent, then) => {
    const { status, value } = await ask(world, format, 'PUT', `/api/${path}`, sent);
    if (then['supplier'] === null) expect([status, (value as Elements)['supplier'] ?? null]).toEqual([200, null]);
    else expect([status, value]).toEqual([200, expect.objectContaining(then)]);
  });

  test.each<Elements>([
    { integration: { code: around('clm-contracts') } },
    { integration: { id: around(''), code: 'clm-contracts' } },
    { integration: { id: ' ', code: '', name: around('Contract import from the CLM') } },
  ])('a reference: %j', async (body) => {
    const known = (await world.rest('GET', '/api/integrations?code=clm-contracts')).json[0];
    const named = body['integration'] as Elements;
    const sent = 'name' in named ? { integration: { ...named, name: around(known.name) } } : body;
    const { status, value } = await ask(world, format, 'POST', '/api/integration_runs', sent);
    expect([status, value]).toEqual([201, expect.objectContaining({ integration: expect.objectContaining({ code: 'clm-contracts' }) })]);
  });

  test.each(['integration_errors', 'integration_history_records'])(
    'a contact alert type of %s that is blank is the usual one',
    async (path) => {
      for (const blank of [null, ...blanks]) {
        const { status, value } = await ask(world, format, 'POST', `/api/${path}`, {
          'integration-run-id': 7,
          'contact-alert-type': blank,
        });
        expect([status, value]).toEqual([201, expect.objectContaining({ 'contact-alert-type': 'Technical' })]);
      }
    },
  );

  test('max_updated_at is taken from the query where the body has none', async () => {
    const id = await makeRun(world, 'RUNNING');
    for (const blank of [null, ...blanks]) {
      const path = `/api/integration_runs/${id}/max_updated_at`;
      const { status, value } = await ask(world, format, 'PUT', `${path}?max_updated_at=2026-02-01`, { 'max-updated-at': blank });
      expect([status, value]).toEqual([200, expect.objectContaining({ 'max-updated-at': '2026-02-01T00:00:00+00:00' })]);
      expect((await ask(world, format, 'PUT', path, { 'max-updated-at': blank })).status).toBe(400);
    }
  });
});

describe('a list without anything in it', () => {
  test.each(['{}', '{"integration-error":null}', '{"integration_error":[]}', '[]', 'null'])('adds no error: %s', async (list) => {
    const id = await makeRun(world, 'RUNNING');
    const before = (await world.rest('GET', `/api/integration_runs/${id}`)).text;
    const { status, text } = await world.rest('PUT', `/api/integration_runs/${id}`, `{"integration-errors":${list}}`);
    expect([status, text]).toEqual([200, before]);
  });

  test('adds no response', async () => {
    const { status, json } = await world.rest('POST', '/api/integration_errors', { 'integration-run-id': 7, responses: {} });
    expect([status, json.responses]).toEqual([201, []]);
  });

  test('an item without anything in it is an error all the same', async () => {
    const id = await makeRun(world, 'RUNNING');
    for (const list of [[{}], { 'integration-error': {} }])
      expect((await world.rest('PUT', `/api/integration_runs/${id}`, { 'integration-errors': list })).status).toBe(200);
    expect((await world.rest('GET', `/api/integration_runs/${id}`)).json['integration-errors']).toHaveLength(2);
  });
});

test.each(['IntegrationError', 'IntegrationHistoryRecord'])(
  'GraphQL refuses a blank alert type of an %s: null is how it says nothing',
  async (type) => {
    const { data } = await world.graphql<{ made: { message: string } }, object>(
      `mutation { made: create${type}(input: { integrationRun: { databaseId: 7 }, contactAlertType: " " }) { ... on Error { message } } }`,
    );
    expect(data?.made.message).toBe("Contact alert type can't be blank");
  },
);
