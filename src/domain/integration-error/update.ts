import { Prisma } from '../../generated/prisma/client.js';
import type { ErrorBy } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { noTerms, type Terms } from '../rules/terms.js';
import { refuseInvalid } from '../rules/validate.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { changeExisting } from '../sql/change-record.js';
import { valueNamed } from '../sql/write.js';
import type { Way } from '../sql/written-rows.js';
import { defaultContactAlertType, type ErrorAttributes, errorColumns, findErrorProblems } from './attributes.js';
import { responseRows } from './insert.js';

const { sql } = Prisma;

const fields = [...errorColumns, 'isResolved'] as const;

const given = sql`${valueNamed('responses')}::jsonb`;

/** Puts the responses that are given (the placeholder `responses`, their list as JSON) in the place of those that the error has, unless they are the same. */
const replaceResponses = (): Way => ({
  differs: sql`${given} IS DISTINCT FROM (
        SELECT coalesce(jsonb_agg(jsonb_build_object('code', held.code, 'message', held.message) ORDER BY held.id), '[]')
        FROM integration_error_responses AS held WHERE held.integration_error_id = target.id
      )`,
  parts: [
    sql`
    dropped_response AS (
      DELETE FROM integration_error_responses AS held USING changed WHERE held.integration_error_id = changed.id
    )`,
    sql`
    added_response AS (
      INSERT INTO integration_error_responses (integration_error_id, code, message)
      SELECT changed.id, response.code, response.message FROM changed, ${responseRows(given)}
      ORDER BY response.place
    )`,
  ],
});

/**
 * Changes an error, in one statement; with `isResolved` it is declared dealt with or open in the same one. What is undefined stays; null
 * clears (the contact alert type goes back to `Technical`). Responses that are given take the place of those that the error has, so that a
 * retried call is harmless. When nothing differs from what the error has, it is a read.
 * @throws ForbiddenError without `core.integration.write`; for a read, without its scope
 * @throws NotFoundError when there is no such error
 * @throws VersionConflictError when the error has none of the versions of the terms
 * @throws ValidationError when a value breaks a rule
 */
export const updateIntegrationError = async (
  context: DomainContext,
  by: ErrorBy,
  attributes: ErrorAttributes,
  isResolved?: boolean,
  terms: Terms = noTerms,
): Promise<Rows['integrationError']> => {
  authorize(context, 'core.integration.write');
  refuseInvalid(findErrorProblems(attributes));
  const { responses, contactAlertType, ...columns } = attributes;
  const values = {
    ...columns,
    contactAlertType: contactAlertType === null ? defaultContactAlertType : contactAlertType,
    isResolved,
    responses: JSON.stringify((responses ?? []).map(({ code, message }) => ({ code: code ?? null, message: message ?? null }))),
  };
  const way = responses === undefined ? {} : { key: 'responses', way: replaceResponses };
  return changeExisting(context, 'integrationError', { by, fields, values, ...way, terms });
};
