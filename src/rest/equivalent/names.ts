// What GraphQL calls the things that the REST door reads. The doors don't know each other, so the names are made here once more, from the domain's
// tables; a test holds them against the schema.

import type { RecordEntity } from '../wire/resources.js';

/** Foreign keys, each with the reference that GraphQL has in its place. */
export const references: ReadonlyMap<string, string> = new Map([
  ['integrationId', 'integration'],
  ['integrationRunId', 'integrationRun'],
]);

/** The field that shows a column, or compares it; `id` in GraphQL is something else. */
export const fieldName = (column: string): string => (column === 'id' ? 'databaseId' : column);

/** The query of a list: `integrationRun` → `integrationRuns`. That of one record has the entity's own name. */
export const listName = (entity: RecordEntity): string => `${entity}s`;
