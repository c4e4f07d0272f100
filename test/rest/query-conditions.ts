// Everything that a query string can ask: the attributes of a resource, their operators, and operands to try them with.
import type { ColumnKind } from '../../src/domain/entities/columns.js';
import { columnOf } from '../../src/domain/entities/entities.js';
import { operators } from '../../src/rest/request/query/operators.js';
import { vocabularyOf } from '../../src/rest/request/query/vocabulary.js';
import { wireEnum } from '../../src/rest/wire/names.js';
import type { Resource } from '../../src/rest/wire/resources.js';

/** A text that needs quoting, escaping or encoding wherever it goes. */
export const awkward = 'Größe "100 %_\\" — 部品 🧾';

const operands: Readonly<Record<Exclude<ColumnKind, 'enum'>, readonly string[]>> = {
  integer: ['7', '+100', '2147483648', '-2147483649', '999999999999999', '99999999999999999999', '-9223372036854775809', '3', '-1', '0'],
  decimal: ['+1000', '1500.50', '-3', '99999999999999999999999999999.99999'],
  boolean: ['true', 'false'],
  time: ['2026-01-31', '0001-01-01', '9999-12-31T23:59:59Z', '2100-01-01T00:00:00+02:00'],
  text: ['', '   ', awkward, 'ERP', 'e', 'plain', 'published', '%', '_', '\\', 'Technical'],
  json: [],
};

/** What a condition can be on, and operands to try. */
export interface Attribute {
  readonly key: string;
  readonly kind: ColumnKind;
  readonly operands: readonly string[];
}

/** The attributes that a query can name directly. */
export const attributesOf = (resource: Resource, wrap = (name: string) => name): Attribute[] =>
  [...vocabularyOf(resource).attributes].map(([name, field]) => {
    const column = columnOf(resource.entity, field);
    const { kind, values = [] } = column;
    const [outer = '', ...inner] = name.split(/\[|\]/);
    const key = `${wrap(outer)}${inner.length > 0 ? `[${inner[0]}]` : ''}`;
    return { key, kind, operands: kind === 'enum' ? values.map((value) => wireEnum(column, value)) : operands[kind] };
  });

/** The resource's own attributes, those of its associations, and one more level. */
export const everyAttribute = (resource: Resource): Attribute[] => {
  const deeper = [...vocabularyOf(resource).associations].flatMap(([one, { target }]) => [
    ...attributesOf(target, (name) => `${one}[${name}]`),
    ...[...vocabularyOf(target).associations].flatMap(([two, { target: last }]) =>
      attributesOf(last, (name) => `${one}[${two}][${name}]`).slice(0, 5),
    ),
  ]);
  return [...attributesOf(resource), ...deeper];
};

/** A condition as it stands in a query string. */
export const parameterOf = (key: string, operator: string, operand: string): string =>
  `${encodeURIComponent(operator === '' ? key : `${key}[${operator}]`)}=${encodeURIComponent(operand)}`;

/** The operators for attributes of a kind; empty for equality. */
export const operatorsOf = (kind: ColumnKind): string[] => [
  '',
  ...Object.keys(operators).filter((name) => operators[name]?.kinds.includes(kind)),
];

/** Operands that the operator takes: usual ones, and those that are at the edge of what can be said. */
export const operandsOf = ({ operands: usual }: Attribute, operator: string): readonly string[] => {
  if (operator === 'blank') return ['true', 'false'];
  return operator === 'in' || operator === 'not_in' ? ['', usual[0] ?? '', usual.slice(0, 6).join(',')] : usual;
};
