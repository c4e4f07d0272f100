import { expect, test } from 'vitest';
import { defaultLimits } from '../src/graphql/limits/limits.js';
import { readConfig } from '../src/process/config.js';
import { defaultPolicies } from '../src/rate-limit/policy.js';

test('uses the embedded database on this machine only, unless told otherwise', () => {
  expect(readConfig({})).toEqual({
    host: '127.0.0.1',
    port: 4000,
    databaseUrl: undefined,
    databasePoolSize: 10,
    databaseListenUrl: undefined,
    eventsRetentionDays: 30,
    dataDir: '.data',
    sampleData: true,
    workers: 1,
    logLevel: 'info',
    bodyLimit: 1_048_576,
    answerLimit: 33_554_432,
    requestTimeout: 30_000,
    shutdownTimeout: 10_000,
    overdueRuns: 'flag',
    idempotencyHours: 24,
    streamLimits: { all: 20_000, caller: 1_000 },
    restTimeZone: 'UTC',
    emptyXmlIsNotFound: true,
    restDeprecatedSince: undefined,
    restSunset: undefined,
    graphqlLimits: defaultLimits,
    introspection: 'on',
    trustedDocuments: 'off',
    trustedDocumentsFile: undefined,
    rateLimit: null,
    trustedProxies: undefined,
    auth: { mode: 'open', tokenKeys: undefined, identityProvider: undefined },
    browser: { origins: [], httpsOnly: null, hosts: ['127.0.0.1'] },
  });
});

test('takes an empty variable for an unset one', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 4000, databaseUrl: undefined });
});

test('names every wrong variable, its value and what would be right, and hides credentials', () => {
  const environment = { PORT: '70000', SAMPLE_DATA: 'maybe', DATABASE_URL: 'mysql://root:secret@host/db', BODY_LIMIT_BYTES: '-1' };
  expect(() => readConfig(environment)).toThrow(
    [
      'PORT is "70000", but must be a whole number from 0 (any free port) to 65535.',
      'DATABASE_URL is "mysql://…", but must be a PostgreSQL address, such as postgresql://user:password@host:5432/database, of a database that keeps the tables in its schema "public".',
      'SAMPLE_DATA is "maybe", but must be on or off.',
      'BODY_LIMIT_BYTES is "-1", but must be a whole number of bytes from 1024 to 104857600.',
    ].join('\n'),
  );
});

test('is open on this machine only, and asks for credentials everywhere else', () => {
  const modeOf = (environment: Record<string, string>) => readConfig(environment).auth.mode;
  for (const HOST of ['127.0.0.1', '127.1.2.3', 'localhost', '::1']) expect(modeOf({ HOST }), HOST).toBe('open');
  for (const HOST of ['0.0.0.0', '::', '10.0.0.1', 'gateway.example.com']) expect(modeOf({ HOST }), HOST).toBe('required');
  expect(modeOf({ NODE_ENV: 'production' })).toBe('required');
  expect(modeOf({ NODE_ENV: 'development' })).toBe('open');
  expect(modeOf({ AUTH: 'required' })).toBe('required');
  expect(modeOf({ AUTH: 'open' })).toBe('open');
});

test.each([
  [{ AUTH: 'open', HOST: '0.0.0.0' }, 'HOST is 0.0.0.0, which others reach'],
  [{ AUTH: 'open', NODE_ENV: 'production' }, 'NODE_ENV is production'],
])('refuses to be open where others could come: %j', (environment, why) => {
  expect(() => readConfig(environment)).toThrow(
    [
      `AUTH is open, but ${why}: anybody could read and change everything. Ask for credentials instead:`,
      '  AUTH=required',
      'The start then says how to make the first client. Or let only this machine reach an open gateway:',
      '  HOST=127.0.0.1 NODE_ENV=development AUTH=open',
    ].join('\n'),
  );
});

const secret = Buffer.alloc(32, 7).toString('base64url');

