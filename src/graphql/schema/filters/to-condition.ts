// The reader's condition that a filter asks for.

import { associationOf, columnOf, entityOf } from '../../../domain/entities/entities.js';
import type { EntityName } from '../../../domain/entities/entity.js';
import { type Condition, checkExtent, everything } from '../../../domain/read/conditions.js';
import { BadInputError } from '../../../domain/rules/errors.js';
import { whenKnown } from '../../../domain/sql/placeholder.js';
import { isStorable, storableRule } from '../../../lib/text.js';
import { capitalised } from '../../../lib/words.js';
import { decodeIdOf, type NodeType } from '../global-id.js';
import { type OperatorName, operators } from './operators.js';

/** What a client gave for a filter; GraphQL has checked its shape against the inputs made here. */
export type FilterInput = Readonly<Record<string, Value>>;

export type Value = NonNullable<unknown> | null | undefined;

const given = (input: object): [string, unknown][] => Object.entries(input).filter(([, value]) => value !== undefined);

const nullable = new Set<OperatorName>(['eq', 'ne']);

type Path = readonly string[];
type Decode = (value: unknown, path: Path) => unknown;

/** @throws BadInputError for a text that the database can't hold */
export const checkText = <Given>(value: Given, path: Path): Given => {
  if (typeof value === 'string' && !isStorable(value)) throw new BadInputError(`A text ${storableRule}.`, path);
  return value;
};

/** What stands in a path besides the argument and the names of fields: connectives, quantifiers, and places in lists. */
const between = /^(and|or|not|some|none|every|\d+)$/;

/** How messages name the column at the end of a path, with the associations that lead there: `integration.code`. */
const nameOf = ([_argument, ...fields]: Path): string => fields.filter((field) => !between.test(field)).join('.');

const leafConditions = (field: string, input: FilterInput, path: Path, decode: Decode = checkText): Condition[] =>
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
    return { field, operator: operators[operator].operator, value: isPlain ? value : whenKnown(value, decodeAll) };
  });

const listConditions = (association: string, entity: EntityName, input: FilterInput, path: Path): Condition[] =>
  given(input).flatMap(([quantifier, filter]) =>
    filter === null
      ? []
      : [
          {
            association,
            quantifier: quantifier as 'some' | 'none' | 'every',
            where: conditionIn(entity, filter as FilterInput, [...path, quantifier]),
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

/** Whether rows have responses, of which the first has the message by which they are found. */
export const hasMessage = (entity: EntityName): boolean => Object.hasOwn(entityOf(entity).associations, 'firstResponse');

const fieldConditions = (entity: EntityName, field: string, input: unknown, path: Path): Condition[] => {
  const inner = input as FilterInput;
  if (field === 'and') return [{ all: (input as FilterInput[]).map((each, index) => conditionIn(entity, each, [...path, String(index)])) }];
  if (field === 'or') return [{ any: (input as FilterInput[]).map((each, index) => conditionIn(entity, each, [...path, String(index)])) }];
  if (field === 'not') return [{ not: conditionIn(entity, inner, path) }];
  if (field === 'id')
    return leafConditions('id', inner, path, (id, place) => decodeIdOf(capitalised(entity) as NodeType, String(id), place));
  if (field === 'databaseId') return leafConditions('id', inner, path);
  if (field === 'message' && hasMessage(entity)) return optionalConditions('firstResponse', leafConditions(field, inner, path));
  if (Object.hasOwn(entityOf(entity).associations, field)) {
    const { entity: target, many } = associationOf(entity, field);
    return many
      ? listConditions(field, target, inner, path)
      : [{ association: field, quantifier: 'some', where: conditionIn(target, inner, path) }];
  }
  columnOf(entity, field);
  return leafConditions(field, inner, path);
};

const conditionIn = (entity: EntityName, filter: FilterInput | null | undefined, path: Path): Condition => {
  const conditions = given(filter ?? {}).flatMap(([field, input]) =>
    input === null ? [] : fieldConditions(entity, field, input, [...path, field]),
  );
  const [first, ...others] = conditions;
  if (first === undefined) return everything;
  return others.length === 0 ? first : { all: conditions };
};

/**
 * The condition that a filter asks for. A filter or a part of it that is null asks for nothing. `path`: where the filter stands in the arguments.
 * @throws BadInputError for null where an operator has no use for it, for ids of another type, for texts that the database can't hold, and for too many
 * conditions, or too deep ones
 */
export const toCondition = (entity: EntityName, filter: FilterInput | null | undefined, path: Path): Condition => {
  const condition = conditionIn(entity, filter, path);
  checkExtent(condition, path);
  return condition;
};
