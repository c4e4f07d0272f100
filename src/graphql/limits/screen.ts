// Reads the text of a document under the static limits, so that nothing heavy is ever done with one that breaks them.
import { type DocumentNode, type GraphQLError, Lexer, parse, Source, TokenKind } from 'graphql';
import { type Limits, overLimit } from './limits.js';
import { type Measures, measure } from './measure.js';

export interface Screened {
  /** Null for a text that is refused, or that is no GraphQL. */
  readonly document: DocumentNode | null;
  readonly measures: Measures | null;
  /** Why it is over a limit; null for a text that is no GraphQL, whose own words the parser has. */
  readonly refusal: GraphQLError | null;
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

const refused = (refusal: GraphQLError | null): Screened => ({ document: null, measures: null, refusal });

/** The document, or why it is refused. */
export const screen = (text: string, limits: Limits): Screened => {
  const tooLong = overLimit(limits, 'documentLength', text.length);
  if (tooLong) return refused(tooLong);
  let document: DocumentNode;
  try {
    document = parse(text, { noLocation: true, maxTokens: limits.tokens });
  } catch {
    return refused(overLimit(limits, 'tokens', countTokens(text)));
  }
  const measures = measure(document);
  for (const name of ['depth', 'rootFields', 'aliases', 'directives'] as const) {
    const refusal = overLimit(limits, name, measures[name]);
    if (refusal) return refused(refusal);
  }
  return { document, measures, refusal: null };
};
