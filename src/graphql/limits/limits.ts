// What one GraphQL request may be: every limit with its default, its code and its words, in one table. Refuses nothing itself.
import { GraphQLError } from 'graphql';
import { defaultMostCost, overCost } from '../../domain/read/cost.js';

interface Limit {
  readonly fallback: number;
  /** Stable, in `extensions.code`. */
  readonly code: string;
  /** Says what there is, what may be, and what to do. */
  explain(actual: string, limit: number): string;
}

export const limits = {
  documentLength: {
    fallback: 100_000,
    code: 'DOCUMENT_TOO_LONG',
    explain: (actual, limit) => `The document has ${actual} characters, but at most ${limit} are read. Ask in several requests.`,
  },
  tokens: {
    fallback: 2_000,
    code: 'TOO_MANY_TOKENS',
    explain: (actual, limit) => `The document has ${actual} tokens, but at most ${limit} are read. Ask in several requests.`,
  },
  depth: {
    fallback: 20,
    code: 'QUERY_TOO_DEEP',
    explain: (actual, limit) =>
      `The query is ${actual} fields deep, but may be at most ${limit}. Begin further in, with \`node\` or a list.`,
  },
  aliases: {
    fallback: 200,
    code: 'TOO_MANY_ALIASES',
    explain: (actual, limit) =>
      `The query has ${actual} aliases and repeated fields, but may have at most ${limit}. Ask for many records by a list's \`filter\`.`,
  },
  rootFields: {
    fallback: 50,
    code: 'TOO_MANY_ROOT_FIELDS',
    explain: (actual, limit) => `The operation has ${actual} fields at its root, but may have at most ${limit}. Ask in several requests.`,
  },
  directives: {
    fallback: 50,
    code: 'TOO_MANY_DIRECTIVES',
    explain: (actual, limit) =>
      `The query has ${actual} directives, but may have at most ${limit}. Leave fields out instead of skipping them.`,
  },
  values: {
    fallback: 20_000,
    code: 'TOO_MANY_VALUES',
    explain: (actual, limit) => `The variables have ${actual} values, but may have at most ${limit}. Send them in several requests.`,
  },
  cost: {
    fallback: defaultMostCost,
    code: 'QUERY_TOO_LARGE',
    explain: overCost,
  },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;
export type Limits = Readonly<Record<LimitName, number>>;

export const defaultLimits: Limits = Object.freeze(
  Object.fromEntries(Object.entries(limits).map(([name, { fallback }]) => [name, fallback])) as Record<LimitName, number>, // the keys are the table's
);

/** Fragments within fragments can multiply beyond all numbers. */
const readable = (actual: number): string => (actual > 1e15 ? 'more than 10^15' : String(actual));

/** The refusal of what is over the limit; null for what isn't. */
export const overLimit = (allowed: Limits, name: LimitName, actual: number): GraphQLError | null => {
  const limit = allowed[name];
  if (actual <= limit) return null;
  const { code, explain } = limits[name];
  return new GraphQLError(explain(readable(actual), limit), { extensions: { code, limit, actual: Math.min(actual, 1e15) } });
};
