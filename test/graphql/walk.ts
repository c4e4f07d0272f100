// Walks a list page by page, as a frontend does, in either direction.
import { expect } from 'vitest';
import type { World } from '../support/world.js';

export interface Walk {
  /** The field of the list, such as `integrationRuns`. */
  readonly list: string;
  /** Around the list, where it belongs to a record: `['integration(by: { databaseId: 1 }) {', '}']`. */
  readonly within: readonly [string, string];
  /** Order, filter: what stands in the arguments besides the page. */
  readonly args: string;
  readonly size: number;
  readonly backward: boolean;
}

interface Edge {
  readonly cursor: string;
  readonly node: { readonly databaseId: number };
}

interface Connection {
  readonly edges: readonly Edge[];
  readonly nodes: readonly { readonly databaseId: number }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const connectionIn = (data: unknown): Connection => {
  const [inner] = Object.values(data as Record<string, unknown>);
  return typeof inner === 'object' && inner !== null && 'edges' in inner ? (inner as Connection) : connectionIn(inner);
};

export const readPage = async (world: World, { list, within: [open, close], args }: Walk, page: string): Promise<Connection> => {
  const { data, errors } = await world.graphql(`{ ${open} ${list}(${args} ${page}) {
    edges { cursor node { databaseId } } nodes { databaseId } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  } ${close} }`);
  expect(errors).toBeUndefined();
  return connectionIn(data);
};

/** The ids of all rows in the order of the list, whichever way it was walked; `between` happens after each page. */
export const walk = async (world: World, path: Walk, between: () => Promise<unknown>): Promise<number[]> => {
  const seen: number[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < 1000; pages += 1) {
    const place: string = cursor === null ? '' : `${path.backward ? 'before' : 'after'}: "${cursor}"`;
    const { edges, nodes, pageInfo } = await readPage(world, path, `${path.backward ? 'last' : 'first'}: ${path.size} ${place}`);
    const ids = edges.map(({ node }) => node.databaseId);
    expect(nodes.map(({ databaseId }) => databaseId)).toEqual(ids);
    expect(pageInfo.startCursor).toBe(edges[0]?.cursor ?? null);
    expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null);
    if (path.backward) seen.unshift(...ids);
    else seen.push(...ids);

    const more: boolean = path.backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage;
    if (!more) return seen;
    expect(ids).toHaveLength(path.size); // only the last page is short
    cursor = path.backward ? pageInfo.startCursor : pageInfo.endCursor;
    await between();
  }
  throw new Error('The list has no end.');
};
