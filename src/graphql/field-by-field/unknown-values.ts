// A value of an enum that is in the database but not in the schema: a newer gateway beside this one has written it. It is an error in its place, and
// no fault that is ours to hide, as graphql's own error would be taken for.
import { type GraphQLEnumType, type GraphQLSchema, isEnumType, isIntrospectionType } from 'graphql';
import { UnknownValueError } from '../../domain/rules/errors.js';

const explain = (type: GraphQLEnumType): void => {
  const serialize = type.serialize.bind(type);
  type.serialize = (value) => {
    try {
      return serialize(value);
    } catch {
      throw new UnknownValueError(type.name, String(value));
    }
  };
};

/** Makes the enums of the schema say so. */
export const explainUnknownValues = (schema: GraphQLSchema): void => {
  for (const type of Object.values(schema.getTypeMap())) if (isEnumType(type) && !isIntrospectionType(type)) explain(type);
};
