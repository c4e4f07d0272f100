import { readFile } from 'node:fs/promises';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { openApiText } from '../../src/rest/openapi/document.js';
import { readXml } from '../../src/rest/request/read-xml.js';
import { routes } from '../../src/rest/routes.js';
import { useWorld, type World } from '../support/world.js';
import { document, type Media, type Operation, operations, type Parameter, problemsWith, problemsWithWhole } from './openapi-document.js';

const json = 'application/json';
const xml = 'application/xml';

const media = (operation: Operation, status: number, type: string): Media => {
  const response = operation.responses[status];
  const name = response?.$ref?.split('/').at(-1);
  const found = (name === undefined ? response : document.components.responses[name])?.content?.[type];
  if (!found) throw new Error(`${operation.operationId} has no ${type} for ${status}.`);
  return found;
};

const successOf = ({ responses }: Operation): number => Number(Object.keys(responses)[0]);

/** The path, with a record that the operation can be done to. */
const pathFor = async (world: World, path: string): Promise<string> => {
  if (!path.startsWith('/api/integration_runs/{id}')) return path.replace('{id}', '1');
  const { json: run } = await world.rest('POST', '/api/integration_runs', { integration: { code: 'erp-invoices' } });
  if (path.endsWith('/wait')) await world.rest('PUT', `/api/integration_runs/${run.id}/success`); // nobody would end it otherwise
  if (path.endsWith('/retry')) await world.rest('PUT', `/api/integration_runs/${run.id}/fail`);
  return path.replace('{id}', String(run.id));
};

describe('the document', () => {
  test('is what stands in schema/openapi.json', async () => {
    expect(await readFile('schema/openapi.json', 'utf8')).toBe(openApiText());
  });

  test('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(openApiText()));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  test('has every route, and nothing else', () => {
    const described = operations.map(({ method, path }) => `${method} ${path}`);
    expect(described.sort()).toEqual(routes.map(({ method, path }) => `${method} /api/${path.replace(':id', '{id}')}`).sort());
  });

  test('refers only to what is there, and has nothing that nobody refers to', () => {
    const text = openApiText();
    const referred = new Set([...text.matchAll(/"\$ref": "#\/components\/([^"]+)"/g)].map(([, place]) => place));
    const { security } = JSON.parse(text) as { security: object[] };
    for (const scheme of security.flatMap(Object.keys)) referred.add(`securitySchemes/${scheme}`);
    const existing = Object.entries(document.components).flatMap(([kind, parts]) => Object.keys(parts).map((name) => `${kind}/${name}`));
    expect([...referred].sort()).toEqual(existing.sort());
  });

  test('names each operation once', () => {
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  });

  test('has the names of enums that answers have', () => {
    const { properties: run } = document.components.schemas['integration-run'] ?? {};
    expect(run?.['status']?.enum).toEqual(['pending', 'running', 'paused', 'successful', 'failed']);
    const { properties: error } = document.components.schemas['integration-error'] ?? {};
    expect(error?.['document-type']?.enum).toHaveLength(32); // with null
    expect(error?.['document-type']?.enum).toContain('Payables::External::Payable');
  });

  test('says of each resource what cannot be written', () => {
    const readOnly = Object.fromEntries(
      ['integration-run', 'integration-error', 'integration', 'response'].map((name) => [
        name,
        Object.entries(document.components.schemas[name]?.properties ?? {}).flatMap(([element, schema]) =>
          schema.readOnly ? [element] : [],
        ),
      ]),
    );
    const signed = ['created-by', 'updated-by'];
    expect(readOnly).toEqual({
      'integration-run': ['id', 'created-at', 'updated-at', 'status', ...signed],
      'integration-error': ['id', 'created-at', 'updated-at', 'resolved', 'integration-run-id', 'integration', ...signed],
      integration: ['id', 'created-at', 'updated-at', 'standard', ...signed],
      response: [],
    });
  });
});

