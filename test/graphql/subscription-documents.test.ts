// A subscription whose root field hangs on a variable is a document that isn't valid, wherever it is given.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { readManifest } from '../../src/graphql/request/trusted-documents.js';
import { createLogger } from '../../src/observability/logger.js';
import { browser, useWorld } from '../support/world.js';
import { post } from './ask.js';

const world = useWorld();

const byVariable = /^The root field of a subscription can't be skipped by a variable/;

const documents: readonly (readonly [document: string, message: RegExp])[] = [
  ['subscription($s: Boolean!) { changes @skip(if: $s) { type } }', byVariable],
  ['subscription($s: Boolean! = false) { changes @include(if: $s) { type } }', byVariable],
  ['subscription($s: Boolean!) { ... @skip(if: $s) { changes { type } } }', byVariable],
  ['subscription($s: Boolean!) { ...Root @include(if: $s) } fragment Root on Subscription { changes { type } }', byVariable],
  ['query Q { feedPosition } subscription S($s: Boolean!) { changes @skip(if: $s) { type } }', byVariable],
  ['subscription { changes @skip { type } }', /^Directive "@skip" argument "if" of type "Boolean!" is required/],
  ['subscription { changes @skip(if: "x") { type } }', /^Boolean cannot represent a non boolean value: "x"/],
  ['subscription { changes @include(if: null) { type } }', /^Expected value of type "Boolean!", found null/],
];

test.each(documents)('%s is refused once, with a query of its document as well', async (query, message) => {
  for (const operationName of query.includes('query Q') ? ['Q', 'S'] : [undefined]) {
    const { status, json } = await post(world.app, { query, operationName, variables: { s: false } });
    expect(status).toBe(400);
    expect(json).toMatchObject({
      errors: [{ message: expect.stringMatching(message), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
  }
});

test.each(documents)('%s is refused as a trusted document', async (query, message) => {
  const documentId = createHash('sha256').update(query).digest('hex');
  const texts = readManifest(JSON.stringify({ [documentId]: query }));
  const app = createApp({
    database: world.database,
    logger: createLogger('silent'),
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    browser,
    graphql: { trusted: { mode: 'only', texts } },
  });
  const { status, json } = await post(app, { documentId });
  expect(status).toBe(400);
  expect(json.errors).toMatchObject([{ message: expect.stringMatching(message) }]);
});

test.each(documents)('%s is refused as the document of a webhook', async (document, message) => {
  const { data } = await world.graphql<{ readonly createWebhookEndpoint: unknown }, { readonly document: string }>(
    `mutation($document: String) { createWebhookEndpoint(input: { url: "https://receiver.example/hook", document: $document }) {
      ... on ValidationError { fieldErrors { path message } }
    } }`,
    { document },
  );
  expect(data?.createWebhookEndpoint).toEqual({
    fieldErrors: [{ path: ['document'], message: expect.stringMatching(new RegExp(`^Document is refused: ${message.source.slice(1)}`)) }],
  });
});
