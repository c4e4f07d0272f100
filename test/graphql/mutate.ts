// Makes mutations that have to succeed.
import type { World } from '../support/world.js';

/** A record as a mutation answers it. */
export interface Changed {
  readonly databaseId: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly [field: string]: unknown;
}

/** The function that makes mutations whose success holds `record`, and gives back these fields of it. */
export const mutator =
  (world: World, record: string, fields: string) =>
  async (mutation: string, input: object): Promise<Changed> => {
    const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`;
    const { data, errors } = await world.graphql<{ result: Record<string, Changed> }, never>(
      `mutation($input: ${name}Input!) {
        result: ${mutation}(input: $input) { ... on ${name}Success { ${record} { ${fields} } } ... on Error { message } }
      }`,
      { input },
    );
    const changed = data?.result[record];
    if (!changed) throw new Error(`${mutation} was refused: ${JSON.stringify(errors ?? data)}`);
    return changed;
  };
