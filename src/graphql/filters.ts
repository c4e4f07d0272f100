// The filter inputs: one for each entity, made from the reader's table, and their way to the reader's conditions.
import type { InputFieldRef, InputRef } from '@pothos/core';
import { fieldDoc } from '../domain/docs.js';
import { BadInputError } from '../domain/errors.js';
import type { Column } from '../domain/read/columns.js';
import { type Condition, everything, type Operator } from '../domain/read/conditions.js';
import { associationOf, columnOf, type EntityName, entityOf } from '../domain/read/entities.js';
import { lately } from '../domain/read/slot.js';
import { builder, type SchemaTypes } from './builder.js';
import {
  ContractTypeEnum,
  DocumentTypeEnum,
  EndSystemTypeEnum,
  IntegrationDirectionEnum,
  IntegrationRunStatusEnum,
  IntegrationTypeEnum,
} from './enums.js';
import { decodeIdOf, type NodeType } from './global-id.js';

/** What a client gave for a filter; GraphQL has checked its shape against the inputs made here. */
export type FilterInput = Readonly<Record<string, Value>>;

type Value = NonNullable<unknown> | null | undefined;

const operators = {
  eq: { operator: 'equals', doc: 'The value is this one; with null, it is unset.' },
  ne: { operator: 'notEquals', doc: 'The value is not this one, or it is unset; with null, it is set.' },
  in: { operator: 'in', doc: 'The value is one of these; of an empty list none.' },
  notIn: { operator: 'notIn', doc: 'The value is none of these, or it is unset.' },
  lt: { operator: 'lessThan', doc: 'The value is less or earlier than this; texts compare by code point.' },
  lte: { operator: 'lessOrEqual', doc: 'The value is at most this, or no later.' },
  gt: { operator: 'greaterThan', doc: 'The value is greater or later than this; texts compare by code point.' },
  gte: { operator: 'greaterOrEqual', doc: 'The value is at least this, or no earlier.' },
  contains: { operator: 'contains', doc: 'The text has this in it, whatever the case of its letters. `%`, `_` and `\\` match themselves.' },
  startsWith: { operator: 'startsWith', doc: 'The text begins so, whatever the case of its letters.' },
  endsWith: { operator: 'endsWith', doc: 'The text ends so, whatever the case of its letters.' },
  isNull: { operator: 'isUnset', doc: 'Whether the value is unset.' },
  isBlank: { operator: 'isBlank', doc: 'Whether the text is unset, empty or nothing but blanks.' },
} as const satisfies Record<string, { operator: Operator; doc: string }>;

type OperatorName = keyof typeof operators;

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
const enumLeaves: Readonly<Record<string, InputRef<unknown>>> = {
  direction: leaf('IntegrationDirection', IntegrationDirectionEnum, equality),
  endSystemType: leaf('EndSystemType', EndSystemTypeEnum, equality),
  integrationType: leaf('IntegrationType', IntegrationTypeEnum, equality),
  status: leaf('IntegrationRunStatus', IntegrationRunStatusEnum, equality),
  documentType: leaf('DocumentType', DocumentTypeEnum, equality),
  type: leaf('ContractType', ContractTypeEnum, equality),
};

/** References, not foreign keys. */
const isFilterable = (field: string): boolean => field === 'documentId' || !field.endsWith('Id') || field === 'externalId';

const leafOf = (field: string, { kind }: Column): InputRef<unknown> => {
  const input = kind === 'enum' ? enumLeaves[field] : leaves[kind];
  if (!input) throw new TypeError(`There is no filter for ${field}.`);
  return input;
};

const typeName = (entity: EntityName): string => entity.charAt(0).toUpperCase() + entity.slice(1);
const filters = new Map<EntityName, InputRef<FilterInput>>();
const listFilters = new Map<EntityName, InputRef<FilterInput>>();

