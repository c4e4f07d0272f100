// Which values of variables have to be known before a query can be planned. Those that are only compared with don't: they become slots of the
// statement, which is then the same for every request that differs in nothing else.
import {
  type DocumentNode,
  type GraphQLInputType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  visit,
} from 'graphql';
import { BadInputError } from '../../domain/errors.js';
import { Slot } from '../../domain/read/slot.js';
import { decodeGlobalId } from '../global-id.js';
import { schema } from '../schema.js';

export type Variables = Readonly<Record<string, unknown>>;

/** `operand`: compared with. `nodeId`: an id of which only the type matters. `structure`: all of it decides what the statement looks like. */
type Use = 'operand' | 'nodeId' | 'structure';

export interface OpenVariables {
  /** The same for all variables that lead to the same statement. */
  readonly key: string;
  /** The variables, with slots in the place of values that are filled in later. */
  readonly values: Variables;
}

const useOf = (fieldName: string, argumentName: string): Use => {
  if (argumentName === 'filter' || argumentName === 'by') return 'operand';
  return fieldName === 'node' && argumentName === 'id' ? 'nodeId' : 'structure';
};

/** What the variables are used for; a variable with several uses is structure. */
const usesOf = (document: DocumentNode): ReadonlyMap<string, Use> => {
  const uses = new Map<string, Use>();
  const record = (node: Parameters<typeof visit>[0], use: Use) =>
    visit(node, {
      Variable: ({ name: { value: name } }) => {
        uses.set(name, (uses.get(name) ?? use) === use ? use : 'structure');
      },
    });
  visit(document, {
    Field: ({ name, arguments: given = [] }) => {
      for (const argument of given) record(argument, useOf(name.value, argument.name.value));
    },
    Directive: (directive) => record(directive, 'structure'),
  });
  return uses;
};

interface Opened {
  readonly key: string;
  readonly value: unknown;
}

const slot = (fill: (variables: Variables) => unknown): Opened => ({ key: '*', value: new Slot(({ variables }) => fill(variables)) });

/** Lists, fields and `!` all count. Filters nest less than that. */
const deepest = 256;

/** An operand with its leaves opened. Null and booleans stay: what is compared with them is asked in other words. */
const openOperand = (type: GraphQLInputType, value: unknown, read: (variables: Variables) => unknown, level = 0): Opened => {
  if (level > deepest) throw new BadInputError(`A variable of a filter can be nested at most ${deepest} levels deep.`);
  if (value == null) return { key: String(value), value };
  if (isNonNullType(type)) return openOperand(type.ofType, value, read, level + 1);
  if (isListType(type)) {
    const items = value as readonly unknown[]; // coerced
    if (isLeafType(isNonNullType(type.ofType) ? type.ofType.ofType : type.ofType) && !items.includes(null)) return slot(read);
    const opened = items.map((item, index) =>
      openOperand(type.ofType, item, (variables) => (read(variables) as readonly unknown[])[index], level + 1),
    );
    return { key: `[${opened.map(({ key }) => key)}]`, value: opened.map((item) => item.value) };
  }
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    const opened = Object.entries(value).flatMap(([name, inner]): [string, Opened][] => {
      const field = fields[name];
      return field ? [[name, openOperand(field.type, inner, (variables) => (read(variables) as Variables)[name], level + 1)]] : [];
    });
    return {
      key: `{${opened.map(([name, { key }]) => `${name}:${key}`)}}`,
      value: Object.fromEntries(opened.map(([name, inner]) => [name, inner.value])),
    };
  }
  return typeof value === 'boolean' ? { key: String(value), value } : slot(read);
};

/** @throws BadInputError for a text that is no id */
const openNodeId = (value: unknown, read: (variables: Variables) => unknown): Opened => {
  const { type } = decodeGlobalId(String(value));
  return { key: type, value: new Slot(({ variables }) => decodeGlobalId(String(read(variables))).id, type) };
};

/** How the variables of an operation are opened. */
export const variableOpener = (
  document: DocumentNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
): ((coerced: Variables) => OpenVariables) => {
  const uses = usesOf(document);
  const definitions = variableDefinitions.map(({ variable, type }) => {
    const name = variable.name.value;
    return { name, use: uses.get(name) ?? 'structure', type: typeFromAST(schema, type as never) as GraphQLInputType | undefined }; // a valid document names input types only
  });
  return (coerced) => {
    const values: Record<string, unknown> = {};
    let key = '';
    for (const { name, use, type } of definitions) {
      if (!Object.hasOwn(coerced, name)) {
        key += '-;';
        continue;
      }
      const value = coerced[name];
      const read = (variables: Variables) => variables[name];
      const opened =
        value !== null && type && use === 'operand'
          ? openOperand(type, value, read)
          : value !== null && use === 'nodeId'
            ? openNodeId(value, read)
            : { key: JSON.stringify(value), value };
      key += `${opened.key};`;
      values[name] = opened.value;
    }
    return { key, values };
  };
};
