// What enums say of values that are none of theirs, in other words than graphql's. One in the database but not in the schema has been written by a
// newer gateway beside this one: it is an error in its place, and no fault that is ours to hide. One in a variable may be an object of megabytes,
// which graphql would write whole into its message.
import { type GraphQLEnumType, GraphQLError, type GraphQLSchema, isEnumType, isIntrospectionType } from 'graphql';
import { UnknownValueError } from '../../domain/rules/errors.js';
import { shown } from '../../lib/shown.js';

const explain = (type: GraphQLEnumType): void => {
  const serialize = type.serialize.bind(type);
  type.serialize = (value) => {
    try {
      return serialize(value);
    } catch {
      throw new UnknownValueError(type.name, String(value));
    }
  };
  const parseValue = type.parseValue.bind(type);
  type.parseValue = (value, hidesSuggestions) => {
    if (typeof value !== 'object') return parseValue(value, hidesSuggestions);
    throw new GraphQLError(`Enum "${type.name}" cannot represent non-string value: ${shown(value)}.`);
  };
};

/** Makes the enums of the schema say so. */
export const explainUnknownValues = (schema: GraphQLSchema): void => {
  for (const type of Object.values(schema.getTypeMap())) if (isEnumType(type) && !isIntrospectionType(type)) explain(type);
};
