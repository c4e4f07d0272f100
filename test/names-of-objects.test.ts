// What every object of JavaScript has under a name is never found by a request: each name means just what another unknown one of its length does, at both
// doors and in every place where a name can stand.
import { describe, expect, test } from 'vitest';
import { fuzzRuns } from './support/fuzz.js';
import { useWorld } from './support/world.js';

const world = useWorld();

const all = Object.getOwnPropertyNames(Object.prototype);
const names = [...new Set(['__proto__', 'constructor', 'toString', ...all])].slice(0, fuzzRuns(4));

/** A name that no object has, as long as the other, so that mistakes have the same place. */
const another = (name: string): string => name.replace(/[a-zA-Z]/g, 'q');

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64url');

const answerTo = async ({ method = 'POST', path = '/graphql', headers = {}, body }: Sent): Promise<string> => {
  const usual = { accept: 'application/json', 'content-type': 'application/json', 'x-graphql-cost': '1' };
  const all = { ...usual, ...headers };
  const request = new Request(`http://gateway.test${path}`, { method, headers: all, ...(body === undefined ? {} : { body }) });
  const response = await world.app(request);
  return `${response.status} ${response.headers.get('content-type')} ${await response.text()}`;
};

/** An answer without the name, hints (which depend on how like it is to others), times, and what may be the name in base64. */
const unnamed = (name: string, answer: string): string =>
  answer
    .replace(/ Did you mean [^?]*\?/g, '')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+/g, '(time)')
    .replaceAll(name, '…')
    .replaceAll(name.toLowerCase(), '…')
    .replace(/\b[\w-]{12,}\b/g, '(opaque)');

