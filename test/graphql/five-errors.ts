// Five errors of one run, called a to e, which the tests of filters choose from.
import { beforeAll, expect } from 'vitest';
import { makeRun } from '../domain/runs.js';
import type { World } from '../support/world.js';
import { globalId } from './refusals.js';

const errors = [
  {
    integrationFilename: 'a',
    externalId: 'Alpha_100%',
    documentId: 10,
    documentType: 'CONTRACT',
    isResolved: false,
    createdAt: '2026-01-01T00:00:00.000Z',
  },
  {
    integrationFilename: 'b',
    externalId: 'alpha',
    documentId: 20,
    documentType: 'INVOICE',
    isResolved: true,
    createdAt: '2026-01-01T00:00:00.001Z',
  },
  { integrationFilename: 'c', externalId: 'ÄPFEL\\Straße', documentId: -30, isResolved: false, createdAt: '2026-01-01T00:00:00.002Z' },
  { integrationFilename: 'd', isResolved: true, createdAt: '2026-01-02T00:00:00.000Z' },
  {
    integrationFilename: 'e',
    externalId: '',
    documentId: 10,
    documentType: 'INVOICE',
    isResolved: false,
    createdAt: '2026-01-03T00:00:00.000Z',
  },
] as const;

interface Found {
  readonly integrationRun: {
    readonly integrationErrors: { readonly totalCount: number; readonly nodes: readonly { readonly integrationFilename: string }[] };
  };
}

export interface FiveErrors {
  /** Their opaque ids. */
  readonly ids: readonly string[];
  /** The letters of the errors that a filter selects; its negation has to select exactly the others. */
  found(filter: object): Promise<string>;
}

export const useFiveErrors = (world: World): FiveErrors => {
  let run = 0;
  let ids: string[] = [];

  beforeAll(async () => {
    run = await makeRun(world, 'FAILED');
    const { prisma } = world.database;
    const rows = errors.map((error) => prisma.integrationError.create({ data: { integrationRunId: run, integrationId: 1, ...error } }));
    ids = (await prisma.$transaction(rows)).map(({ id }) => globalId('IntegrationError', id));
    const [a = 0, b = 0] = ids.map((id) => Number(Buffer.from(id, 'base64').toString().split(':')[1]));
    await prisma.integrationErrorResponse.createMany({
      data: [
        { integrationErrorId: a, code: '1', message: 'first' },
        { integrationErrorId: a, code: '2', message: null },
        { integrationErrorId: b, code: '1', message: 'First' },
      ],
    });
  });

  const select = async (filter: object): Promise<string> => {
    const { data, errors } = await world.graphql<Found, never>(
      `query($run: Int!, $filter: IntegrationErrorFilter) {
      integrationRun(by: { databaseId: $run }) {
        integrationErrors(filter: $filter, orderBy: { field: ID }) { totalCount nodes { integrationFilename } }
      }
    }`,
      { run, filter },
    );
    if (!data) throw new Error(JSON.stringify(errors));
    const { nodes, totalCount } = data.integrationRun.integrationErrors;
    expect(totalCount).toBe(nodes.length);
    return nodes.map(({ integrationFilename }) => integrationFilename).join('');
  };

  const found = async (filter: object): Promise<string> => {
    const selected = await select(filter);
    const others = [...'abcde'].filter((letter) => !selected.includes(letter)).join('');
    expect(await select({ not: filter })).toBe(others);
    expect(await select({ not: { not: filter } })).toBe(selected);
    return selected;
  };

  return {
    get ids() {
      return ids;
    },
    found,
  };
};
