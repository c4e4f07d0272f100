// A column is a row of the reader's table, and has to be named where it is shown, found and set. Whoever adds one and forgets a place is told which.

import { isInputObjectType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { contractColumns } from '../../src/domain/contract/contract.js';
import { documentRecordColumns } from '../../src/domain/document-record/attributes.js';
import { entityOf } from '../../src/domain/entities/entities.js';
import { integrationColumns } from '../../src/domain/integration/integration.js';
import { runColumns } from '../../src/domain/integration-run/attributes.js';
import { schema } from '../../src/graphql/schema/schema.js';
import { capitalised } from '../../src/lib/words.js';
import { fieldName } from '../../src/rest/equivalent/names.js';
import { type RecordEntity, resources } from '../../src/rest/wire/resources.js';
import { useWorld } from '../support/world.js';

const records = [
  'integration',
  'integrationRun',
  'integrationError',
  'integrationHistoryRecord',
  'contract',
] as const satisfies readonly RecordEntity[];

/** Columns that no client is shown: what refers to another record is shown as that record, and versions are the gateway's own. */
const inner = /^(version|recordVersion|createdById|updatedById|integrationId|integrationRunId|retryOfId)$/;

/** Columns that clients set, by the inputs that set them. */
const settable: readonly (readonly [input: string, columns: readonly string[]])[] = [
  ['CreateIntegrationRunInput', runColumns],
  ['UpdateIntegrationRunInput', runColumns],
  ['CreateIntegrationErrorInput', documentRecordColumns],
  ['UpdateIntegrationErrorInput', documentRecordColumns],
  ['CreateIntegrationHistoryRecordInput', documentRecordColumns],
  ['UpdateIntegrationHistoryRecordInput', documentRecordColumns],
  ['CreateIntegrationInput', integrationColumns],
  ['UpdateIntegrationInput', integrationColumns],
  ['CreateContractInput', contractColumns],
  ['UpdateContractInput', contractColumns],
];

/** Columns that the original has no element for: they are shown by GraphQL alone. */
const ours = /^(lastHeartbeatAt|attempt|deadlineSeconds|fingerprint)$/;

const columnsOf = (entity: RecordEntity): string[] => Object.keys(entityOf(entity).columns).filter((column) => !inner.test(column));

const fieldsOf = (name: string): string[] => {
  const type = schema.getType(name);
  return isObjectType(type) || isInputObjectType(type) ? Object.keys(type.getFields()) : [];
};

describe.each(records)('%s', (entity) => {
  const columns = columnsOf(entity);

  test('each column is a field of its GraphQL type (graphql/schema/types)', () => {
    expect(fieldsOf(capitalised(entity))).toEqual(expect.arrayContaining(columns.map(fieldName)));
  });

  test('each column can be filtered by', () => {
    expect(fieldsOf(`${capitalised(entity)}Filter`)).toEqual(
      expect.arrayContaining(columns.filter((column) => column !== 'flow').map(fieldName)),
    );
  });

  test('each column is an element over REST (rest/wire/resources.ts)', () => {
    const resource = Object.values(resources).find((each) => each.entity === entity);
    const shown = resource?.elements.map(({ field }) => field);
    expect(shown).toEqual(expect.arrayContaining(columns.filter((column) => !ours.test(column))));
  });
});

/** What inputs take besides columns: what names the record and what belongs to it, conditions and keys. */
const beside = /^(by|integration|integrationRun|integrationErrors|responses|note|expectedVersion|idempotencyKey)$/;

test.each(settable)('%s takes each column that clients set, and no other (graphql/schema/mutations, the attributes)', (input, columns) => {
  expect(
    fieldsOf(input)
      .filter((field) => !beside.test(field))
      .toSorted(),
  ).toEqual(columns.toSorted());
});

/** Numbers of other systems, which may be anything that the column holds. */
const unbounded = ['documentId'];

test.each(records)('each number of %s that clients set has its least value (domain/entities/tables)', (entity) => {
  const given = settable.filter(([input]) => input.includes(`${capitalised(entity)}Input`)).flatMap(([, columns]) => columns);
  const open = Object.entries(entityOf(entity).columns).filter(([, { kind, minimum }]) => kind === 'integer' && minimum === undefined);
  expect(open.map(([field]) => field).filter((field) => given.includes(field) && !unbounded.includes(field))).toEqual([]);
});

const world = useWorld();

/** The number in the condition of a CHECK behind a comparison. */
const boundIn = (check: string, comparison: '>=' | '<='): number | undefined => {
  const [, bound] = new RegExp(`${comparison} (-?\\d+)`).exec(check) ?? [];
  return bound === undefined ? undefined : Number(bound);
};

test.each(records)(
  'each bound that a CHECK sets to what clients set of %s stands in its table (domain/entities/tables)',
  async (entity) => {
    const given = settable.filter(([input]) => input.includes(`${capitalised(entity)}Input`)).flatMap(([, columns]) => columns);
    const { table, columns } = entityOf(entity);
    const checks = await world.database.read<{ column: string; check: string }>({
      text: `
      SELECT attname::text AS "column", pg_get_constraintdef(pg_constraint.oid) AS "check" FROM pg_constraint
      JOIN pg_attribute ON attrelid = conrelid AND conkey = ARRAY[attnum] WHERE contype = 'c' AND conrelid = $1::text::regclass`,
      values: [table],
    });
    for (const { column, check } of checks) {
      const [field, known] = Object.entries(columns).find(([, { sql }]) => sql === column) ?? [];
      if (!field || !known || !given.includes(field)) continue;
      const bounds = { least: known.minimum, most: known.maximum ?? known.length };
      expect([field, bounds]).toEqual([field, { least: boundIn(check, '>='), most: boundIn(check, '<=') }]);
    }
  },
);

test.each([
  ['integrationRun', runColumns],
  ['integrationError', documentRecordColumns],
  ['integrationHistoryRecord', documentRecordColumns],
  ['integration', integrationColumns],
  ['contract', contractColumns],
] as const)('what clients set of %s is the same over REST', (entity, columns) => {
  const resource = Object.values(resources).find((each) => each.entity === entity);
  const writable = resource?.elements.filter((element) => element.writable).map(({ field }) => field);
  expect(writable?.toSorted()).toEqual([...columns].filter((column) => !ours.test(column)).toSorted());
});
