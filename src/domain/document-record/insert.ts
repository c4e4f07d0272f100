// Makes records about documents, with their responses, within another statement: errors while a run is created, moved or updated, or a record alone.
import { Prisma } from '../../generated/prisma/client.js';
import { columnOf, entityOf } from '../entities/entities.js';
import { Placeholder } from '../sql/placeholder.js';
import { named } from '../sql/write.js';
import { insertedRows } from '../sql/written-rows.js';
import {
  type DocumentRecordAttributes,
  type DocumentRecordName,
  defaultContactAlertType,
  documentRecordColumns,
  responseEntity,
} from './attributes.js';
import { groupFingerprint } from './fingerprint.js';

const { sql, raw, join } = Prisma;

/** The column of an answer with the ids of the errors that were added, in the order in which they were given; null for none. */
export const errorIds = sql`(SELECT json_agg(id ORDER BY id) FROM added_document) AS "errorIds"`;

/** The responses in a list of JSON, one after the other: `response`, with `code`, `message` and `place`. */
export const responseRows = (list: Prisma.Sql): Prisma.Sql =>
  sql`ROWS FROM (jsonb_to_recordset(${list}) AS (code text, message text)) WITH ORDINALITY AS response (code, message, place)`;

/** The table of the responses, and its column that has the record's id. */
export const responseTable = (entity: DocumentRecordName): { readonly table: Prisma.Sql; readonly key: Prisma.Sql } => {
  const response = responseEntity(entity);
  return { table: raw(entityOf(response).table), key: named(response, `${entity}Id`) };
};

/** The records as PostgreSQL unfolds them. */
const listText = (records: readonly DocumentRecordAttributes[]): string =>
  JSON.stringify(
    records.map((record) => ({
      ...record,
      contactAlertType: record.contactAlertType ?? defaultContactAlertType,
      responses: record.responses ?? [],
    })),
  );

/**
 * Common table expressions that make the records (the placeholder `documents`, a list of their attributes), which belong to what the expression `owner`
 * finds (columns `id` of the run, `integration_id`, and `moment`, the time of the change; no row, no records), in the order in which they are given. One
 * of them, `added_document`, has the new rows. Their ids are drawn beforehand, so that the responses find their records in the same statement.
 */
export const insertDocumentRecords = (entity: DocumentRecordName, owner: Prisma.Sql): readonly Prisma.Sql[] => {
  const { table } = entityOf(entity);
  const responses = responseTable(entity);
  const documents = new Placeholder(({ variables }) => listText(variables['documents'] as readonly DocumentRecordAttributes[]));
  // wide integers and enums are read as they are compared
  const types = join(documentRecordColumns.map((field) => raw(`"${field}" ${columnOf(entity, field).type}`)));
  const unfolded = sql`
    new_document AS MATERIALIZED (
      SELECT nextval(pg_get_serial_sequence('${raw(table)}', 'id')) AS id, owner.id AS run_id, owner.integration_id, owner.moment, given.*
      FROM (${owner}) AS owner, jsonb_to_recordset(${documents}::jsonb) AS given (${types}, responses jsonb)
    )`;
  const added = insertedRows(entity, {
    rows: 'added_document',
    values: {
      id: raw('new_document.id'),
      integrationRunId: raw('new_document.run_id'),
      integrationId: raw('new_document.integration_id'),
      ...Object.fromEntries(documentRecordColumns.map((field) => [field, raw(`new_document."${field}"`)])),
      ...groupFingerprint(entity, raw('new_document.responses -> 0'), (field) => raw(`new_document."${field}"`)),
    },
    from: raw('new_document'),
    moment: raw('new_document.moment'),
    order: raw('new_document.id'),
  });
  const addedResponses = sql`
    added_response AS (
      INSERT INTO ${responses.table} (${responses.key}, code, message)
      SELECT new_document.id, response.code, response.message
      FROM new_document, ${responseRows(raw('new_document.responses'))}
      ORDER BY new_document.id, response.place
    )`;
  return [unfolded, ...added, addedResponses];
};
