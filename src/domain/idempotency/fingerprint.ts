// What was asked for under an idempotency key, in a few bytes: the values themselves, however they were written.
import { createHash } from 'node:crypto';
import { own } from '../../lib/own.js';
import { entityOf } from '../entities/entities.js';
import type { EntityName } from '../entities/entity.js';
import { Decimal } from '../rules/decimal.js';

type Values = Readonly<Record<string, unknown>>;

/** The same values, with the names of each object in one order, and without what is left out. */
const ordered = (value: unknown): unknown => {
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, item]) => [name, ordered(item)]));
};

/** Values of an entity's columns, decimals without the zeros that say nothing. */
export const plainValues = (entity: EntityName, values: Values): Values => {
  const { columns } = entityOf(entity);
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => {
      const isDecimal = typeof value === 'string' && own(columns, field)?.kind === 'decimal';
      return [field, isDecimal ? new Decimal(value).toString() : value];
    }),
  );
};

/** SHA-256 in base64url. */
export const fingerprintOf = (operation: string, asked: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([operation, ordered(asked)]))
    .digest('base64url');
