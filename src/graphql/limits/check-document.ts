// Reads the text of a document under the static limits, so that nothing heavy is ever done with one that breaks them.
import { type DocumentNode, GraphQLError, Kind, Lexer, parse, Source, TokenKind, type VariableDefinitionNode } from 'graphql';
import { type Measures, measure } from './document-complexity.js';
import { type Limits, overLimit } from './limits.js';

export interface Screened {
  /** Its nodes know their places, which errors tell. */
  readonly document: DocumentNode;
  readonly measures: Measures;
}

/** How many tokens the text has; what is no token ends it. */
const countTokens = (text: string): number => {
  const lexer = new Lexer(new Source(text));
  let count = 0;
  try {
    while (lexer.advance().kind !== TokenKind.EOF) count += 1;
  } catch {
    // the parser would have stopped there as well
  }
  return count;
};

/** The words of the parser. What overflows the stack is nested thousands of levels deep. */
const notParsed = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? new GraphQLError(error.message, {
        source: error.source ?? null,
        positions: error.positions ?? null,
        extensions: { code: 'GRAPHQL_PARSE_FAILED' },
      })
    : new GraphQLError('The document is nested too deeply. Ask in several queries.', { extensions: { code: 'BAD_USER_INPUT' } });

/** graphql keeps the values of variables in a plain object, whose prototype that one would become. */
const isUnusable = ({ variable }: VariableDefinitionNode): boolean => variable.name.value === '__proto__';

const refuseUnusable = (definition: VariableDefinitionNode): GraphQLError =>
  new GraphQLError('A variable can\'t be called "$__proto__" here. Give it another name.', {
    nodes: definition,
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });

/** The document; the error for a text that is over a limit, or no GraphQL. */
export const screen = (text: string, limits: Limits): Screened | GraphQLError => {
  const tooLong = overLimit(limits, 'documentLength', text.length);
  if (tooLong) return tooLong;
  let document: DocumentNode;
  try {
    document = parse(text, { maxTokens: limits.tokens });
  } catch (error) {
    return overLimit(limits, 'tokens', countTokens(text)) ?? notParsed(error);
  }
  for (const definition of document.definitions) {
    const unusable = definition.kind === Kind.OPERATION_DEFINITION ? definition.variableDefinitions?.find(isUnusable) : undefined;
    if (unusable) return refuseUnusable(unusable);
  }
  const measures = measure(document);
  for (const name of ['depth', 'rootFields', 'aliases', 'directives'] as const) {
    const refusal = overLimit(limits, name, measures[name]);
    if (refusal) return refusal;
  }
  return { document, measures };
};
