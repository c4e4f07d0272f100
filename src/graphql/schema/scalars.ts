import { GraphQLError, Kind, type ValueNode } from 'graphql';
import { decodePosition, type FeedPosition } from '../../domain/feed/position.js';
import { decimalText, hasKeptDigits } from '../../domain/rules/decimal.js';
import { DomainError } from '../../domain/rules/errors.js';
import { readTime, unreadTimes } from '../../domain/rules/time.js';
import { own } from '../../lib/own.js';
import { builder } from './builder.js';

const refuse = (message: string, node?: ValueNode): never => {
  throw new GraphQLError(message, { ...(node && { nodes: node }), extensions: { code: 'BAD_USER_INPUT' } });
};

const time = (value: unknown, node?: ValueNode): Date => {
  if (typeof value !== 'string') return refuse('A DateTime is a text in ISO 8601, such as "2026-01-31T09:30:00Z".', node);
  try {
    return readTime(value);
  } catch (error) {
    return error instanceof DomainError ? refuse(error.message, node) : refuse('This is no DateTime.', node);
  }
};

builder.scalarType('DateTime', {
  description: `A point in time, exact to the millisecond. Given as ISO 8601 in UTC: \`2026-01-31T09:30:00.000Z\`. Taken in the extended and the basic format of ISO 8601 (\`20260131T093000Z\`) with any offset; without a time it is midnight, without a zone UTC, and 24:00 is the next day's midnight. ${unreadTimes} are refused.`,
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  serialize: (value) => value.toISOString(),
  parseValue: (value) => time(value),
  parseLiteral: (node) =>
    node.kind === Kind.STRING ? time(node.value, node) : refuse('A DateTime is written in quotes: "2026-01-31T09:30:00Z".', node),
});

const position = (value: unknown, node?: ValueNode): FeedPosition => {
  try {
    return decodePosition(String(value));
  } catch (error) {
    return refuse(error instanceof DomainError ? error.message : 'This is no Position.', node);
  }
};

builder.scalarType('Position', {
  description:
    "A place in the feed of changes, as an opaque text that goes into headers and addresses as it is. It is of one database: others refuse it. Positions don't compare as texts.",
  serialize: (value) => value,
  parseValue: (value) => position(value),
  parseLiteral: (node) =>
    node.kind === Kind.STRING ? position(node.value, node) : refuse('A Position is written in quotes, as it was given.', node),
});

const decimal = (value: unknown, node?: ValueNode): string => {
  if (typeof value === 'number' && !hasKeptDigits(value))
    return refuse('A number has no room for so many digits. Give the Decimal as a text.', node);
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^-?\d{1,40}(\.\d{1,40})?$/.test(text))
    return refuse('A Decimal is a text of digits, such as "1500.00".', node);
  return text;
};

builder.scalarType('Decimal', {
  description:
    'An exact decimal number, as text: `"1500.00"`. At most 28 digits before and 4 after the point; numbers are taken too, of up to 15 digits in variables: of more, some would be lost before they arrive.',
  serialize: decimalText,
  parseValue: (value) => decimal(value),
  parseLiteral: (node) =>
    node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT
      ? decimal(node.value, node)
      : refuse('A Decimal is a text of digits, such as "1500.00".', node),
});

const literal = (node: ValueNode, variables: Record<string, unknown> | null | undefined): unknown => {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value;
    case Kind.LIST:
      return node.values.map((item) => literal(item, variables));
    case Kind.OBJECT: // fromEntries defines own properties: a key `__proto__` is a key like any other
      return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, literal(value, variables)]));
    case Kind.VARIABLE:
      return variables ? own(variables, node.name.value) : undefined;
  }
};

builder.scalarType('JSON', {
  description: 'Any JSON value: an object, a list, a text, a number, true, false or null.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => literal(node, variables),
});