const ask = (query: string, variables: unknown = {}, more: object = {}): Sent => ({ body: JSON.stringify({ query, variables, ...more }) });
/** An object with that key of its own, as JSON gives it. */
const keyed = (name: string, value: unknown): unknown => JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`);

const update = (id: number, body: string): Sent => ({ method: 'PUT', path: `/api/integration_runs/${id}`, body });
const list = (query: string): Sent => ({ method: 'GET', path: `/api/integration_runs?limit=1&${query}` });
const failing = '{ __typename ... on Error { message } }';
const storesFlow = `{ ... on UpdateIntegrationRunSuccess { integrationRun { flow } } }`;
const xml = (text: string): Sent => ({ ...update(7, text), headers: { 'content-type': 'application/xml' } });

const variablePlaces: readonly (readonly [place: string, send: (name: string) => Sent])[] = [
  ['that is not given', (name) => ask(`query($${name}: Int) { integrationRuns(first: $${name}) { nodes { id } } }`)],
  [
    'that is not given, below a list',
    (name) => ask(`query($${name}: Int) { integrations(first: 2) { nodes { integrationRuns(last: $${name}, first: 3) { totalCount } } } }`),
  ],
  ['that is required', (name) => ask(`query($${name}: Int!) { integrationRuns(first: $${name}) { totalCount } }`)],
  ['with a default', (name) => ask(`query($${name}: Int = 2) { integrationRuns(first: $${name}) { nodes { id } } }`)],
  ['that is given', (name) => ask(`query($${name}: Int) { integrationRuns(first: $${name}) { nodes { id } } }`, keyed(name, 2))],
  [
    'that is a filter',
    (name) =>
      ask(
        `query($${name}: IntegrationRunFilter) { integrationRuns(filter: $${name}) { totalCount } }`,
        keyed(name, { databaseId: { eq: 7 } }),
      ),
  ],
  [
    'that skips',
    (name) => ask(`query($${name}: Boolean = true) { integrations(first: 1) { totalCount @skip(if: $${name}) nodes { id } } }`),
  ],
  [
    'within JSON',
    (name) =>
      ask(`mutation($${name}: JSON) { updateIntegrationRun(input: { by: { databaseId: 8 }, flow: { a: $${name} } }) ${storesFlow} }`),
  ],
];

const places: readonly (readonly [place: string, send: (name: string) => Sent])[] = [
  ['a value of no variable', (name) => ask('{ integrations(first: 1) { totalCount } }', keyed(name, [1]))],
  ['an alias', (name) => ask(`{ ${name}: integrations(first: 1) { ${name}: nodes { ${name}: name } } }`)],
  ['an alias twice', (name) => ask(`{ ${name}: integrations(first: 1) { totalCount } ${name}: integrations(first: 1) { nodes { id } } }`)],
  ['an alias of a change', (name) => ask(`mutation { ${name}: pauseIntegrationRun(input: { by: { databaseId: 999999 } }) ${failing} }`)],
  ['a field', (name) => ask(`{ ${name} }`)],
  ['a field of a record', (name) => ask(`{ integrations { nodes { ${name} } } }`)],
  ['a field of the schema', (name) => ask(`{ __schema { ${name} } }`)],
  ['a type', (name) => ask(`{ __type(name: "${name}") { name } }`)],
  ['a type of a variable', (name) => ask(`query($v: ${name}) { integrations(filter: $v) { totalCount } }`)],
  ['an argument', (name) => ask(`{ integrations(${name}: 1) { totalCount } }`)],
  ['a field of an input', (name) => ask(`{ integrations(filter: { ${name}: 1 }) { totalCount } }`)],
  ['an operator', (name) => ask(`{ integrations(filter: { name: { ${name}: "1" } }) { totalCount } }`)],
  ['an enum', (name) => ask(`{ integrationRuns(filter: { status: { eq: ${name} } }) { totalCount } }`)],
  ['an order', (name) => ask(`{ integrationRuns(orderBy: { field: ${name} }) { totalCount } }`)],
  ['a directive', (name) => ask(`{ __typename @${name} }`)],
  ['an argument of a directive', (name) => ask(`{ __typename @skip(${name}: true) }`)],
  ['a fragment', (name) => ask(`{ ...${name} } fragment ${name} on Query { integrations(first: 1) { nodes { id } } }`)],
  ['a fragment that is not there', (name) => ask(`{ ...${name} }`)],
  ['a type of a fragment', (name) => ask(`{ ... on ${name} { id } }`)],
  ['an operation', (name) => ask(`query ${name} { integrations(first: 1) { totalCount } }`, {}, { operationName: name })],
  ['an operation that is not there', (name) => ask('query A { __typename } query B { __typename }', {}, { operationName: name })],
  [
    'a field of a filter',
    (name) => ask('query($v: IntegrationRunFilter) { integrationRuns(filter: $v) { totalCount } }', { v: keyed(name, 1) }),
  ],
  ['a field of a way to name', (name) => ask('query($v: IntegrationBy!) { integration(by: $v) { id } }', { v: keyed(name, 1) })],
  [
    'an enum in a variable',
    (name) => ask('query($v: IntegrationRunStatus) { integrationRuns(filter: { status: { eq: $v } }) { totalCount } }', { v: name }),
  ],
  [
    'a key of JSON',
    (name) => ask(`mutation { updateIntegrationRun(input: { by: { databaseId: 8 }, flow: { ${name}: { ${name}: 1 } } }) ${storesFlow} }`),
  ],
  [
    'a key of JSON in a variable',
    (name) =>
      ask(`mutation($v: JSON) { updateIntegrationRun(input: { by: { databaseId: 8 }, flow: $v }) ${storesFlow} }`, {
        v: keyed(name, keyed(name, 1)),
      }),
  ],
  ['the type of an id', (name) => ask(`{ node(id: "${base64(`${name}:1`)}") { id } }`)],
  [
    'the entity of a cursor',
    (name) => ask(`{ integrationRuns(after: "${base64(JSON.stringify([name, 'createdAt', 'DESC', null, 1]))}") { totalCount } }`),
  ],
  [
    'the field of a cursor',
    (name) => ask(`{ integrationRuns(after: "${base64(JSON.stringify(['integrationRun', name, 'DESC', null, 1]))}") { totalCount } }`),
  ],
  [
    'the value of a cursor',
    (name) =>
      ask(`{ integrationRuns(after: "${base64(JSON.stringify(['integrationRun', 'createdAt', 'DESC', name, 1]))}") { totalCount } }`),
  ],
  ['a cursor', (name) => ask(`{ integrationRuns(after: "${name}") { totalCount } }`)],
  ['a key beside the query', (name) => ask('{ __typename }', {}, keyed(name, { query: '{ a }' }) as object)],
  ['an extension', (name) => ask('{ __typename }', {}, { extensions: keyed(name, { sha256Hash: '1' }) })],
  ['a document', (name) => ask('{ __typename }', {}, { documentId: name })],
  [
    'a parameter of GraphQL',
    (name) => ({ method: 'GET', path: `/graphql?query={__typename}&${name}=1`, headers: { 'graphql-preflight': '1' } }),
  ],
  ['a name of an element', (name) => update(7, JSON.stringify({ ...(keyed(name, 5) as object), 'total-records': 5 }))],
  ['a root element', (name) => update(7, JSON.stringify(keyed(name, { 'total-records': 6 })))],
  ['an element of an association', (name) => ({ path: '/api/integration_runs', body: JSON.stringify({ integration: keyed(name, 1) }) })],
  ['an element of an error', (name) => update(999_999, JSON.stringify({ 'integration-errors': [keyed(name, 1)] }))],
  ['an element of a response', (name) => update(999_999, JSON.stringify({ 'integration-errors': [{ responses: [keyed(name, 1)] }] }))],
  ['a wrapped list', (name) => update(999_999, JSON.stringify({ 'integration-errors': keyed(name, [1]) }))],
  ['a key of flow', (name) => update(8, JSON.stringify({ flow: keyed(name, keyed(name, 1)) }))],
  ['a document type', (name) => ({ method: 'PUT', path: '/api/integration_errors/7', body: JSON.stringify({ 'document-type': name }) })],
  [
    'an element of a history record',
    (name) => ({
      path: '/api/integration_history_records',
      body: JSON.stringify({ integration: keyed(name, 1), responses: [keyed(name, 1)] }),
    }),
  ],
  ['a direction', (name) => ({ method: 'PUT', path: '/api/integrations/1', body: JSON.stringify({ direction: name }) })],
  ['a condition', (name) => list(`${name}=1`)],
  ['a condition on an association', (name) => list(`integration[${name}]=1`)],
  ['an association of a condition', (name) => list(`${name}[id]=1`)],
  ['an operator of a condition', (name) => list(`id[${name}]=1`)],
  ['a status of a condition', (name) => list(`status=${name}`)],
  ['a list in a condition', (name) => list(`status[in]=pending,${name}`)],
  ['an attribute to sort by', (name) => list(`order_by=${name}`)],
  ['an attribute of an association to sort by', (name) => list(`order_by=integration[${name}]`)],
  ['a direction to sort in', (name) => list(`dir=${name}`)],
  ['a form of answers', (name) => list(`return_object=${name}`)],
  ['a chosen element', (name) => list(`fields=["id","${name}",{"${name}":{},"integration":["${name}"]}]`)],
  ['a number of a record', (name) => ({ method: 'GET', path: `/api/integration_runs/${name}` })],
  ['a move', (name) => ({ method: 'PUT', path: `/api/integration_runs/7/${name}`, body: '{}' })],
  ['a resource', (name) => ({ method: 'GET', path: `/api/${name}` })],
  ['a suffix', (name) => ({ method: 'GET', path: `/api/integration_runs/7.${name}` })],
  ['a path', (name) => ({ method: 'GET', path: `/${name}` })],
  ['a path of health', (name) => ({ method: 'GET', path: `/health/${name}` })],
  ['a file of the playground', (name) => ({ method: 'GET', path: `/playground/${name}` })],
  ['a page of the documentation', (name) => ({ method: 'GET', path: `/api/docs/${name}` })],
  ['an element of XML', (name) => xml(`<integration-run><${name}>1</${name}><total-records>7</total-records></integration-run>`)],
  ['a root of XML', (name) => xml(`<${name}><total-records>7</total-records></${name}>`)],
  ['an attribute of XML', (name) => xml(`<integration-run ${name}="1"><total-records type="integer">7</total-records></integration-run>`)],
  ['a type of XML', (name) => xml(`<integration-run><total-records type="${name}">8</total-records></integration-run>`)],
  ['an unset element of XML', (name) => xml(`<integration-run><total-records nil="${name}">8</total-records></integration-run>`)],
  [
    'an element of the flow of XML',
    (name) => ({
      ...xml(`<integration-run><flow><${name}>1</${name}><${name}>2</${name}></flow></integration-run>`),
      path: '/api/integration_runs/8',
    }),
  ],
  ['an entity of XML', (name) => xml(`<integration-run><flow>&${name};</flow></integration-run>`)],
  ...(
    [
      'accept',
      'content-type',
      'content-encoding',
      'authorization',
      'prefer',
      'sec-fetch-site',
      'x-coupa-api-key',
      'if-none-match',
      'x-graphql-cost',
    ] as const
  ).flatMap((header): [string, (name: string) => Sent][] => [
    [`the header ${header} of GraphQL`, (name) => ({ ...ask('{ __typename }'), headers: { [header]: name } })],
    [`the header ${header} of REST`, (name) => ({ ...update(7, '{}'), headers: { [header]: name } })],
    [`a parameter of the header ${header}`, (name) => ({ ...update(7, '{}'), headers: { [header]: `application/json;${name}=1` } })],
  ]),
  ['a header', (name) => ({ ...update(7, '{}'), headers: { [name]: '1' } })],
  ['a charset', (name) => ({ ...update(7, '{}'), headers: { 'content-type': `application/xml; charset=${name}` } })],
  [
    'a method',
    (name) => ({ method: 'OPTIONS', path: '/api/integration_runs', headers: { 'access-control-request-method': name, origin: 'null' } }),
  ],
  [
    'a kind of grant',
    (name) => ({ path: '/oauth2/token', body: `grant_type=${name}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  ],
  [
    'a parameter of the token endpoint',
    (name) => ({
      path: '/oauth2/token',
      body: `${name}=1&grant_type=client_credentials&client_id=${name}&client_secret=a`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
  ],
];

const expectNoOther = async (name: string, send: (name: string) => Sent): Promise<void> => {
  const answer = await answerTo(send(name));
  expect(answer).not.toMatch(/^5|native code|\[object/);
  expect(unnamed(name, answer)).toBe(unnamed(another(name), await answerTo(send(another(name)))));
};

describe.each(places)('%s', (_place, send) => {
  test('has no name that every object has', async () => {
    for (const name of names) await expectNoOther(name, send);
  });
});

describe.each(variablePlaces)('a variable %s', (_place, send) => {
  test('can have every name but one, and means the same under each', async () => {
    for (const name of names) {
      if (name !== '__proto__') await expectNoOther(name, send);
      else
        expect(await answerTo(send(name))).toMatch(
          /A variable can't be called \\"\$__proto__\\" here\. Give it another name\..*GRAPHQL_VALIDATION_FAILED/,
        );
    }
  });
});

test('nothing has got into the prototype of all objects', () => {
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(all);
  expect(Object.keys(Object.prototype)).toEqual([]);
});
