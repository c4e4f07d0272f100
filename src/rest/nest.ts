// Puts answers together: rows with what nests in them, read in a fixed number of statements whatever the number of rows.
import { everything } from '../domain/read/conditions.js';
import type { Rows } from '../domain/read/entities.js';
import { readByIds, readChildren } from '../domain/read/read.js';
import type { DomainContext } from '../domain/viewer.js';
import { ownElements } from './wire/own-elements.js';
import { resources } from './wire/resources.js';
import type { Tree } from './wire/tree.js';

interface Changed {
  readonly createdById: number | null;
  readonly updatedById: number | null;
}

const all = { where: everything, order: { field: 'id', direction: 'ASC' }, limit: null } as const;

const byId = <Row extends { id: number }>(rows: readonly (Row | null)[]): Map<number, Row> =>
  new Map(rows.flatMap((row) => (row ? [[row.id, row]] : [])));

const unique = (ids: readonly (number | null)[]): number[] => [...new Set(ids.filter((id) => id !== null))];

/** Reads who created and last changed the rows, and gives back how to show it. */
const signer = async (context: DomainContext, rows: readonly Changed[]): Promise<(row: Changed) => Tree> => {
  const ids = unique(rows.flatMap(({ createdById, updatedById }) => [createdById, updatedById]));
  const actors = byId(ids.length === 0 ? [] : await readByIds(context, 'actor', ids));
  const user = (id: number | null): Tree | null => {
    const actor = id === null ? undefined : actors.get(id);
    return actor ? { id: actor.id, login: actor.login, fullname: actor.name } : null;
  };
  return ({ createdById, updatedById }) => ({ 'created-by': user(createdById), 'updated-by': user(updatedById) });
};

const readResponses = async (context: DomainContext, errors: readonly Rows['integrationError'][]): Promise<Map<number, Tree[]>> => {
  const ids = errors.map(({ id }) => id);
  const lists = ids.length === 0 ? [] : await readChildren(context, 'integrationError', 'responses', ids, all);
  return new Map(lists.map((list, index) => [ids[index] ?? 0, list.map((response) => ownElements(resources.response, response))]));
};

/** Integrations alone. */
export const nestIntegrations = async (context: DomainContext, integrations: readonly Rows['integration'][]): Promise<Tree[]> => {
  const signed = await signer(context, integrations);
  return integrations.map((integration) => ({ ...ownElements(resources.integration, integration), ...signed(integration) }));
};

/** Contracts alone; the original shows no authors of theirs. */
export const nestContracts = async (_context: DomainContext, contracts: readonly Rows['contract'][]): Promise<Tree[]> =>
  contracts.map((contract) => ownElements(resources.contract, contract));

const readIntegrations = async (context: DomainContext, rows: readonly { readonly integrationId: number }[]) =>
  byId(rows.length === 0 ? [] : await readByIds(context, 'integration', unique(rows.map(({ integrationId }) => integrationId))));

const integrationTree = (integration: Rows['integration'] | undefined, signed: (row: Changed) => Tree): Tree | null =>
  integration ? { ...ownElements(resources.integration, integration), ...signed(integration) } : null;

/** Errors, each with its integration and its responses. */
export const nestErrors = async (context: DomainContext, errors: readonly Rows['integrationError'][]): Promise<Tree[]> => {
  const [integrations, responses] = await Promise.all([readIntegrations(context, errors), readResponses(context, errors)]);
  const signed = await signer(context, [...errors, ...integrations.values()]);
  return errors.map((error) => ({
    ...ownElements(resources.integrationError, error),
    integration: integrationTree(integrations.get(error.integrationId), signed),
    responses: responses.get(error.id) ?? [],
    ...signed(error),
  }));
};

/** Runs, each with its integration and its errors with their responses. */
export const nestRuns = async (context: DomainContext, runs: readonly Rows['integrationRun'][]): Promise<Tree[]> => {
  if (runs.length === 0) return [];
  const ids = runs.map(({ id }) => id);
  const [integrations, errorLists] = await Promise.all([
    readIntegrations(context, runs),
    readChildren(context, 'integrationRun', 'integrationErrors', ids, all),
  ]);
  const errors = errorLists.flat();
  const [responses, signed] = await Promise.all([
    readResponses(context, errors),
    signer(context, [...runs, ...errors, ...integrations.values()]),
  ]);
  const errorTree = (error: Rows['integrationError']): Tree => ({
    ...ownElements(resources.integrationError, error),
    responses: responses.get(error.id) ?? [],
    ...signed(error),
  });
  return runs.map((run, index) => ({
    ...ownElements(resources.integrationRun, run),
    integration: integrationTree(integrations.get(run.integrationId), signed),
    'integration-errors': (errorLists[index] ?? []).map(errorTree),
    ...signed(run),
  }));
};
