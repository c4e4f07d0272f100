// Records errors, with their responses, within another statement: creating a run, moving it, updating it, or an error alone.
import { Prisma } from '../../generated/prisma/client.js';
import { columnOf } from '../entities/entities.js';
import { Placeholder } from '../sql/placeholder.js';
import { insertedRows } from '../sql/written-rows.js';
import { defaultContactAlertType, type ErrorAttributes, errorColumns } from './attributes.js';

const { sql, raw, join } = Prisma;

/** Type of each column in the list of errors that PostgreSQL unfolds from JSON; wide integers and enums are read as they are compared. */
const unfolded = join(errorColumns.map((field) => raw(`"${field}" ${columnOf('integrationError', field).type}`)));
const values = {
  id: raw('new_error.id'),
  integrationRunId: raw('new_error.run_id'),
  integrationId: raw('new_error.integration_id'),
  ...Object.fromEntries(errorColumns.map((field) => [field, raw(`new_error."${field}"`)])),
};

/** The column of an answer with the ids of the errors that were added, in the order in which they were given; null for none. */
export const errorIds = sql`(SELECT json_agg(id ORDER BY id) FROM added_error) AS "errorIds"`;

/** The responses in a list of JSON, one after the other: `response`, with `code`, `message` and `place`. */
export const responseRows = (list: Prisma.Sql): Prisma.Sql =>
  sql`ROWS FROM (jsonb_to_recordset(${list}) AS (code text, message text)) WITH ORDINALITY AS response (code, message, place)`;

/** The errors as PostgreSQL unfolds them. */
const listText = (errors: readonly ErrorAttributes[]): string =>
  JSON.stringify(
    errors.map((error) => ({
      ...error,
      contactAlertType: error.contactAlertType ?? defaultContactAlertType,
      responses: error.responses ?? [],
    })),
  );

/**
 * Common table expressions that add the errors (the placeholder `errors`, a list of their attributes) to the run in the expression `run` (columns `id`, `integration_id`, and `moment`, the time of the change; no row, no errors), in the
 * order in which they are given. One of them, `added_error`, has the new rows. Their ids are drawn beforehand, so that the responses
 * find their errors in the same statement.
 */
export const insertErrors = (run: Prisma.Sql): readonly Prisma.Sql[] => {
  const errors = new Placeholder(({ variables }) => listText(variables['errors'] as readonly ErrorAttributes[]));
  const unfoldedErrors = sql`
    new_error AS MATERIALIZED (
      SELECT nextval(pg_get_serial_sequence('integration_errors', 'id')) AS id, run.id AS run_id, run.integration_id, run.moment, given.*
      FROM (${run}) AS run, jsonb_to_recordset(${errors}::jsonb) AS given (${unfolded}, responses jsonb)
    )`;
  const addedErrors = insertedRows('integrationError', {
    rows: 'added_error',
    values,
    from: raw('new_error'),
    moment: raw('new_error.moment'),
    order: raw('new_error.id'),
  });
  const addedResponses = sql`
    added_response AS (
      INSERT INTO integration_error_responses (integration_error_id, code, message)
      SELECT new_error.id, response.code, response.message
      FROM new_error, ${responseRows(raw('new_error.responses'))}
      ORDER BY new_error.id, response.place
    )`;
  return [unfoldedErrors, ...addedErrors, addedResponses];
};
