// How long the lists of introspection are, so that asking about the schema has a cost as well: lists within lists multiply there, too.
import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { own } from '../../lib/own.js';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

const reckon = (schema: GraphQLSchema): Readonly<Record<string, number>> => {
  const types = Object.values(schema.getTypeMap());
  const fields = types.flatMap((type) => (isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []));
  const average = (total: number, among: number) => Math.max(1, Math.ceil(total / among));
  return {
    types: types.length,
    directives: schema.getDirectives().length,
    fields: average(fields.length, types.length),
    args: average(sum(fields.map(({ args }) => args.length)), fields.length),
    enumValues: average(sum(types.map((type) => (isEnumType(type) ? type.getValues().length : 0))), types.length),
    inputFields: average(sum(types.map((type) => (isInputObjectType(type) ? Object.keys(type.getFields()).length : 0))), types.length),
  };
};

const known = new WeakMap<GraphQLSchema, Readonly<Record<string, number>>>();

/** How many entries a list of introspection has in the schema, on average over its types. */
export const schemaListSize = (schema: GraphQLSchema, field: string): number => {
  const sizes = known.get(schema) ?? reckon(schema);
  known.set(schema, sizes);
  return own(sizes, field) ?? 1;
};