test('reads keys, the identity provider, its scopes and origins', () => {
  const { auth, browser } = readConfig({
    TOKEN_KEYS: `2026-07:${secret}, 2026-01:${secret}`,
    KEY_ENCRYPTION_KEYS: `2026-07:${secret}`,
    OIDC_ISSUER: 'https://login.example.com/realms/company',
    OIDC_AUDIENCE: 'gateway',
    OIDC_SCOPES: 'runs.read=core.integration.read+core.contract.read,ops=admin',
    CORS_ORIGINS: 'https://app.example.com https://other.example.com:8443',
    ALLOWED_HOSTS: 'Gateway.example.com., 10.0.0.7 müller.example,fd00::7 [FD00::8]',
    HSTS_SECONDS: '60',
  });
  expect(auth.tokenKeys).toEqual([
    { kid: '2026-07', secret },
    { kid: '2026-01', secret },
  ]);
  expect(auth.wrappingKeys).toEqual([{ kid: '2026-07', secret }]);
  expect(auth.identityProvider).toEqual({
    issuer: 'https://login.example.com/realms/company',
    audience: 'gateway',
    scopes: new Map([
      ['runs.read', ['core.integration.read', 'core.contract.read']],
      ['ops', ['admin']],
    ]),
  });
  expect(browser).toEqual({
    origins: ['https://app.example.com', 'https://other.example.com:8443'],
    httpsOnly: 60,
    hosts: ['127.0.0.1', 'gateway.example.com', '10.0.0.7', 'xn--mller-kva.example', '[fd00::7]', '[fd00::8]'],
  });
});

test.each([
  ['TOKEN_KEYS', 'short:c2hvcnQ'],
  ['TOKEN_KEYS', secret],
  ['TOKEN_KEYS', `same:${secret},same:${secret}`],
  ['KEY_ENCRYPTION_KEYS', `long:${'A'.repeat(44)}`],
  ['KEY_ENCRYPTION_KEYS', 'short:c2hvcnQ'],
  ['OIDC_ISSUER', 'http://login.example.com'],
  ['OIDC_ISSUER', 'https://login.example.com?tenant=company'],
  ['OIDC_ISSUER', 'https://user:password@login.example.com'],
  ['OIDC_SCOPES', 'runs.read=everything'],
  ['OIDC_SCOPES', 'ops=admin ops=core.integration.read'],
  ['CORS_ORIGINS', '*'],
  ['CORS_ORIGINS', 'https://app.example.com/path'],
  ['ALLOWED_HOSTS', '*'],
  ['REST_TIME_ZONE', 'Mars/X'],
  ['REST_TIME_ZONE', 'BST'],
  ['ALLOWED_HOSTS', '*.example.com'],
  ['ALLOWED_HOSTS', 'https://gateway.example.com'],
  ['ALLOWED_HOSTS', 'gateway.example.com:8443'],
  ['ALLOWED_HOSTS', 'gateway.example.com/graphql'],
  ['ALLOWED_HOSTS', 'user@gateway.example.com'],
  ['ALLOWED_HOSTS', '10.0.0.256'],
  ['ALLOWED_HOSTS', '.'],
  ['HSTS_SECONDS', '-1'],
])('refuses a wrong %s, and shows no secret: %s', (name, value) => {
  const read = () => readConfig({ OIDC_AUDIENCE: 'gateway', OIDC_ISSUER: 'https://login.example.com', [name]: value });
  const isSecret = name.endsWith('_KEYS');
  expect(read).toThrow(`${name} is "${isSecret ? '…' : value}", but must be `);
  if (isSecret) expect(read).not.toThrow(value);
});

test.each([
  ['postgresql://127.0.0.1/h3?user=root&password=TOPSECRET&schema=x', 'postgresql://…'],
  ['postgresql://root:TOPSECRET@host/h3?schema=x', 'postgresql://…'],
  ['postgresql://root:one/TOPSECRET@host/h3', 'postgresql://…'],
  ['postgresql://root:x@TOPSECRET/h3?schema=x', 'postgresql://…'],
  ['postgresql:root:TOPSECRET', '…'],
  ['root:TOPSECRET://host', '…'],
  ['host=127.0.0.1 password=TOPSECRET', '…'],
  ['\nTOPSECRET', '…'],
])('shows nothing of a wrong address of a database that could be a password: %j', (address, shown) => {
  for (const name of ['DATABASE_URL', 'DATABASE_LISTEN_URL']) {
    const read = () => readConfig({ [name]: address });
    expect(read).toThrow(`${name} is "${shown}", but must be `);
    expect(read).not.toThrow('TOPSECRET');
  }
});

test('shows a wrong number of connections', () => {
  expect(() => readConfig({ DATABASE_POOL_SIZE: '1@2' })).toThrow('DATABASE_POOL_SIZE is "1@2", but must be a whole number from 1 to 500.');
});

test('wants the issuer and the audience together', () => {
  expect(() => readConfig({ OIDC_ISSUER: 'https://login.example.com' })).toThrow(
    'OIDC_ISSUER and OIDC_AUDIENCE go together, but OIDC_AUDIENCE is unset. Set both, or none of OIDC_….',
  );
});

