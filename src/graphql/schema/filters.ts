// The filter inputs: one for each entity, made from the reader's table, and their way to the reader's conditions.
import type { InputFieldRef, InputRef } from '@pothos/core';
import type { Column } from '../../domain/entities/columns.js';
import { associationOf, columnOf, type EntityName, entityOf } from '../../domain/entities/entities.js';
import { type Condition, everything, type Operator } from '../../domain/read/conditions.js';
import { fieldDoc } from '../../domain/rules/docs.js';
import { BadInputError } from '../../domain/rules/errors.js';
import { lately } from '../../domain/sql/placeholder.js';
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
      if (entity === 'integrationRun')
        fields['isOverdue'] = t.field({ type: leaves.boolean, description: 'Whether its `deadline` has passed.' });
      for (const [association, { entity: target, many }] of Object.entries(entityOf(entity).associations)) {
        if (target === 'integrationRunTransition' || target === 'actor' || association === 'firstResponse') continue; // read from their records only
        fields[association] = many
          ? t.field({ type: listFilterOf(target), description: `Conditions on the ${name}'s list of ${typeName(target)}.` })
          : t.field({
              type: filterOf(target),
              description: `Conditions on the ${typeName(target)} that it refers to; false where there is none.`,
            });
      }
      if (entity === 'integrationError')
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

type Path = readonly string[];
type Decode = (value: unknown, path: Path) => unknown;

const asItIs: Decode = (value) => value;

/** What stands in a path besides the argument and the names of fields: connectives, quantifiers, and places in lists. */
const between = /^(and|or|not|some|none|every|\d+)$/;

/** How messages name the column at the end of a path, with the associations that lead there: `integration.code`. */
const nameOf = ([_argument, ...fields]: Path): string => fields.filter((field) => !between.test(field)).join('.');

const leafConditions = (field: string, input: FilterInput, path: Path, decode = asItIs): Condition[] =>
  given(input).map(([name, value]) => {
    const operator = name as OperatorName; // GraphQL let no other name through
    if (value === null && !nullable.has(operator)) {
      throw new BadInputError(
        `The operator "${name}" of ${nameOf(path)} got null. Leave it out, or ask for unset values with \`isNull: true\`.`,
        [...path, name],
      );
    }
    const isPlain = value === null || operator === 'isNull' || operator === 'isBlank';
    const decodeAll = (known: unknown) =>
      Array.isArray(known) ? known.map((item, index) => decode(item, [...path, name, String(index)])) : decode(known, [...path, name]);
    return { field, operator: operators[operator].operator, value: isPlain ? value : lately(value, decodeAll) };
  });

const listConditions = (association: string, entity: EntityName, input: FilterInput, path: Path): Condition[] =>
  given(input).flatMap(([quantifier, filter]) =>
    filter === null
      ? []
      : [
          {
            association,
            quantifier: quantifier as 'some' | 'none' | 'every',
            where: toCondition(entity, filter as FilterInput, [...path, quantifier]),
          },
        ],
  );

/** Operators that an unset value meets, each with what its complement asks. */
const metByUnset = (condition: Condition): Condition | null => {
  if (!('field' in condition)) return null;
  const { field, operator, value } = condition;
  if (operator === 'equals') return value === null ? { field, operator: 'isUnset', value: false } : null;
  if (operator === 'notEquals') return value === null ? null : { field, operator: 'equals', value };
  if (operator === 'notIn') return { field, operator: 'in', value };
  return (operator === 'isUnset' || operator === 'isBlank') && value === true ? { field, operator, value: false } : null;
};

/** Conditions on a column of a record that need not be there, whose values are unset then. */
const optionalConditions = (association: string, conditions: readonly Condition[]): Condition[] =>
  conditions.map((condition) => {
    const complement = metByUnset(condition);
    const some = { association, quantifier: 'some', where: complement ?? condition } as const;
    return complement ? { not: some } : some;
  });

const fieldConditions = (entity: EntityName, field: string, input: unknown, path: Path): Condition[] => {
  const inner = input as FilterInput;
  if (field === 'and') return [{ all: (input as FilterInput[]).map((each, index) => toCondition(entity, each, [...path, String(index)])) }];
  if (field === 'or') return [{ any: (input as FilterInput[]).map((each, index) => toCondition(entity, each, [...path, String(index)])) }];
  if (field === 'not') return [{ not: toCondition(entity, inner, path) }];
  if (field === 'id') return leafConditions('id', inner, path, (id, place) => decodeIdOf(typeName(entity) as NodeType, String(id), place));
  if (field === 'databaseId') return leafConditions('id', inner, path);
  if (entity === 'integrationError' && field === 'message') return optionalConditions('firstResponse', leafConditions(field, inner, path));
  if (Object.hasOwn(entityOf(entity).associations, field)) {
    const { entity: target, many } = associationOf(entity, field);
    return many
      ? listConditions(field, target, inner, path)
      : [{ association: field, quantifier: 'some', where: toCondition(target, inner, path) }];
  }
  columnOf(entity, field);
  return leafConditions(field, inner, path);
};

/**
 * The condition that a filter asks for. A filter or a part of it that is null asks for nothing.
 * @throws BadInputError for null where an operator has no use for it, and for ids of another type; `path`: where the filter stands in the arguments
 */
export const toCondition = (entity: EntityName, filter: FilterInput | null | undefined, path: Path): Condition => {
  const conditions = given(filter ?? {}).flatMap(([field, input]) =>
    input === null ? [] : fieldConditions(entity, field, input, [...path, field]),
  );
  const [first, ...others] = conditions;
  if (first === undefined) return everything;
  return others.length === 0 ? first : { all: conditions };
};
