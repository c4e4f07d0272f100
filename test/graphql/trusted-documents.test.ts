import { createHash } from 'node:crypto';
import { generate } from '@graphql-codegen/cli';
import { describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import { ManifestError, readManifest, type TrustedDocuments } from '../../src/graphql/request/trusted-documents.js';
import { createLogger } from '../../src/observability/logger.js';
import { browser, useWorld } from '../support/world.js';
import { codeOf, get, post } from './ask.js';

const world = useWorld();

const text = 'query Runs($first: Int!) { integrationRuns(first: $first) { totalCount } }';
const change = 'mutation Pause { pauseIntegrationRun(input: { by: { databaseId: 1 } }) { __typename } }';
const tooDeep = `{ integrationRun(by: { databaseId: 1 }) { ${'integration { latestRun { '.repeat(20)} id ${'} } '.repeat(20)} } }`;
const hashOf = (document: string): string => createHash('sha256').update(document).digest('hex');
const texts = readManifest(JSON.stringify(Object.fromEntries([text, change, tooDeep].map((document) => [hashOf(document), document]))));
const unknown = `sha256:${'0'.repeat(64)}`;

const appWith = (mode: TrustedDocuments['mode']): App =>
  createApp({
    database: world.database,
    logger: createLogger('silent'),
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    browser,
    graphql: { trusted: { mode, texts } },
  });

const variables = { first: 1 };
const answer = { data: { integrationRuns: { totalCount: 200 } } };

describe.each(['prefer', 'only'] as const)('with TRUSTED_DOCUMENTS=%s', (mode) => {
  test.each([
    ['as GraphQL over HTTP names it', { documentId: `sha256:${hashOf(text)}`, variables }],
    ['without the prefix', { documentId: hashOf(text), variables }],
    ['as Apollo names it', { extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(text) } }, variables }],
    ['named beside some other text, which is not read', { documentId: hashOf(text), query: '{ nonsense }', variables }],
  ])('answers a document in one statement, %s', async (_how, body) => {
    const statements = await world.statementsOf(async () => {
      const { status, json } = await post(appWith(mode), body);
      expect([status, json]).toEqual([200, answer]);
    });
    expect(statements).toHaveLength(1);
  });

  test('answers it by GET as well', async () => {
    const search = { documentId: `sha256:${hashOf(text)}`, variables: JSON.stringify(variables) };
    expect((await get(appWith(mode), search)).json).toEqual(answer);
  });

  test('makes a change', async () => {
    const { json } = await post(appWith(mode), { documentId: hashOf(change) });
    expect(json.data.pauseIntegrationRun.__typename).toMatch(/Success|Error$/);
  });

  test('says that it does not know an id', async () => {
    const refused = await post(appWith(mode), { documentId: unknown, variables });
    expect([refused.status, codeOf(refused)]).toEqual([400, 'PERSISTED_QUERY_NOT_FOUND']);
    expect(refused.json.errors[0].message).toBe(`There is no document with the id "${unknown}" in the manifest.`);
  });

  test('holds the limits for documents of the manifest, too', async () => {
    expect(codeOf(await post(appWith(mode), { documentId: hashOf(tooDeep) }))).toBe('QUERY_TOO_DEEP');
  });
});

test('prefer answers texts, and the text that comes with an id that it does not know', async () => {
  const app = appWith('prefer');
  expect((await post(app, { query: text, variables })).json).toEqual(answer);
  expect((await post(app, { query: text, documentId: unknown, variables })).json).toEqual(answer);
});

test('only answers no text, whatever comes with it, and changes nothing', async () => {
  const app = appWith('only');
  const statements = await world.statementsOf(async () => {
    for (const query of [text, change, '{ __typename }', 'no GraphQL']) {
      const refused = await post(app, { query, variables });
      expect([refused.status, codeOf(refused)]).toEqual([400, 'TRUSTED_DOCUMENTS_ONLY']);
    }
    expect(codeOf(await post(app, { query: text, documentId: unknown, variables }))).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(codeOf(await get(app, { query: text }))).toBe('TRUSTED_DOCUMENTS_ONLY');
  });
  expect(statements).toEqual([]);
});

test('off says that ids are not known, and answers the text that comes with one', async () => {
  const app = appWith('off');
  expect(codeOf(await post(app, { documentId: hashOf(text), variables }))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
  expect((await post(app, { query: text, documentId: hashOf(text), variables })).json).toEqual(answer);
});

test.each([5, '', [], {}])('an id that is no text is refused: %j', async (documentId) => {
  const { status, json } = await post(appWith('only'), { documentId });
  expect([status, json.errors.length]).toEqual([400, 1]);
});

describe('a manifest', () => {
  test('is what the client preset of @graphql-codegen writes', async () => {
    const files = await generate(
      {
        schema: 'schema/schema.graphql',
        documents: [text],
        generates: { 'out/': { preset: 'client', presetConfig: { persistedDocuments: { hashAlgorithm: 'sha256' } } } },
        silent: true,
      },
      false,
    );
    const manifest = (files as { filename: string; content: string }[]).find(({ filename }) =>
      filename.endsWith('persisted-documents.json'),
    );
    const [[id, document] = ['', '']] = readManifest(manifest?.content ?? '');
    expect(document).toContain('integrationRuns(first: $first)');
    const app = createApp({
      database: world.database,
      logger: createLogger('silent'),
      bodyLimit: 1024,
      requestTimeout: 30_000,
      browser,
      graphql: { trusted: { mode: 'only', texts: new Map([[id, document]]) } },
    });
    expect((await post(app, { documentId: `sha256:${id}`, variables })).json.data.integrationRuns.totalCount).toBe(200);
  });

  test.each([
    ['{', 'it is no JSON: '],
    ['[]', 'it must be an object of id and text'],
    ['{"sha256:1":5}', 'the entry "sha256:1" must be the text of a document.'],
    ['{"abc":"{ __typename }"}', `the entry "abc" must be named by the SHA-256 of its text, "${hashOf('{ __typename }')}".`],
  ])('like %s is refused with what would be right', (json, message) => {
    expect(() => readManifest(json)).toThrow(ManifestError);
    expect(() => readManifest(json)).toThrow(message);
  });
});
