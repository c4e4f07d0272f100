import { Prisma } from '../../generated/prisma/client.js';
import type { ByOf } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { noTerms, type Terms } from '../rules/terms.js';
import { refuseInvalid } from '../rules/validate.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { changeExisting } from '../sql/change-record.js';
import { givenOf, givenValues, valueNamed } from '../sql/write.js';
import { target, type Way } from '../sql/written-rows.js';
import {
  type DocumentRecordAttributes,
  type DocumentRecordName,
  defaultContactAlertType,
  documentRecordColumns,
  findDocumentRecordProblems,
} from './attributes.js';
import { decides, groupFingerprint } from './fingerprint.js';
import { responseRows, responseTable } from './insert.js';

const { sql } = Prisma;

const fields = [...documentRecordColumns, 'isResolved'] as const;

const given = sql`${valueNamed('responses')}::jsonb`;

/** Puts the responses that are given (the placeholder `responses`, their list as JSON) in the place of those that the record has, unless they are the same. */
const replaceResponses = (entity: DocumentRecordName): Way => {
  const { table, key } = responseTable(entity);
  return {
    differs: sql`${given} IS DISTINCT FROM (
        SELECT coalesce(jsonb_agg(jsonb_build_object('code', held.code, 'message', held.message) ORDER BY held.id), '[]')
        FROM ${table} AS held WHERE held.${key} = target.id
      )`,
    parts: [
      sql`
    dropped_response AS (
      DELETE FROM ${table} AS held USING changed WHERE held.${key} = changed.id
    )`,
      sql`
    added_response AS (
      INSERT INTO ${table} (${key}, code, message)
      SELECT changed.id, response.code, response.message FROM changed, ${responseRows(given)}
      ORDER BY response.place
    )`,
    ],
  };
};

/** The first response that the row `target` has. */
const heldResponse = (entity: DocumentRecordName): Prisma.Sql => {
  const { table, key } = responseTable(entity);
  return sql`(SELECT jsonb_build_object('code', held.code, 'message', held.message) FROM ${table} AS held
        WHERE held.${key} = target.id ORDER BY held.id LIMIT 1)`;
};

/** How the record changes where those columns are given, and responses or none. */
const wayOf = (entity: DocumentRecordName, columns: readonly string[], withResponses: boolean): Way => {
  const values = givenValues(entity, columns);
  const response = withResponses ? sql`(${given} -> 0)` : heldResponse(entity);
  const also = groupFingerprint(entity, response, (field) => values[field] ?? target(entity, field));
  if (withResponses) return { ...replaceResponses(entity), also };
  return decides(columns) ? { also, differs: sql`FALSE` } : {}; // the responses are read beside the row
};

/**
 * Changes a record about a document, in one statement; with `isResolved` it is declared dealt with or open in the same one. What is undefined stays;
 * null clears (the contact alert type goes back to `Technical`). Responses that are given take the place of those that the record has, so that a
 * retried call is harmless. What it belongs to never changes. When nothing differs from what the record has, it is a read.
 * @throws ForbiddenError without `core.integration.write`; for a read, without its scope
 * @throws NotFoundError when there is no such record
 * @throws VersionConflictError when the record has none of the versions of the terms
 * @throws ValidationError when a value breaks a rule
 */
export const updateDocumentRecord = async <Name extends DocumentRecordName>(
  context: DomainContext,
  entity: Name,
  by: ByOf[Name],
  attributes: DocumentRecordAttributes,
  isResolved?: boolean,
  terms: Terms = noTerms,
): Promise<Rows[Name]> => {
  authorize(context, 'core.integration.write');
  refuseInvalid(findDocumentRecordProblems(entity, attributes));
  const { responses, contactAlertType, ...columns } = attributes;
  const withResponses = responses !== undefined;
  const values = {
    ...columns,
    contactAlertType: contactAlertType === null ? defaultContactAlertType : contactAlertType,
    isResolved,
    ...(withResponses && {
      responses: JSON.stringify((responses ?? []).map(({ code, message }) => ({ code: code ?? null, message: message ?? null }))),
    }),
  };
  const way = () => wayOf(entity, givenOf(fields, values), withResponses);
  return changeExisting<Name>(context, entity, { by, fields, values, key: withResponses ? 'responses' : '', way, terms });
};
