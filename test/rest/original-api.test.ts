import { beforeAll, describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { ask, type Elements, type Format, formats, messagesOf, numberIn } from './both-formats.js';
import original from './original-api.json' with { type: 'json' };

const world = useWorld();

/** History records have the paths of errors, as rest clients of the original know them. */
const paths: Readonly<Record<string, readonly string[]>> = {
  ...original.paths,
  ...Object.fromEntries(
    Object.entries(original.paths).flatMap(([path, methods]) =>
      path.startsWith('/api/integration_errors') ? [[path.replace('integration_errors', 'integration_history_records'), methods]] : [],
    ),
  ),
};
const runs = '/api/integration_runs';
const errors = '/api/integration_errors';
const records = '/api/integration_history_records';
const integrations = '/api/integrations';
const contracts = '/api/contracts';

let count = 0;
const newIntegration = (): Elements => {
  count += 1;
  return {
    name: `New ${count}`,
    code: `new-${count}`,
    'business-object': 'Invoice',
    direction: 'to_coupa',
    'end-system': 'SAP',
    'end-system-type': 'erp',
    'integration-type': 'api',
  };
};
const newError: Elements = {
  'integration-run-id': '7',
  'contact-alert-type': 'Functional',
  'creation-method': 'import',
  'document-id': 12,
  'document-revision': 2,
  'document-status': 'approved',
  'document-type': 'Contract',
  'external-id': 'EXT-1',
  'integration-filename': 'invoices.csv',
  status: 'open',
  responses: [{ 'response-code': '422', 'response-message': 'No remit-to address.' }],
};
const { 'integration-run-id': _run, ...newRecordOfNoRun } = newError;
const newRecord: Elements = { ...newRecordOfNoRun, integration: { code: 'erp-invoices' } };
const newRun: Elements = {
  integration: { code: 'erp-invoices' },
  'start-time': '2026-06-15T09:00:00Z',
  'end-time': '2026-06-15T10:00:00Z',
  'total-records': 12,
  'records-processed': 7,
  flow: { step: 'transfer' },
  'integration-errors': [newError],
};

const newContract = (): Elements => {
  count += 1;
  return {
    name: 'Paper',
    number: `N-${count}`,
    version: 3,
    status: 'published',
    type: 'MasterContract',
    supplier: { id: 5, name: 'Aurora', number: 'S-5' },
    'start-date': '2026-01-01T00:00:00Z',
    'end-date': '2026-12-31T00:00:00Z',
    'minimum-value': '1000.0',
    'maximum-value': '2000.5',
    currency: { code: 'EUR' },
  };
};

const bodyFor = (collection: string): Elements => {
  if (collection === integrations) return newIntegration();
  if (collection === contracts) return newContract();
  if (collection === records) return newRecord;
  return collection === runs ? newRun : newError;
};

const create = async (format: Format, collection: string): Promise<number> =>
  numberIn((await ask(world, format, 'POST', collection, bodyFor(collection))).value, 'id');

const collectionOf = (path: string): string => path.split('/').slice(0, 3).join('/');

describe.each(formats)('in %s', (format) => {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    methods.map((method): [string, string] => [method.toUpperCase(), path]),
  );

  test.each(operations)('%s %s does what it is for', async (method, path) => {
    const collection = collectionOf(path);
    const concrete = path.replace('{id}', String(await create(format, collection)));
    const body =
      method === 'POST' ? bodyFor(collection) : path.endsWith('max_updated_at') ? { 'max-updated-at': '2026-06-15T12:00:00Z' } : undefined;
    const answer = await ask(world, format, method, concrete, body);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      method === 'POST' ? 201 : 200,
      `application/${format}; charset=utf-8`,
    ]);
  });

  describe('every element comes back under its name and with its type', () => {
    const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/;
    const json: Readonly<Record<string, unknown>> = {
      integer: expect.any(Number),
      string: expect.any(String),
      boolean: expect.any(Boolean),
      datetime: expect.stringMatching(time),
      Flow: { step: 'transfer' },
      UserSimple: { id: 1, login: 'local', fullname: 'Local developer' },
      Integration: expect.objectContaining({ id: 1, code: 'erp-invoices' }),
      decimal: expect.stringMatching(/^\d+\.\d\d$/),
      Supplier: { id: 5, name: 'Aurora', number: 'S-5', 'display-name': 'Aurora' },
      Currency: { code: 'EUR' },
      'array of IntegrationError': [expect.objectContaining({ status: 'open' })],
      'array of IntegrationRecordResponse': [{ 'response-code': '422', 'response-message': 'No remit-to address.' }],
    };
    const attribute = (type: string): string => {
      if (type === 'datetime') return ' type="dateTime"';
      if (type.startsWith('array')) return ' type="array"';
      return type === 'integer' || type === 'boolean' || type === 'decimal' ? ` type="${type}"` : '';
    };
    /** What may be sent, but is not shown: an answer holds the id alone. */
    const requestOnly = ['integration-run'];

    const types: [name: string, collection: string, elements: Readonly<Record<string, string>>][] = [
      ['IntegrationRun', runs, original.elements.IntegrationRun],
      ['IntegrationError', errors, original.elements.IntegrationError],
      ['history records, which are as errors are', records, original.elements.IntegrationError],
      ['Integration', integrations, original.elements.Integration],
      ['Contract', contracts, original.elements.Contract],
    ];

    test.each(types)('of %s', async (_name, collection, elements) => {
      // an error of integration 1, whose run the table names
      const body = collection === errors || collection === records ? { ...newError, 'integration-run-id': 1 } : bodyFor(collection);
      const created = await ask(world, format, 'POST', collection, body);
      const { value, text } = await ask(world, format, 'GET', `${collection}/${numberIn(created.value, 'id')}`);
      for (const [name, type] of Object.entries(elements)) {
        if (requestOnly.includes(name)) continue;
        expect(value).toHaveProperty(name, json[type]);
        if (format === 'xml') expect(text).toMatch(new RegExp(`^ {2}<${name}${attribute(type)}>`, 'm'));
      }
      expect(value).not.toHaveProperty('integration-run');
    });
  });

  describe('every value of an enum is accepted, and a wrong one refused', () => {
    let ids: Readonly<Record<string, number>>;
    beforeAll(async () => {
      ids = {
        [integrations]: await create(format, integrations),
        [errors]: await create(format, errors),
        [records]: await create(format, records),
      };
    });

    const { Integration, IntegrationError } = original.enums;
    const enums: [collection: string, name: string, values: readonly string[]][] = [
      [integrations, 'direction', Integration.direction],
      [integrations, 'end-system-type', Integration['end-system-type']],
      [integrations, 'integration-type', Integration['integration-type']],
      [errors, 'document-type', IntegrationError['document-type']],
      [records, 'document-type', IntegrationError['document-type']],
    ];

    test('there are 31 types of documents', () => {
      expect(IntegrationError['document-type']).toHaveLength(31);
    });

    const labels: Readonly<Record<string, string>> = {
      direction: 'Direction',
      'end-system-type': 'End system type',
      'integration-type': 'Integration type',
      'document-type': 'Document type',
    };

    test.each(enums)('of %s: %s', async (collection, name, values) => {
      const path = `${collection}/${ids[collection]}`;
      for (const value of values) {
        const changed = await ask(world, format, 'PUT', path, { [name]: value });
        expect([changed.status, changed.value]).toEqual([200, expect.objectContaining({ [name]: value })]);
        const made = await ask(world, format, 'POST', collection, { ...bodyFor(collection), [name]: value });
        expect([made.status, made.value]).toEqual([201, expect.objectContaining({ [name]: value })]);
        const found = await ask(world, format, 'GET', `${collection}?id=${ids[collection]}&${name}=${value}&fields=["${name}"]`);
        expect([found.status, found.value]).toEqual([200, [{ [name]: value }]]);
      }
      const before = await ask(world, format, 'GET', path);
      for (const wrong of ['Bogus', values[0]?.toUpperCase() ?? '', `x ${values[0]}`, `${values[0]},${values[1]}`]) {
        const refused = await ask(world, format, 'PUT', path, { [name]: wrong });
        const rule = expect.stringMatching(
          new RegExp(`^${labels[name]} must be one of ${values.slice(0, -1).join(', ')} or ${values.at(-1)}$`),
        );
        expect([refused.status, messagesOf(refused)]).toEqual([400, [rule]]);
        expect((await ask(world, format, 'POST', collection, { ...bodyFor(collection), [name]: wrong })).status).toBe(400);
        expect((await ask(world, format, 'GET', `${collection}?${name}=${encodeURIComponent(wrong)}`)).status).toBe(400);
      }
      expect((await ask(world, format, 'GET', path)).text).toBe(before.text);
    });
  });
});
