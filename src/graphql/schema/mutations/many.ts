// What the mutations of many records have in common: which records, how many, and what their answers tell.
import type { InputFieldBuilder, InputRef } from '@pothos/core';
import type { EntityName } from '../../../domain/entities/entity.js';
import { type Many, mostRecords, type Selection } from '../../../domain/sql/select-many.js';
import { builder, type SchemaTypes } from '../builder.js';
import { filterOf } from '../filters/filter-inputs.js';
import { type FilterInput, toCondition } from '../filters/to-condition.js';
import { decodeIdOf, type NodeType } from '../global-id.js';
import { usedAs } from '../sources/source.js';
import { inInput, keyField } from './input-argument.js';

interface SelectionInput {
  readonly ids?: readonly string[] | null | undefined;
  readonly databaseIds?: readonly number[] | null | undefined;
  readonly filter?: FilterInput | null | undefined;
}

interface ManyInput {
  readonly limit?: number | null | undefined;
  readonly isDryRun?: boolean | null | undefined;
}

const usualLimit = 1000;

const makeSelection = (type: NodeType, entity: EntityName): InputRef<SelectionInput> =>
  builder.inputRef<SelectionInput>(`${type}Selection`).implement({
    isOneOf: true,
    description: `Which ${type}s a mutation is to change: exactly one of these.`,
    fields: (t) => ({
      ids: t.idList({ description: `Their opaque ids, at most ${mostRecords}. One that is given twice counts once.` }),
      databaseIds: t.intList({ description: `Their \`databaseId\`s, at most ${mostRecords}. One that is given twice counts once.` }),
      filter: t.field({ type: filterOf(entity), description: 'All that meet this, the lowest `databaseId`s first.' }),
    }),
  });

export const IntegrationRunSelectionInput = makeSelection('IntegrationRun', 'integrationRun');
export const IntegrationErrorSelectionInput = makeSelection('IntegrationError', 'integrationError');

export const manyFields = (t: InputFieldBuilder<SchemaTypes, 'InputObject'>) => ({
  limit: t.int({
    defaultValue: usualLimit,
    description: `How many are taken at most, from 1 to ${mostRecords}. \`hasMore\` tells of others.`,
  }),
  ...keyField(t),
  isDryRun: t.boolean({ defaultValue: false, description: 'Whether nothing is to be written, and only told what would be.' }),
});

/** The one argument of such a mutation, which decides what it costs. `selection`: the field of the input that says which records. */
export const manyArgument = <Input extends object>(type: InputRef<Input>, entity: EntityName, selection: string) =>
  builder.args((t) => ({
    input: t.field({ type, required: true, description: 'What is to be done.', ...usedAs({ as: 'many', entity, selection }) }),
  }));

const selectionOf = (
  type: NodeType,
  entity: EntityName,
  { ids, databaseIds, filter }: SelectionInput,
  path: readonly string[],
): Selection => {
  if (ids) return { ids: ids.map((id, index) => decodeIdOf(type, id, [...path, 'ids', String(index)])) };
  return databaseIds ? { ids: databaseIds } : { where: toCondition(entity, filter, [...path, 'filter']) };
};

/** @throws BadInputError for ids of another type, or none, and for filters that make no sense */
export const manyOf = (
  type: NodeType,
  entity: EntityName,
  field: string,
  selection: SelectionInput,
  { limit, isDryRun }: ManyInput,
): Many => ({
  selection: selectionOf(type, entity, selection, inInput(field)),
  limit: limit ?? usualLimit,
  isDryRun: isDryRun ?? false,
});
