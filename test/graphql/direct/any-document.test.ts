import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { fuzzRuns } from '../../support/fuzz.js';
import { useWorld } from '../../support/world.js';
import { type Material, randomDocument } from './random-document.js';

const world = useWorld();
let material: Material;
let fingerprints: readonly string[];

const lists = ['integrationRuns', 'integrations', 'integrationErrors', 'integrationHistoryRecords', 'contracts'] as const;
const typeOf = {
  integrationRuns: 'IntegrationRun',
  integrations: 'Integration',
  integrationErrors: 'IntegrationError',
  integrationHistoryRecords: 'IntegrationHistoryRecord',
  contracts: 'Contract',
};

beforeAll(async () => {
  await world.graphql('mutation { pauseIntegrationRun(input: { by: { databaseId: 1 }, note: "É\\"\\\\" }) { __typename } }');
  const ids: string[] = [];
  const cursors: Record<string, string[]> = {};
  for (const list of lists) {
    const { data } = await world.fieldByField<Record<string, { edges: { cursor: string; node: { id: string } }[] }>, never>(
      `{ ${list}(first: 6) { edges { cursor node { id } } } }`,
    );
    const edges = data?.[list]?.edges ?? [];
    ids.push(...edges.slice(0, 2).map(({ node }) => node.id));
    cursors[typeOf[list]] = edges.map(({ cursor }) => cursor);
  }
  type Groups = { integrationErrorGroups: { edges: { cursor: string; node: { fingerprint: string } }[] } };
  const { data } = await world.fieldByField<Groups, never>(
    '{ integrationErrorGroups(first: 4) { edges { cursor node { fingerprint } } } }',
  );
  const groups = data?.integrationErrorGroups.edges ?? [];
  cursors['IntegrationErrorGroup'] = groups.map(({ cursor }) => cursor);
  fingerprints = [...groups.map(({ node }) => node.fingerprint), 'f'.repeat(32)];
  material = { ids: [...ids, Buffer.from('IntegrationRun:9999').toString('base64')], cursors };
});

/** A value that can be long has two names, maybe of one record: the executor reads it once. */
const repeatsLongValue = /\b(flow|message|note)\b[\s\S]*\b\1\b/;

test('any document is answered in one statement as the executor answers it field by field', { timeout: fuzzRuns(120_000) }, async () => {
  let all = 0;
  let inSeveral = 0;
  let inSeveralByField = 0;
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (g) => {
      const { query, variables } = randomDocument(g, material);
      let direct: unknown;
      const statements = await world.statementsOf(async () => {
        direct = await world.graphql(query, variables);
      });
      let plain: unknown;
      const byField = await world.statementsOf(async () => {
        plain = await world.fieldByField(query, variables);
      });
      expect(direct).toEqual(plain);
      expect(JSON.stringify(direct)).toBe(JSON.stringify(plain)); // the order of the keys, too
      if (!repeatsLongValue.test(query)) expect(statements.length).toBeLessThanOrEqual(1); // none where every field is skipped
      if (statements.length > 1) inSeveral += 1;
      all += 1;
      if (byField.length > 1) inSeveralByField += 1;
    }),
    { numRuns: fuzzRuns(100) },
  );
  expect(inSeveral / all).toBeLessThan(0.2);
  expect(inSeveralByField / all).toBeGreaterThan(0.3); // so that stepping aside to the executor would have shown
});

test('any document with statistics and groups of errors in it is answered as the executor answers it', {
  timeout: fuzzRuns(120_000),
}, async () => {
  let withFigures = 0;
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (g) => {
      const { query, variables } = randomDocument(g, { ...material, fingerprints });
      const [direct, plain] = [await world.graphql(query, variables), await world.fieldByField(query, variables)];
      expect(JSON.stringify(direct)).toBe(JSON.stringify(plain));
      expect(JSON.stringify(plain.errors ?? [])).not.toContain('GRAPHQL_VALIDATION_FAILED');
      if (/\b(?:statistics|integrationRunStatistics|integrationErrorGroups?|group)\b/.test(query)) withFigures += 1;
    }),
    { numRuns: fuzzRuns(100) },
  );
  expect(withFigures).toBeGreaterThan(fuzzRuns(100) / 4);
});