test('does not say of a wrong value that it is unset', () => {
  const read = (environment: Record<string, string>) => () => readConfig(environment);
  expect(read({ OIDC_ISSUER: 'login', OIDC_AUDIENCE: 'gateway' })).toThrow(/^OIDC_ISSUER is "login", but must be [^\n]*$/);
  expect(read({ DATABASE_URL: 'mysql://host/runs', WORKERS: '2' })).toThrow(/^DATABASE_URL is "mysql:\/\/…", but must be [^\n]*$/);
});

test('wants the database itself where notifications of it are to be listened to', () => {
  expect(() => readConfig({ DATABASE_LISTEN_URL: 'postgresql://host/runs' })).toThrow(
    'DATABASE_LISTEN_URL is set, but DATABASE_URL is not, so the embedded database would be used. Set both, or neither.',
  );
});

test('gives a configuration that nobody can change', () => {
  expect(Object.isFrozen(readConfig({}))).toBe(true);
});

test.each([
  [{}, null],
  [{ HOST: '::1' }, null],
  [{ HOST: '0.0.0.0' }, defaultPolicies],
  [{ NODE_ENV: 'production' }, defaultPolicies],
  [{ HOST: '0.0.0.0', RATE_LIMIT: 'off' }, null],
  [{ RATE_LIMIT: 'rest=5+0' }, { ...defaultPolicies, rest: { rate: 5, burst: 0 } }],
  [{ RATE_LIMIT: ' graphql = 7+8 , rest=1+2' }, { rest: { rate: 1, burst: 2 }, graphql: { rate: 7, burst: 8 } }],
])('limits nobody on an open gateway of one machine, unless told to: %j', (environment, expected) => {
  expect(readConfig(environment).rateLimit).toEqual(expected);
});

test.each(['5', 'rest=0+5', 'rest=5', 'soap=5+5', 'rest=5+5;graphql=1+1', 'rest=1+1,rest=2+2', 'on'])(
  'takes no rate limit like %s',
  (RATE_LIMIT) => {
    expect(() => readConfig({ RATE_LIMIT })).toThrow('such as rest=25+20,graphql=1000+4000.');
  },
);

test('answers introspection to holders of a credential only in production, unless told otherwise', () => {
  const modes = [{}, { NODE_ENV: 'production' }, { NODE_ENV: 'production', INTROSPECTION: 'on' }, { INTROSPECTION: 'off' }];
  expect(modes.map((environment) => readConfig(environment).introspection)).toEqual(['on', 'authenticated', 'on', 'off']);
});

test('wants a file for trusted documents', () => {
  expect(() => readConfig({ TRUSTED_DOCUMENTS: 'only' })).toThrow(
    'TRUSTED_DOCUMENTS is "only", so TRUSTED_DOCUMENTS_FILE must name a JSON file of id and text.',
  );
  expect(() => readConfig({ TRUSTED_DOCUMENTS: 'yes' })).toThrow(/^TRUSTED_DOCUMENTS is "yes", but must be off, prefer or only\.$/);
});

test('reads limits, and refuses what would be none', () => {
  expect(readConfig({ GRAPHQL_MAX_DEPTH: '7' }).graphqlLimits).toEqual({ ...defaultLimits, depth: 7 });
  expect(() => readConfig({ GRAPHQL_MAX_DEPTH: '0' })).toThrow(
    'GRAPHQL_MAX_DEPTH is "0", but must be a whole number of levels from 1 to 1000.',
  );
});

test.each(['proxy', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0/8', ''])('takes no proxy like %j', (text) => {
  const read = () => readConfig({ TRUSTED_PROXIES: text || ',' });
  expect(read).toThrow('must be addresses or networks, such as 10.0.0.0/8,::1.');
});

test('knows the proxies that it is told to trust', () => {
  const { trustedProxies } = readConfig({ TRUSTED_PROXIES: '10.0.0.0/8, ::1' });
  expect(['10.9.8.7', '::1', '11.0.0.1', ''].map((address) => trustedProxies?.(address))).toEqual([true, true, false, false]);
});

test('refuses an end of the REST paths before the day from which they are deprecated', () => {
  const environment = { REST_DEPRECATED_SINCE: '2027-01-02', REST_SUNSET: '2027-01-01' };
  expect(() => readConfig(environment)).toThrow(
    'REST_SUNSET must be no day before REST_DEPRECATED_SINCE: the paths are deprecated first, and end later.',
  );
  expect(() => readConfig({ ...environment, REST_SUNSET: '2027-01-02' })).not.toThrow();
});
