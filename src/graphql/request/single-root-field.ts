// The rule that a subscription has one field at its root. Graphql's own throws where a variable would say whether that field is there, which no text can tell.
import { type ASTVisitor, GraphQLError, Kind, SingleFieldSubscriptionsRule, specifiedRules, type ValidationContext } from 'graphql';

const message =
  "The root field of a subscription can't be skipped by a variable, nor included by one: a subscription without its field has nothing to follow. Decide before you subscribe.";

const SingleRootFieldRule = (context: ValidationContext): ASTVisitor => {
  const { OperationDefinition: check } = SingleFieldSubscriptionsRule(context) as { OperationDefinition(node: object): void };
  return {
    OperationDefinition(node) {
      try {
        check(node);
      } catch (error) {
        const [place] = error instanceof GraphQLError ? (error.nodes ?? []) : [];
        if (!place) throw error;
        // other rules tell of an `if` that is left out, or is no Boolean
        if (place.kind === Kind.VARIABLE) context.reportError(new GraphQLError(message, { nodes: place }));
      }
    },
  };
};

/** What a document is validated by. */
export const documentRules = specifiedRules.map((rule) => (rule === SingleFieldSubscriptionsRule ? SingleRootFieldRule : rule));
