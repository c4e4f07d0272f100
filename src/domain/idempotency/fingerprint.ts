// What was asked for under an idempotency key, in a few bytes: the values themselves, however they were written.
import { createHash } from 'node:crypto';
import { own } from '../../lib/own.js';
import { associationOf, entityOf } from '../entities/entities.js';
import type { EntityName } from '../entities/entity.js';
import type { Condition } from '../read/conditions.js';
import { Decimal } from '../rules/decimal.js';

type Values = Readonly<Record<string, unknown>>;

/** The same values, with the names of each object in one order, and without what is left out. */
const ordered = (value: unknown): unknown => {
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, item]) => [name, ordered(item)]));
};

const plainValue = (entity: EntityName, field: string, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((item) => plainValue(entity, field, item));
  const isDecimal = typeof value === 'string' && own(entityOf(entity).columns, field)?.kind === 'decimal';
  return isDecimal ? new Decimal(value).toString() : value;
};

/** Values of an entity's columns, decimals without the zeros that say nothing. */
export const plainValues = (entity: EntityName, values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([field, value]) => [field, plainValue(entity, field, value)]));

/** The same of a condition on its rows. */
export const plainCondition = (entity: EntityName, condition: Condition): Condition => {
  const each = (conditions: readonly Condition[]) => conditions.map((inner) => plainCondition(entity, inner));
  if ('all' in condition) return { all: each(condition.all) };
  if ('any' in condition) return { any: each(condition.any) };
  if ('not' in condition) return { not: plainCondition(entity, condition.not) };
  if ('field' in condition) return { ...condition, value: plainValue(entity, condition.field, condition.value) };
  return { ...condition, where: plainCondition(associationOf(entity, condition.association).entity, condition.where) };
};

/** SHA-256 in base64url. */
export const fingerprintOf = (operation: string, asked: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([operation, ordered(asked)]))
    .digest('base64url');