describe.each([
  ['JSON', json, '.json'],
  ['XML', xml, '.xml'],
])('in %s', (_name, type, suffix) => {
  const world = useWorld();

  /** The value of a body; a list is one in either format. */
  const read = (text: string): unknown => {
    if (type === json) return JSON.parse(text);
    const [[name, root] = []] = Object.entries(readXml(new TextEncoder().encode(text), type) as Record<string, unknown>);
    return name === 'errors' ? [(root as { error: unknown }).error].flat() : root;
  };

  const send = async (method: string, path: string, operation: Operation) => {
    const example = operation.requestBody?.content[type]?.example;
    return world.rest(method, `${await pathFor(world, path)}${suffix}`, example, { 'content-type': type });
  };

  test.each(operations.map(({ method, path, operation }) => [`${method} ${path}`, method, path, operation] as const))(
    '%s takes its example, and answers what the document says',
    async (_title, method, path, operation) => {
      const status = successOf(operation);
      const answer = await send(method, path, operation);
      expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({ status, type: `${type}; charset=utf-8` });
      const problems = type === json ? problemsWithWhole : problemsWith; // XML leaves unset associations out
      expect(problems(media(operation, status, type), read(answer.text))).toEqual([]);
    },
  );

  test('examples are valid requests', () => {
    for (const { operation } of operations) {
      const sent = operation.requestBody?.content[type];
      if (!sent) continue;
      const value = type === json ? sent.example : read(String(sent.example));
      expect([operation.operationId, problemsWith(sent, value)]).toEqual([operation.operationId, []]);
    }
  });

  test.each([
    [400, 'GET', '/api/integration_runs', '?status=none', '/api/integration_runs'],
    [404, 'GET', '/api/contracts/{id}', '', '/api/contracts/999999'],
    [405, 'PATCH', '/api/integration_runs/{id}/run', '', '/api/integration_runs/1/run'],
  ])('a refusal with %i is as the document says', async (status, method, template, query, path) => {
    const described = document.paths[template]?.[method === 'PATCH' ? 'put' : method.toLowerCase()];
    const answer = await world.rest(method, `${path}${suffix}${query}`);
    expect(answer.status).toBe(status);
    expect(described && problemsWith(media(described, status, type), read(answer.text))).toEqual([]);
  });
});

describe('the door', () => {
  const world = useWorld();

  test.each(['integration-run', 'integration-error', 'integration'])('requires of a new %s what the document says', async (name) => {
    const { required = [], anyOf = [] } = document.components.schemas[`new-${name}`] as {
      required?: string[];
      anyOf?: { required: string[] }[];
    };
    const { status, json: answer } = await world.rest('POST', `/api/${name.replaceAll('-', '_')}s`, {});
    expect(status).toBe(400);
    const missing = [...anyOf.slice(0, 1).flatMap((choice) => choice.required), ...required];
    const words = (element: string) => element.charAt(0).toUpperCase() + element.slice(1).replaceAll('-', ' ');
    expect(answer.errors[name.replaceAll('-', '_')]).toEqual(missing.map((element) => `${words(element)} can't be blank`));
  });

  const lists = operations.filter(({ method, path }) => method === 'GET' && !path.includes('{id}'));

  const sample = ({ name, schema }: Parameter): string => {
    if (name === 'fields') return '["id"]';
    if (typeof schema?.default === 'string') return schema.default;
    if (schema?.enum) return schema.enum[0] ?? '';
    if (schema?.format === 'date-time') return '2026-01-31T09:30:00Z';
    return { integer: '1', boolean: 'true' }[schema?.type ?? ''] ?? '1.00';
  };

  /** What has to come with a parameter. */
  const beside = ({ name }: Parameter): Record<string, string> =>
    name.startsWith('timeline[') ? { 'timeline[unit]': 'day', 'timeline[from]': '2026-01-31', 'timeline[to]': '2026-02-02' } : {};

  test.each(lists.map(({ path, operation }) => [path, operation] as const))('%s takes every parameter', async (path, operation) => {
    const parameters = operation.parameters.map((parameter) =>
      '$ref' in parameter ? document.components.parameters[parameter.$ref.split('/').at(-1) ?? ''] : parameter,
    );
    for (const parameter of parameters) {
      if (!parameter || parameter.name === 'conditions') continue;
      const value = sample(parameter);
      const { status, text } =
        parameter.in === 'header'
          ? await world.rest('GET', path, undefined, { [parameter.name]: value })
          : await world.rest('GET', `${path}?${new URLSearchParams({ ...beside(parameter), [parameter.name]: value })}`);
      expect({ parameter: parameter.name, status, text: status === 200 ? '' : text }).toEqual({
        parameter: parameter.name,
        status: 200,
        text: '',
      });
    }
  });

  test('takes conditions as the document writes them', async () => {
    const { status, json: runs } = await world.rest(
      'GET',
      '/api/integration_runs?status[in]=failed,paused&integration[code][contains]=erp',
    );
    expect(status).toBe(200);
    expect(runs.length).toBeGreaterThan(0);
    for (const run of runs) expect(['failed', 'paused']).toContain(run.status);
  });

  test('serves the document, and 304 to those who have it', async () => {
    const { status, headers, text } = await world.rest('GET', '/api/openapi.json');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(text).toBe(openApiText());
    const again = await world.rest('GET', '/api/openapi.json', undefined, { 'if-none-match': headers.get('etag') ?? '' });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  test('serves a page for people, with files of its own that may be kept for ever', async () => {
    const { status, headers, text } = await world.rest('GET', '/api/docs');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|https?:|\*/);
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|<script>|javascript:|\/\//i);
    const files = [...text.matchAll(/(?:src|href)="(\/api\/docs\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(files).toHaveLength(4);
    for (const path of files) {
      const file = await world.rest('GET', path);
      expect([file.status, file.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    }
  });

  test('has no other files there, and only reads', async () => {
    expect((await world.rest('GET', '/api/docs/assets/package.json')).status).toBe(404);
    for (const path of ['/api/docs', '/api/openapi.json']) {
      const { status, headers } = await world.rest('POST', path);
      expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
  });
});
