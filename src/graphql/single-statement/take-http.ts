// What errors say of HTTP in their extensions, as Yoga takes it: their status and their headers, which are no part of the answer's text.
import { GraphQLError } from 'graphql';

interface Http {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Taken {
  /** The highest of the errors; 200 where none has one. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly GraphQLError[] | undefined;
}

/** Takes it out of them. */
export const takeHttp = (errors: readonly GraphQLError[] | undefined): Taken => {
  const all = errors?.flatMap(({ extensions }): Http[] => (extensions['http'] ? [extensions['http']] : [])) ?? [];
  if (all.length === 0) return { status: 200, headers: {}, errors };
  return {
    status: Math.max(200, ...all.map(({ status }) => status ?? 200)),
    headers: Object.assign({}, ...all.map(({ headers }) => headers)),
    errors: errors?.map((error) => {
      const { http: _taken, ...extensions } = error.extensions;
      const { nodes = null, source = null, positions = null, path = null } = error;
      return new GraphQLError(error.message, { nodes, source, positions, path, extensions });
    }),
  };
};
