// Records errors, with their responses, within another statement: creating a run, moving it, updating it, or an error alone.
import { Prisma } from '../../generated/prisma/client.js';
import { columnOf } from '../entities/entities.js';
import { Placeholder } from '../sql/placeholder.js';
import { actorId, named } from '../sql/write.js';
import { defaultContactAlertType, type ErrorAttributes, errorColumns } from './attributes.js';

const { sql, raw, join } = Prisma;

/** Type of each column in the list of errors that PostgreSQL unfolds from JSON; wide integers and enums are read as they are compared. */
const unfolded = join(errorColumns.map((field) => raw(`"${field}" ${columnOf('integrationError', field).type}`)));
const targets = join(errorColumns.map((field) => named('integrationError', field)));
const values = join(errorColumns.map((field) => raw(`new_error."${field}"`)));

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
 * order in which they are given. The last of them, `added_error`, has the new rows. Their ids are drawn beforehand, so that the responses
 * find their errors in the same statement.
 */
export const insertErrors = (run: Prisma.Sql): Prisma.Sql => {
  const errors = new Placeholder(({ variables }) => listText(variables['errors'] as readonly ErrorAttributes[]));
  return sql`
    new_error AS MATERIALIZED (
      SELECT nextval(pg_get_serial_sequence('integration_errors', 'id')) AS id, run.id AS run_id, run.integration_id, run.moment, given.*
      FROM (${run}) AS run, jsonb_to_recordset(${errors}::jsonb) AS given (${unfolded}, responses jsonb)
    ),
    added_error AS (
      INSERT INTO integration_errors (id, integration_run_id, integration_id, ${targets}, created_at, updated_at, created_by_id, updated_by_id)
      SELECT new_error.id, new_error.run_id, new_error.integration_id, ${values}, new_error.moment, new_error.moment, ${actorId}, ${actorId}
      FROM new_error
      ORDER BY new_error.id
      RETURNING *
    ),
    added_response AS (
      INSERT INTO integration_error_responses (integration_error_id, code, message)
      SELECT new_error.id, response.code, response.message
      FROM new_error, ${responseRows(raw('new_error.responses'))}
      ORDER BY new_error.id, response.place
    )`;
};
