// What a caller without `admin` must not be told, by no error, header or page: tables, SQL, files, versions.
import { beforeAll, describe, expect, test } from 'vitest';
import { makeClient } from '../support/credentials.js';
import { useWorld } from '../support/world.js';

const world = useWorld({ auth: { mode: 'required' } });
let headers: Record<string, string>;

beforeAll(async () => {
  const { apiKey } = await makeClient(world, ['core.integration.read', 'core.integration.write']);
  headers = { 'x-coupa-api-key': apiKey ?? '' };
});

const internals =
  /prisma|pothos|\bSQL\b|postgres|pglite|relation "|syntax error at|select\s.*\sfrom\s|constraint "|api_clients|signing_keys|secret_hash|integration_run_transitions|node_modules|\.[jt]s:\d|node:internal|\/src\/|\/dist\/|node\/?v?\d\d/i;

const ask = async (method: string, path: string, body?: string, more: Record<string, string> = headers) => {
  const typed =
    body === undefined ? {} : { 'content-type': path.startsWith('/oauth2') ? 'application/x-www-form-urlencoded' : 'application/json' };
  const response = await world.app(
    new Request(`http://gateway.test${path}`, {
      method,
      headers: { accept: 'application/json', ...typed, ...more },
      ...(body === undefined ? {} : { body }),
    }),
  );
  return { status: response.status, text: `${JSON.stringify([...response.headers])}\n${await response.text()}` };
};

const question = (query: string, variables: object = {}) => JSON.stringify({ query, variables });

const requests: readonly [title: string, method: string, path: string, body?: string][] = [
  ['a path that is not there', 'GET', '/etc/passwd'],
  ['a path that climbs', 'GET', '/graphql/assets/../../package.json'],
  ['an encoded path that climbs', 'GET', '/graphql/assets/%2e%2e%2f%2e%2e%2fpackage.json'],
  ['a REST path that is not there', 'GET', '/api/clients'],
  ['an id that is none', 'GET', "/api/integrations/1'--"],
  ['an id beyond the integers', 'GET', '/api/integrations/99999999999999'],
  ['an attribute that is not there', 'GET', '/api/integrations?password=1'],
  ['an association that is not there', 'GET', '/api/integrations?actor[login]=local'],
  ['a text with U+0000', 'GET', '/api/integrations?name=%00'],
  ['SQL in a value', 'GET', "/api/integrations?name='; DROP TABLE integrations; --"],
  ['a body that is broken', 'POST', '/api/integration_runs', '{"integration":'],
  ['a body of the wrong shape', 'POST', '/api/integration_runs', '{"integration":{"id":{"a":1}},"total-records":"many"}'],
  [
    'a duplicate',
    'POST',
    '/api/integrations',
    '{"name":"ERP invoice export","code":"erp-invoices","business-object":"a","direction":"to_coupa","end-system":"a","end-system-type":"erp"}',
  ],
  ['a query that is broken', 'POST', '/graphql', question('{ integrations {')],
  ['a field that is not there', 'POST', '/graphql', question('{ integrations { nodes { secretHash } } }')],
  ['a variable of the wrong kind', 'POST', '/graphql', question('query($id: ID!) { node(id: $id) { id } }', { id: { a: 1 } })],
  ['a cursor that is none', 'POST', '/graphql', question('{ integrations(after: "x") { totalCount } }')],
  ['clients without the scope', 'POST', '/graphql', question('{ apiClients { nodes { clientId } } }')],
  [
    'a client by its id without the scope',
    'POST',
    '/graphql',
    question(`{ node(id: "${Buffer.from('ApiClient:1').toString('base64')}") { id } }`),
  ],
  [
    'a client made without the scope',
    'POST',
    '/graphql',
    question('mutation { createApiClient(input: { name: "x", scopes: [ADMIN] }) { __typename } }'),
  ],
  ['a token for nobody', 'POST', '/oauth2/token', "grant_type=client_credentials&client_id=' OR 1=1&client_secret=%00"],
  ['a method that is not answered', 'DELETE', '/api/integrations/1'],
];

describe('tells nothing of what is inside', () => {
  test.each(requests)('to %s', async (_title, method, path, body) => {
    const { status, text } = await ask(method, path, body);
    expect(status).toBeLessThan(500);
    expect(text.replaceAll('DROP TABLE integrations', '')).not.toMatch(internals);
  });

  test('on the readiness page', async () => {
    expect((await ask('GET', '/health/ready', undefined, {})).text).not.toMatch(internals);
  });

  test('when the database is gone: neither door, nor the token endpoint, nor a credential that has to be looked up', async () => {
    const broken = await world.database.prisma.apiClient.count(); // the world is still whole
    expect(broken).toBeGreaterThan(0);
    await world.database.write({ text: 'ALTER TABLE api_clients RENAME TO elsewhere', values: [] });
    await world.database.write({ text: 'ALTER TABLE integrations RENAME TO integrations_elsewhere', values: [] });
    try {
      const { apiKey, ...unknown } = { apiKey: `irk_${'B'.repeat(43)}`, 'x-coupa-api-key': `irk_${'A'.repeat(43)}` };
      const failures = [
        await ask('GET', '/api/integrations', undefined, unknown),
        await ask('POST', '/oauth2/token', 'grant_type=client_credentials&client_id=a&client_secret=b', {}),
        await ask('POST', '/graphql', question('{ __typename }'), { 'x-coupa-api-key': apiKey }),
      ];
      for (const { status, text } of failures) {
        expect(status).toBe(503); // a good credential must not be taken for a bad one, nor be thrown away
        expect(text).toContain('The database does not answer at the moment. Try again in 5 s.');
        expect(text).not.toMatch(internals);
      }
    } finally {
      await world.database.write({ text: 'ALTER TABLE elsewhere RENAME TO api_clients', values: [] });
      await world.database.write({ text: 'ALTER TABLE integrations_elsewhere RENAME TO integrations', values: [] });
    }
  });
});
