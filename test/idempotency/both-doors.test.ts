// Every write of both doors is made once under a key, and a repeat of it is answered by the record as it then is.
import { getNamedType, isInputObjectType, isObjectType } from 'graphql';
import { describe, expect, test, vi } from 'vitest';
import { schema } from '../../src/graphql/schema/schema.js';
import { createLogger } from '../../src/observability/logger.js';
import { routes } from '../../src/rest/routes.js';
import { useWorld } from '../support/world.js';
import { calls, fresh, inputs, traces } from './calls.js';

const logger = createLogger('silent');
const warn = vi.spyOn(logger, 'warn');
const world = useWorld({ logger });

const alerts = () => warn.mock.calls.filter(([, event]) => /^Integration (error|history record) alert$/.test(String(event))).length;

const mutationFields = Object.values(schema.getMutationType()?.getFields() ?? {});
const withKey = mutationFields.filter(({ args: [input] }) => {
  const type = input && getNamedType(input.type);
  return isInputObjectType(type) && 'idempotencyKey' in type.getFields();
});

test('every mutation takes a key, but for those that give out a secret and heartbeats', () => {
  const without = mutationFields.filter((field) => !withKey.includes(field)).map(({ name }) => name);
  expect(without.sort()).toEqual([
    'createApiClient',
    'createWebhookEndpoint',
    'heartbeatIntegrationRun',
    'revokeApiClient',
    'rotateApiClient',
    'rotateWebhookSecret',
  ]);
  expect(Object.keys(inputs).sort()).toEqual(withKey.map(({ name }) => name).sort());
  for (const { type } of withKey) {
    const members = schema.getPossibleTypes(getNamedType(type) as never).map(({ name }) => name);
    expect(members).toEqual(expect.arrayContaining(['IdempotencyConflictError', 'ValidationError']));
  }
});

test('every route that changes something has a call here', () => {
  const writing = routes.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
  expect(Object.keys(calls).sort()).toEqual(writing.sort());
});

const recordOf = (type: string): string => {
  if (type.endsWith('RunsSuccess'))
    return 'matchedCount changedCount unchangedCount refusedCount notFoundCount hasMore outcomes { outcome integrationRun { id } retry { id } refusal { code } }';
  if (type.endsWith('ErrorsSuccess')) return 'matchedCount changedCount unchangedCount integrationErrors { id isResolved }';
  const success = schema.getType(type);
  const [field] = isObjectType(success) ? Object.values(success.getFields()) : [];
  return field && isObjectType(getNamedType(field.type)) ? `${field.name} { id }` : `${field?.name}`;
};

const document = (name: string): string => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return `mutation($input: ${type}Input!) { result: ${name}(input: $input) {
    __typename ... on ${type}Success { ${recordOf(`${type}Success`)} } ... on Error { message code } ... on IdempotencyConflictError { key } } }`;
};

const mutate = async (name: string, input: object, headers: Record<string, string> = {}, direct = true) => {
  const response = await world.app(
    new Request('http://gateway.test/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...(direct ? {} : { 'x-graphql-cost': '1' }),
        ...headers,
      },
      body: JSON.stringify({ query: document(name), variables: { input } }),
    }),
  );
  const body = (await response.json()) as {
    data?: { result: Record<string, unknown> };
    errors?: unknown[];
    extensions?: { idempotentReplayed?: boolean };
  };
  return { status: response.status, replayed: response.headers.get('idempotent-replayed'), ...body };
};

describe.each(withKey.map(({ name }) => name))('%s', (name) => {
  test('is made once, and repeated under the same key as often as one likes', async () => {
    const input = { ...(await inputs[name]?.(world)), idempotencyKey: `mutation ${name}`.replaceAll(' ', '-') };
    const before = alerts();
    const first = await mutate(name, input);
    expect(first).toMatchObject({ status: 200, replayed: null });
    expect(first.data?.result['__typename']).toMatch(/Success$/);
    expect(first.extensions).toBeUndefined();
    const [left, told] = [await traces(world), alerts() - before];
    for (const repeat of [await mutate(name, input), await mutate(name, input, {}, false)]) {
      expect(repeat).toMatchObject({ status: 200, replayed: 'true', extensions: { idempotentReplayed: true } });
      expect(repeat.data).toEqual(first.data);
    }
    expect(await traces(world)).toEqual(left);
    expect(alerts() - before).toBe(told);

    const other = await mutate(name, {
      ...input,
      ...(await inputs[name]?.(world)),
      ...(name.endsWith('s') ? { limit: 7 } : { note: undefined }),
    });
    const conflict = { __typename: 'IdempotencyConflictError', code: 'IDEMPOTENCY_KEY_REUSED', key: input.idempotencyKey };
    const isSameInput = ['createIntegrationRun', 'createIntegrationError', 'createIntegrationHistoryRecord'].includes(name);
    if (!isSameInput) expect(other.data?.result).toMatchObject(conflict);
  });
});

describe.each(Object.keys(calls))('%s', (name) => {
  test('is made once, and repeated under the same key as often as one likes', async () => {
    const [method = ''] = name.split(' ');
    const { path, body } = (await calls[name]?.(world)) ?? { path: '' };
    const headers = { 'idempotency-key': `"${name.replaceAll(' ', '-')}"` };
    const before = alerts();
    const first = await world.rest(method, path, body, headers);
    expect([200, 201]).toContain(first.status);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    const [left, told] = [await traces(world), alerts() - before];
    const repeat = await world.rest(method, path, body, headers);
    expect({ status: repeat.status, json: repeat.json, replayed: repeat.headers.get('idempotent-replayed') }).toEqual({
      status: first.status,
      json: first.json,
      replayed: 'true',
    });
    expect(await traces(world)).toEqual(left);
    expect(alerts() - before).toBe(told);
    const other = await world.rest(
      'POST',
      '/api/integration_runs',
      { integration: { id: 2 } },
      { 'idempotency-key': name.replaceAll(' ', '-') },
    );
    expect(other.status).toBe(422);
    expect(other.json.errors.integration_run[0]).toContain('was used for something else');
    expect(await traces(world)).toEqual(left);
  });
});

test('a repeat is answered by the record as it then is', async () => {
  const headers = { 'idempotency-key': fresh() };
  const { json } = await world.rest('POST', '/api/integration_runs', { integration: { id: 1 } }, headers);
  await world.rest('PUT', `/api/integration_runs/${json.id}/run`);
  const repeat = await world.rest('POST', '/api/integration_runs?fields=["id","status"]', { integration: { id: 1 } }, headers);
  expect({ status: repeat.status, json: repeat.json }).toEqual({ status: 201, json: { id: json.id, status: 'running' } });
  const none = await world.rest('POST', '/api/integration_runs?return_object=none', { integration: { id: 1 } }, headers);
  expect({ status: none.status, text: none.text, replayed: none.headers.get('idempotent-replayed') }).toEqual({
    status: 201,
    text: '',
    replayed: 'true',
  });
});
