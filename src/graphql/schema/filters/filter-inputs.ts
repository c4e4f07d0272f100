// The filter inputs: one for each entity, made from the reader's table.

import type { InputFieldRef, InputRef } from '@pothos/core';
import type { Column } from '../../../domain/entities/columns.js';
import { entityOf } from '../../../domain/entities/entities.js';
import type { EntityName } from '../../../domain/entities/entity.js';
import { fieldDoc } from '../../../domain/rules/docs.js';
import { capitalised } from '../../../lib/words.js';
import { builder, type SchemaTypes } from '../builder.js';
import {
  ContractTypeEnum,
  DocumentTypeEnum,
  EndSystemTypeEnum,
  IntegrationDirectionEnum,
  IntegrationRunStatusEnum,
  IntegrationTypeEnum,
} from '../enums.js';
import { nodeTypes } from '../global-id.js';
import { type OperatorName, operators } from './operators.js';
import { type FilterInput, hasMessage, type Value } from './to-condition.js';

const equality: OperatorName[] = ['eq', 'ne', 'in', 'notIn', 'isNull'];
const ordering: OperatorName[] = ['lt', 'lte', 'gt', 'gte'];
const searching: OperatorName[] = ['contains', 'startsWith', 'endsWith', 'isBlank'];

type LeafType = InputRef<unknown> | 'ID' | 'Int' | 'String' | 'Boolean' | 'DateTime' | 'Decimal' | 'JSON';

const leaf = (name: string, type: LeafType, names: readonly OperatorName[]) =>
  builder.inputType(`${name}Filter`, {
    description: `Conditions on a value of type ${name}. Several of them must all hold; none at all holds of every row.`,
    fields: (t) => {
      const fields: Record<string, InputFieldRef<SchemaTypes, Value>> = {};
      for (const operator of names) {
        const description = operators[operator].doc;
        if (operator === 'isNull' || operator === 'isBlank') fields[operator] = t.boolean({ description });
        else if (operator === 'in' || operator === 'notIn') fields[operator] = t.field({ type: [type], description });
        else fields[operator] = t.field({ type, description });
      }
      return fields;
    },
  });

const idLeaf = leaf('ID', 'ID', ['eq', 'ne', 'in', 'notIn']);
const leaves = {
  integer: leaf('Int', 'Int', [...equality, ...ordering]),
  text: leaf('String', 'String', [...equality, ...ordering, ...searching]),
  boolean: leaf('Boolean', 'Boolean', ['eq', 'ne', 'in', 'notIn']),
  time: leaf('DateTime', 'DateTime', [...equality, ...ordering]),
  decimal: leaf('Decimal', 'Decimal', [...equality, ...ordering]),
  json: leaf('JSON', 'JSON', ['isNull']),
};
/** By the enum's name in the database, which a column declares. */
const enumLeaves: Readonly<Record<string, InputRef<unknown>>> = {
  integration_direction: leaf('IntegrationDirection', IntegrationDirectionEnum, equality),
  end_system_type: leaf('EndSystemType', EndSystemTypeEnum, equality),
  integration_type: leaf('IntegrationType', IntegrationTypeEnum, equality),
  integration_run_status: leaf('IntegrationRunStatus', IntegrationRunStatusEnum, equality),
  document_type: leaf('DocumentType', DocumentTypeEnum, equality),
  contract_type: leaf('ContractType', ContractTypeEnum, equality),
};

/** Numbers of other systems, by which nothing here is found. */
const foreignNumbers: ReadonlySet<string> = new Set(['documentId', 'externalId', 'supplierId']);

/** References, not foreign keys. */
const isFilterable = (field: string): boolean => !field.endsWith('Id') || foreignNumbers.has(field);

const leafOf = (field: string, { kind, type }: Column): InputRef<unknown> => {
  const input = kind === 'enum' ? enumLeaves[type.replaceAll('"', '')] : leaves[kind];
  if (!input) throw new TypeError(`There is no filter for ${field}, of the type ${type}.`);
  return input;
};

const filters = new Map<EntityName, InputRef<FilterInput>>();
const listFilters = new Map<EntityName, InputRef<FilterInput>>();

/** The filter input of an entity. */
export const filterOf = (entity: EntityName): InputRef<FilterInput> => {
  const known = filters.get(entity);
  if (known) return known;
  const name = capitalised(entity);
  const ref = builder.inputRef<FilterInput>(`${name}Filter`);
  filters.set(entity, ref); // before its fields: associations lead back to it
  ref.implement({
    description: `Which rows of ${name} are wanted. Several conditions must all hold; none at all holds of every row.`,
    fields: (t) => {
      const fields: Record<string, InputFieldRef<SchemaTypes, Value>> = {};
      const isNode = Object.hasOwn(nodeTypes, name);
      if (isNode) fields['id'] = t.field({ type: idLeaf, description: 'Opaque ids, as objects give them.' });
      if (isNode) fields['databaseId'] = t.field({ type: leaves.integer, description: fieldDoc(name, 'id') });
      for (const [field, column] of Object.entries(entityOf(entity).columns)) {
        if (field !== 'id' && isFilterable(field))
          fields[field] = t.field({ type: leafOf(field, column), description: fieldDoc(name, field) });
      }
      if (entity === 'integrationRun')
        fields['isOverdue'] = t.field({ type: leaves.boolean, description: 'Whether its `deadline` has passed.' });
      for (const [association, { entity: target, many }] of Object.entries(entityOf(entity).associations)) {
        if (target === 'integrationRunTransition' || target === 'actor' || association === 'firstResponse') continue; // read from their records only
        fields[association] = many
          ? t.field({ type: listFilterOf(target), description: `Conditions on the ${name}'s list of ${capitalised(target)}.` })
          : t.field({
              type: filterOf(target),
              description: `Conditions on the ${capitalised(target)} that it refers to; false where there is none.`,
            });
      }
      if (hasMessage(entity))
        fields['message'] = t.field({
          type: leaves.text,
          description: "Conditions on the first response's message, which is unset without a response.",
        });
      fields['and'] = t.field({ type: [ref], description: 'All of these hold; an empty list always does.' });
      fields['or'] = t.field({ type: [ref], description: 'At least one of these holds; of an empty list none does.' });
      fields['not'] = t.field({
        type: ref,
        description: 'This does not hold. The exact complement: rows with unset values are among them.',
      });
      return fields;
    },
  });
  return ref;
};

const listFilterOf = (entity: EntityName): InputRef<FilterInput> => {
  const known = listFilters.get(entity);
  if (known) return known;
  const name = capitalised(entity);
  const ref = builder.inputRef<FilterInput>(`${name}ListFilter`);
  listFilters.set(entity, ref);
  ref.implement({
    description: `Conditions on a list of ${name} that belongs to the row.`,
    fields: (t) => ({
      some: t.field({
        type: filterOf(entity),
        description: 'At least one of them meets all of this; `{}` asks for a list that is not empty.',
      }),
      none: t.field({ type: filterOf(entity), description: 'None of them meets all of this; `{}` asks for an empty list.' }),
      every: t.field({ type: filterOf(entity), description: 'Each of them meets all of this; true of an empty list.' }),
    }),
  });
  return ref;
};
