import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import type { Introspection } from '../../src/graphql/request/introspection.js';
import { createLogger } from '../../src/observability/logger.js';
import { makeClient } from '../support/credentials.js';
import { browser, useWorld } from '../support/world.js';
import { codeOf, get, post } from './ask.js';

const world = useWorld();

const appWith = (introspection: Introspection): App =>
  createApp({
    database: world.database,
    logger: createLogger('silent'),
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    browser,
    graphql: { introspection },
  });

const questions = [
  ['what every tool asks', getIntrospectionQuery()],
  ['a part of the schema', '{ __schema { types { name } } }'],
  ['one type', '{ __type(name: "Query") { name } }'],
  ['a question in a fragment under another name', '{ ...F } fragment F on Query { ... { harmless: __schema { types { name } } } }'],
] as const;

test.each(questions)('off refuses to answer %s', async (_what, query) => {
  const app = appWith('off');
  for (const refused of [await post(app, { query }), await get(app, { query })])
    expect([refused.status, codeOf(refused), refused.json.data]).toEqual([400, 'INTROSPECTION_REFUSED', undefined]);
});

test.each([
  ['on', undefined, undefined],
  ['authenticated', 'INTROSPECTION_REFUSED', undefined],
  ['off', 'INTROSPECTION_REFUSED', 'INTROSPECTION_REFUSED'],
] as const)('%s answers who has no credential with %s, and a holder of one with %s', async (introspection, code, codeOfHolder) => {
  const app = appWith(introspection);
  const { apiKey } = await makeClient(world, ['core.integration.read']);
  const holder = { 'x-coupa-api-key': String(apiKey) };
  for (const [, query] of questions)
    expect([codeOf(await post(app, { query })), codeOf(await post(app, { query }, holder))]).toEqual([code, codeOfHolder]);
});

test('__typename is no question about the schema', async () => {
  expect((await post(appWith('off'), { query: '{ __typename integrations(first: 1) { __typename } }' })).json).toEqual({
    data: { __typename: 'Query', integrations: { __typename: 'IntegrationConnection' } },
  });
});

describe('suggestions', () => {
  const mistakes: readonly (readonly [string, Record<string, unknown>?])[] = [
    ['{ integrationRunz { totalCount } }'],
    ['{ integrationRuns(fist: 1) { totalCount } }'],
    ['{ integrationRuns(filter: { statuss: { eq: FAILED } }) { totalCount } }'],
    ['{ integrationRuns(filter: { status: { eq: FAILD } }) { totalCount } }'],
    ['query($s: IntegrationRunStatuz) { integrationRuns(filter: { status: { eq: $s } }) { totalCount } }'],
    ['query($f: IntegrationRunFilter) { integrationRuns(filter: $f) { totalCount } }', { f: { status: { eq: 'FAILD' } } }],
    ['query($f: IntegrationRunFilter) { integrationRuns(filter: $f) { totalCount } }', { f: { statuss: { eq: 'FAILED' } } }],
  ];

  test.each(mistakes)('are given where the schema is open, and nowhere else: %s %j', async (query, variables) => {
    const open = await post(appWith('on'), { query, variables });
    const closed = await post(appWith('off'), { query, variables });
    expect(JSON.stringify(open.json)).toContain('Did you mean');
    expect(JSON.stringify(closed.json)).not.toMatch(/did you mean/i);
    expect([closed.status, codeOf(closed)]).toEqual([open.status, codeOf(open)]);
    expect(closed.json.errors[0].message).toMatch(/\S/);
  });
});
