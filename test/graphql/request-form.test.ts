// What a request may look like: the parameters of a GET and the keys of a POST's body, on both ways to an answer.
import { describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import { createLogger, type Logger } from '../../src/observability/logger.js';
import { expectNothingWritten } from '../domain/contents.js';
import { browser, useWorld } from '../support/world.js';
import { codeOf, get, post } from './ask.js';

const world = useWorld();
expectNothingWritten(world);

const query = '{ __typename }';
const typename = { data: { __typename: 'Query' } };

/** The gateway, and what it writes into its log of faults. */
const appWith = (options: { direct?: boolean; trusted?: 'prefer' | 'only' } = {}): { app: App; faults: unknown[] } => {
  const faults: unknown[] = [];
  const keep = (...args: unknown[]) => void faults.push(args);
  const logger: Logger = Object.assign(createLogger('silent'), { error: keep, warn: keep });
  const { direct = true, trusted } = options;
  const graphql = trusted ? { trusted: { mode: trusted, texts: new Map() } } : {};
  return {
    app: createApp({ database: world.database, logger, bodyLimit: 1_048_576, requestTimeout: 30_000, browser, direct, graphql }),
    faults,
  };
};

describe('a GET', () => {
  const noJson = ['{', 'undefined', 'NaN', '[object Object]', '\0', '\ufeff{}', '{"a":1}}', "{'a':1}", 'null null', '{"a":1}\0', ' '];
  const noObject = ['[]', '5', '"x"', 'true', '[{}]', '""', '0'];

  test.each(['variables', 'extensions'].flatMap((name) => noJson.map((text) => [name, text] as const)))(
    'whose %s are no JSON is refused by name: %j',
    async (name, text) => {
      const { app, faults } = appWith();
      for (const accept of ['application/json', 'application/graphql-response+json']) {
        const refused = await get(app, { query, [name]: text }, { accept });
        expect([refused.status, codeOf(refused)]).toEqual([400, 'BAD_REQUEST']);
        expect(refused.json.errors).toHaveLength(1);
        expect(refused.json.errors[0].message).toMatch(new RegExp(`^The parameter ${name} is no JSON`));
      }
      expect(faults).toEqual([]);
    },
  );

  test.each(['variables', 'extensions'].flatMap((name) => noObject.map((text) => [name, text] as const)))(
    'whose %s are no object is refused by name: %j',
    async (name, text) => {
      const refused = await get(world.app, { query, [name]: text });
      expect([refused.status, codeOf(refused)]).toEqual([400, 'BAD_REQUEST']);
      expect(refused.json.errors[0].message).toMatch(new RegExp(`^The parameter ${name} must be an object, but is `));
    },
  );

  test('says where in the parameter the mistake is', async () => {
    const { json } = await get(world.app, { query, variables: '{"a":\n1,}' });
    expect(json.errors[0].message).toBe('The parameter variables is no JSON: there is a mistake at line 2, column 3.');
  });

  test.each([{ variables: '' }, { variables: 'null' }, { variables: ' {} ' }, { extensions: '' }, { operationName: '' }, { unknown: '{' }])(
    'is answered where a parameter says nothing: %j',
    async (search) => {
      const { status, json } = await get(world.app, { query, ...search });
      expect([status, json]).toEqual([200, typename]);
    },
  );

  test.each(['query', 'variables', 'extensions', 'operationName', 'documentId'])('with %s twice is refused', async (name) => {
    const search = new URLSearchParams({ query });
    search.delete(name);
    search.append(name, name === 'query' ? query : '');
    search.append(name, '');
    const response = await world.app(new Request(`http://gateway.test/graphql?${search}`));
    expect([response.status, await response.json()]).toEqual([
      400,
      { errors: [{ message: `The parameter ${name} comes more than once. Send it once.`, extensions: { code: 'BAD_REQUEST' } }] },
    ]);
  });

  test('without a query is refused, and so is one whose operation there is none of', async () => {
    const none = await get(world.app, { variables: '{}' });
    expect([none.status, codeOf(none)]).toEqual([400, 'BAD_REQUEST']);
    const other = await get(world.app, { query: 'query A { __typename }', operationName: 'B' });
    expect([other.status, codeOf(other)]).toEqual([400, 'OPERATION_RESOLUTION_FAILURE']);
  });
});

describe.each([true, false])('the body of a POST, the short way %s', (direct) => {
  test.each<Record<string, unknown>>([
    { id: 'x' },
    { id: null },
    { key: { deep: [1] }, 'operation-name': 5, batch: [] },
    { __proto: 1, constructor: 2, doc_id: '5' },
    { http: { method: 'GET' } },
    { extensions: { anything: 1 }, sha256Hash: 5 },
  ])('may have keys that it does not know: %j', async (more) => {
    const { app } = appWith({ direct });
    const { status, json } = await post(app, { query, ...more });
    expect([status, json]).toEqual([200, typename]);
    const prefer = appWith({ direct, trusted: 'prefer' });
    expect((await post(prefer.app, { query, documentId: 'unknown', ...more })).json).toEqual(typename);
    const only = appWith({ direct, trusted: 'only' });
    expect(codeOf(await post(only.app, { query, ...more }))).toBe('TRUSTED_DOCUMENTS_ONLY');
    expect(codeOf(await post(only.app, { documentId: 'unknown', ...more }))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test('may have a key called __proto__', async () => {
    const { status, json } = await post(appWith({ direct }).app, `{"query":"${query}","__proto__":{"query":5}}`);
    expect([status, json]).toEqual([200, typename]);
  });

  test.each([
    ['query', 5, 'a string, but is a number'],
    ['query', [query], 'a string, but is a list'],
    ['query', { text: query }, 'a string, but is an object'],
    ['operationName', false, 'a string, but is a boolean'],
    ['operationName', ['A'], 'a string, but is a list'],
    ['variables', 'x', 'an object, but is a string'],
    ['variables', '{"a":1}', 'an object, but is a string'],
    ['variables', '', 'an object, but is a string'],
    ['variables', 0, 'an object, but is a number'],
    ['variables', [], 'an object, but is a list'],
    ['extensions', 'x', 'an object, but is a string'],
    ['extensions', [{}], 'an object, but is a list'],
  ])('is refused where %s is %j', async (name, value, message) => {
    const { app, faults } = appWith({ direct });
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const refused = await post(app, { query, [name]: value }, { accept });
      expect([refused.status, refused.json]).toEqual([
        400,
        { errors: [{ message: `The parameter ${name} must be ${message}.`, extensions: { code: 'BAD_REQUEST' } }] },
      ]);
    }
    expect(faults).toEqual([]);
  });

  test.each([
    ['null', 'The body must be an object such as {"query":"{ __typename }"}, but is null.'],
    ['"x"', 'The body must be an object such as {"query":"{ __typename }"}, but is a string.'],
    ['{', 'The body is no JSON: there is a mistake at line 1, column 2.'],
    ['', 'The body is no JSON: there is a mistake at line 1, column 1.'],
    ['{"query":"{ __typename }",}', expect.stringMatching(/^The body is no JSON: there is a mistake at line 1, column 27\.$/)],
    ['{}', 'The parameter query is missing. Send the text of a query in it.'],
    ['{"query":null}', 'The parameter query is missing. Send the text of a query in it.'],
  ])('is refused with what is wrong: %s', async (body, message) => {
    const { status, json } = await post(appWith({ direct }).app, body);
    expect([status, json]).toEqual([400, { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] }]);
  });

  test.each([{ variables: null }, { extensions: null }, { operationName: null }, { operationName: '' }, { documentId: null }])(
    'is answered where a key says nothing: %j',
    async (more) => {
      expect((await post(appWith({ direct }).app, { query, ...more })).json).toEqual(typename);
    },
  );
});