/** The filter input of an entity. */
export const filterOf = (entity: EntityName): InputRef<FilterInput> => {
  const known = filters.get(entity);
  if (known) return known;
  const name = typeName(entity);
  const ref = builder.inputRef<FilterInput>(`${name}Filter`);
  filters.set(entity, ref); // before its fields: associations lead back to it
  ref.implement({
    description: `Which rows of ${name} are wanted. Several conditions must all hold; none at all holds of every row.`,
    fields: (t) => {
      const fields: Record<string, InputFieldRef<SchemaTypes, Value>> = {};
      const isNode = entity !== 'integrationErrorResponse';
      if (isNode) fields['id'] = t.field({ type: idLeaf, description: 'Opaque ids, as objects give them.' });
      if (isNode) fields['databaseId'] = t.field({ type: leaves.integer, description: fieldDoc(name, 'id') });
      for (const [field, column] of Object.entries(entityOf(entity).columns)) {
        if (field !== 'id' && isFilterable(field))
          fields[field] = t.field({ type: leafOf(field, column), description: fieldDoc(name, field) });
      }
      for (const [association, { entity: target, many }] of Object.entries(entityOf(entity).associations)) {
        if (target === 'integrationRunTransition' || target === 'actor') continue; // these are read from their records only
        fields[association] = many
          ? t.field({ type: listFilterOf(target), description: `Conditions on the ${name}'s list of ${typeName(target)}.` })
          : t.field({
              type: filterOf(target),
              description: `Conditions on the ${typeName(target)} that it refers to; false where there is none.`,
            });
      }
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
  const name = typeName(entity);
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

const given = (input: object): [string, unknown][] => Object.entries(input).filter(([, value]) => value !== undefined);

const nullable = new Set<OperatorName>(['eq', 'ne']);

const leafConditions = (field: string, input: FilterInput, decode: (value: unknown) => unknown): Condition[] =>
  given(input).map(([name, value]) => {
    const operator = name as OperatorName; // GraphQL let no other name through
    if (value === null && !nullable.has(operator)) {
      throw new BadInputError(`The operator "${name}" of ${field} got null. Leave it out, or ask for unset values with \`isNull: true\`.`);
    }
    const isPlain = value === null || operator === 'isNull' || operator === 'isBlank';
    const decodeAll = (known: unknown) => (Array.isArray(known) ? known.map(decode) : decode(known));
    return { field, operator: operators[operator].operator, value: isPlain ? value : lately(value, decodeAll) };
  });

const listConditions = (association: string, entity: EntityName, input: FilterInput): Condition[] =>
  given(input).flatMap(([quantifier, filter]) =>
    filter === null
      ? []
      : [{ association, quantifier: quantifier as 'some' | 'none' | 'every', where: toCondition(entity, filter as FilterInput) }],
  );

const fieldConditions = (entity: EntityName, field: string, input: unknown): Condition[] => {
  const inner = input as FilterInput;
  if (field === 'and') return [{ all: (input as FilterInput[]).map((each) => toCondition(entity, each)) }];
  if (field === 'or') return [{ any: (input as FilterInput[]).map((each) => toCondition(entity, each)) }];
  if (field === 'not') return [{ not: toCondition(entity, inner) }];
  if (field === 'id') return leafConditions('id', inner, (id) => decodeIdOf(typeName(entity) as NodeType, String(id)));
  if (field === 'databaseId') return leafConditions('id', inner, (value) => value);
  if (Object.hasOwn(entityOf(entity).associations, field)) {
    const { entity: target, many } = associationOf(entity, field);
    return many ? listConditions(field, target, inner) : [{ association: field, quantifier: 'some', where: toCondition(target, inner) }];
  }
  columnOf(entity, field);
  return leafConditions(field, inner, (value) => value);
};

/**
 * The condition that a filter asks for. A filter or a part of it that is null asks for nothing.
 * @throws BadInputError for null where an operator has no use for it, and for ids of another type
 */
export const toCondition = (entity: EntityName, filter: FilterInput | null | undefined): Condition => {
  const conditions = given(filter ?? {}).flatMap(([field, input]) => (input === null ? [] : fieldConditions(entity, field, input)));
  const [first, ...others] = conditions;
  if (first === undefined) return everything;
  return others.length === 0 ? first : { all: conditions };
};
