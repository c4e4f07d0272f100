// What GraphQL calls the things that the REST door reads. The doors don't know each other, so the names stand here once more; they follow from
// the domain's tables but for those below, and a test holds them against the schema.

import type { RecordEntity } from '../wire/resources.js';

/** The columns that GraphQL's lists can be sorted by. */
export const orderable: Readonly<Record<RecordEntity, readonly string[]>> = {
  integration: ['id', 'createdAt', 'updatedAt', 'name', 'code'],
  integrationRun: ['id', 'createdAt', 'updatedAt', 'startTime', 'endTime', 'status', 'totalRecords', 'recordsProcessed'],
  integrationError: ['id', 'createdAt', 'updatedAt', 'documentType', 'documentId'],
  contract: ['id', 'createdAt', 'updatedAt', 'number', 'name', 'startDate', 'endDate'],
};

/** Foreign keys, each with the reference that GraphQL has in its place. */
export const references: ReadonlyMap<string, string> = new Map([
  ['integrationId', 'integration'],
  ['integrationRunId', 'integrationRun'],
]);

/** The field that shows a column, or compares it; `id` in GraphQL is something else. */
export const fieldName = (column: string): string => (column === 'id' ? 'databaseId' : column);

/** `startTime` → `START_TIME`, as the enums of orders have it. */
export const orderFieldName = (column: string): string => column.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** The query of a list: `integrationRun` → `integrationRuns`. That of one record has the entity's own name. */
export const listName = (entity: RecordEntity): string => `${entity}s`;
