// A condition on rows as a predicate over the images of events, so that following a list costs no statement: conditions on a record's own columns, and on its
// integration, which never changes. It says the same as the SQL of `read/conditions.ts`, or nothing: other conditions have no predicate.
import { columnOf } from '../entities/entities.js';
import type { EntityName } from '../entities/entity.js';
import type { Condition, Operator } from '../read/conditions.js';

/** A row or an image, by the names of its fields. Times may be texts. */
export type Fields = Readonly<Record<string, unknown>>;

/** Which integrations meet a condition on them, by its place in the list of those conditions. */
export type Integrations = readonly ReadonlySet<number>[];

export interface Predicate {
  /** Conditions on the integration, whose ids have to be known. */
  readonly integrations: readonly Condition[];
  readonly test: (row: Fields, integrations: Integrations) => boolean;
}

type Test = Predicate['test'];
type Kind = 'integer' | 'boolean' | 'time' | 'enum' | 'text';

const comparable: ReadonlySet<string> = new Set<Kind>(['integer', 'boolean', 'time', 'enum', 'text']);

const plain = (kind: string, value: unknown): unknown => {
  if (value === null || value === undefined) return null;
  return kind === 'time' ? new Date(value as string | Date).getTime() : value;
};

/** Order is that of numbers and times alone: texts and enums have one of the database's own. */
const ordered = (kind: string, holds: (field: number, operand: number) => boolean) =>
  kind === 'integer' || kind === 'time'
    ? (operand: unknown) => (field: unknown) => field !== null && holds(Number(field), Number(operand))
    : null;

const operators: Readonly<Partial<Record<Operator, (kind: string) => ((operand: unknown) => (field: unknown) => boolean) | null>>> = {
  equals: () => (operand) => (field) => field === operand,
  notEquals: () => (operand) => (field) => field !== operand,
  isUnset: () => (operand) => (field) => (field === null) === operand,
  lessThan: (kind) => ordered(kind, (field, operand) => field < operand),
  lessOrEqual: (kind) => ordered(kind, (field, operand) => field <= operand),
  greaterThan: (kind) => ordered(kind, (field, operand) => field > operand),
  greaterOrEqual: (kind) => ordered(kind, (field, operand) => field >= operand),
};

const compared = (entity: EntityName, { field, operator, value }: Extract<Condition, { field: string }>): Test | null => {
  const { kind, expression } = columnOf(entity, field);
  if (expression || !comparable.has(kind)) return null;
  if (operator === 'in' || operator === 'notIn') {
    const operands = new Set((value as unknown[]).map((each) => plain(kind, each)));
    const isIn: Test = (row) => {
      const found = plain(kind, row[field]);
      return found !== null && operands.has(found);
    };
    return operator === 'in' ? isIn : (row, integrations) => !isIn(row, integrations);
  }
  const holds = operators[operator]?.(kind)?.(operator === 'isUnset' ? Boolean(value) : plain(kind, value));
  return holds ? (row) => holds(plain(kind, row[field])) : null;
};

/** The predicate of the condition; null where it has none. */
export const predicateOf = (entity: EntityName, condition: Condition): Predicate | null => {
  const integrations: Condition[] = [];
  const each = (conditions: readonly Condition[]): Test[] | null => {
    const tests = conditions.map(testOf);
    return tests.some((test) => test === null) ? null : (tests as Test[]); // none is null
  };
  const testOf = (inner: Condition): Test | null => {
    if ('all' in inner) {
      const tests = each(inner.all);
      return tests && ((row, known) => tests.every((test) => test(row, known)));
    }
    if ('any' in inner) {
      const tests = each(inner.any);
      return tests && ((row, known) => tests.some((test) => test(row, known)));
    }
    if ('not' in inner) {
      const test = testOf(inner.not);
      return test && ((row, known) => !test(row, known));
    }
    if ('field' in inner) return compared(entity, inner);
    if (inner.association !== 'integration' || inner.quantifier !== 'some') return null;
    const place = integrations.push(inner.where) - 1;
    return (row, known) => known[place]?.has(Number(row['integrationId'])) ?? false;
  };
  const test = testOf(condition);
  return test && { integrations, test };
};
