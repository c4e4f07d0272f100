// Which values of variables have to be known before a query can be planned. Those that are only compared with don't: they become placeholders of the
// statement, which is then the same for every request that differs in nothing else.
import {
  type ASTVisitor,
  type DocumentNode,
  type GraphQLArgument,
  type GraphQLInputType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { weightOf } from '../../domain/read/cost.js';
import { BadInputError } from '../../domain/rules/errors.js';
import { Placeholder } from '../../domain/sql/placeholder.js';
import { own } from '../../lib/own.js';
import { decodeGlobalId } from '../schema/global-id.js';
import { schema } from '../schema/schema.js';
import { useOf } from '../schema/sources/source.js';

export type Variables = Readonly<Record<string, unknown>>;

/** `operand`: compared with. `nodeId`: an id of which only the type matters. `structure`: all of it decides what the statement looks like. */
type Use = 'operand' | 'nodeId' | 'structure';

const variableUse = (argument: GraphQLArgument | null | undefined): Use => {
  const use = argument ? useOf(argument) : null;
  if (use?.as === 'filter' || use?.as === 'by') return 'operand';
  return use?.as === 'nodeId' ? 'nodeId' : 'structure';
};

export interface OpenVariables {
  /** The same for all variables that lead to the same statement. */
  readonly key: string;
  /** The variables, with placeholders in the place of values that are filled in later. */
  readonly values: Variables;
}

/** What the variables of a document are used for; a variable with several uses is structure. */
export const usesOf = (document: DocumentNode): ReadonlyMap<string, Use> => {
  const uses = new Map<string, Use>();
  const types = new TypeInfo(schema);
  const visitor: ASTVisitor = {
    VariableDefinition: () => false,
    Variable: ({ name: { value: name } }) => {
      const use = variableUse(types.getDirective() ? null : types.getArgument());
      uses.set(name, (uses.get(name) ?? use) === use ? use : 'structure');
    },
  };
  visit(document, visitWithTypeInfo(types, visitor));
  return uses;
};

interface Opened {
  readonly key: string;
  readonly value: unknown;
}

/** Of a value that only its weight is known of. */
const placeholder = (value: unknown, fill: (variables: Variables) => unknown): Opened => {
  const weight = weightOf(value);
  return { key: weight === 0 ? '*' : `*${weight}`, value: new Placeholder(({ variables }) => fill(variables), undefined, weight) };
};

/** Lists, fields and `!` all count. Filters nest less than that. */
const deepest = 256;

/** An operand with its leaves opened. Null and booleans stay: what is compared with them is asked in other words. */
const openOperand = (type: GraphQLInputType, value: unknown, read: (variables: Variables) => unknown, level = 0): Opened => {
  if (level > deepest) throw new BadInputError(`A variable of a filter can be nested at most ${deepest} levels deep.`);
  if (value == null) return { key: String(value), value };
  if (isNonNullType(type)) return openOperand(type.ofType, value, read, level + 1);
  if (isListType(type)) {
    const items = value as readonly unknown[]; // coerced
    if (isLeafType(isNonNullType(type.ofType) ? type.ofType.ofType : type.ofType) && !items.includes(null)) return placeholder(items, read);
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
  return typeof value === 'boolean' ? { key: String(value), value } : placeholder(value, read);
};

/** @throws BadInputError for a text that is no id */
const openNodeId = (value: unknown, read: (variables: Variables) => unknown): Opened => {
  const { type } = decodeGlobalId(String(value), ['id']);
  return { key: type, value: new Placeholder(({ variables }) => decodeGlobalId(String(read(variables)), ['id']).id, type) };
};

/** How the variables of an operation are opened. */
export const variableOpener = (
  uses: ReadonlyMap<string, Use>,
  { variableDefinitions = [] }: OperationDefinitionNode,
): ((coerced: Variables) => OpenVariables) => {
  const definitions = variableDefinitions.map(({ variable, type }) => {
    const name = variable.name.value;
    return { name, use: uses.get(name) ?? 'structure', type: typeFromAST(schema, type as never) as GraphQLInputType | undefined }; // a valid document names input types only
  });
  return (coerced) => {
    const values: Record<string, unknown> = Object.create(null);
    let key = '';
    for (const { name, use, type } of definitions) {
      const value = own(coerced, name);
      if (value === undefined) {
        key += '-;';
        continue;
      }
      const read = (variables: Variables) => own(variables, name);
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
