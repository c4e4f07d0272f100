// The variables of an operation as its executor takes them, or why they are refused. It is done once for every way to an answer, and stops at the first
// mistakes, whose words are few: what a refusal costs doesn't grow with what was sent.
import {
  coerceInputValue,
  GraphQLError,
  isInputType,
  isNonNullType,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';
import { own } from '../../lib/own.js';
import { cut, cutValues, shown } from '../../lib/shown.js';
import { mostMistakes, nestedTooDeeply } from '../refuse.js';
import { schema } from '../schema/schema.js';
import type { Variables } from '../single-statement/variables.js';
import type { Operation } from './documents.js';
import { placesIn } from './input-path.js';

type Path = readonly (string | number)[];

/** Names and positions in the path of a mistake. Nothing that is taken nests as deep. */
const deepest = 256;

/** Ends the coercion. */
class Enough extends Error {}

/** ` at "filter.and[0].status"` */
const placeIn = (name: string, path: Path): string =>
  path.length === 0 ? '' : ` at "${cut(name + path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join(''))}"`;

export type Coerced = { readonly values: Variables } | { readonly errors: readonly GraphQLError[] };

/** The values of the variables, in an object without a prototype, or the first mistakes in them. */
export const coerceVariables = (
  { document, node: { variableDefinitions = [] } }: Operation,
  given: Variables,
  suggests: boolean,
): Coerced => {
  const values: Record<string, unknown> = Object.create(null);
  const errors: GraphQLError[] = [];
  let places: ReturnType<typeof placesIn>['variables'] | undefined;
  const refuse = (definition: VariableDefinitionNode, message: string, within: Path = []): void => {
    const name = definition.variable.name.value;
    places ??= placesIn(document).variables;
    const path = [...(places.get(name) ?? [name]), ...within.map(String)];
    errors.push(new GraphQLError(message, { nodes: definition, extensions: { code: 'BAD_USER_INPUT', path } }));
    if (errors.length >= mostMistakes) throw new Enough();
  };
  try {
    for (const definition of variableDefinitions) {
      const name = definition.variable.name.value;
      const type = typeFromAST(schema, definition.type as never); // any of the kinds that it is declared for
      if (!isInputType(type)) continue; // a valid document has no other
      const value = own(given, name);
      if (value === undefined) {
        if (definition.defaultValue) values[name] = valueFromAST(definition.defaultValue, type);
        else if (isNonNullType(type)) refuse(definition, `Variable "$${cut(name)}" of required type "${type}" was not provided.`);
      } else if (value === null && isNonNullType(type)) {
        refuse(definition, `Variable "$${cut(name)}" of non-null type "${type}" must not be null.`);
      } else {
        const note = (path: Path, invalid: unknown, { message }: GraphQLError): void => {
          if (path.length > deepest) throw new RangeError();
          const place = placeIn(name, path);
          refuse(definition, `Variable "$${cut(name)}" got invalid value ${shown(invalid)}${place}; ${cutValues(message)}`, path);
        };
        values[name] = coerceInputValue(value, type, note, !suggests);
      }
    }
  } catch (error) {
    if (error instanceof RangeError) return { errors: [nestedTooDeeply()] }; // the stack has no room for it
    if (!(error instanceof Enough)) throw error;
  }
  return errors.length > 0 ? { errors } : { values };
};
