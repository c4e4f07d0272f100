// Records about single documents, which are of two kinds: errors of runs, and history records. What a client may say of one, and the checks on it.
import type { Attributes } from '../entities/attributes.js';
import type { FieldError } from '../rules/errors.js';
import { findFieldErrors } from '../rules/validate.js';

/** Each has its responses in an entity of its own, `…Response`, whose column `…Id` leads back to it. */
export type DocumentRecordName = 'integrationError' | 'integrationHistoryRecord';

/** The entity of the responses. */
export const responseEntity = <Name extends DocumentRecordName>(entity: Name): `${Name}Response` => `${entity}Response`;

interface ResponseAttributes {
  readonly code?: string | null | undefined;
  readonly message?: string | null | undefined;
}

/** The columns among the attributes: all but the responses, which have a table of their own. */
export const documentRecordColumns = [
  'documentType',
  'documentId',
  'documentRevision',
  'documentStatus',
  'contactAlertType',
  'status',
  'externalId',
  'creationMethod',
  'integrationFilename',
] as const;

/** The alert type is `Technical` when it is not given. */
export interface DocumentRecordAttributes extends Attributes<'integrationError', (typeof documentRecordColumns)[number]> {
  readonly responses?: readonly ResponseAttributes[] | null | undefined;
}

export const defaultContactAlertType = 'Technical';

/** Most responses that one record can have. */
export const maximumResponses = 100;

/** What is wrong with the attributes of one record, its responses among them; those are not looked at when they are too many. */
export const findDocumentRecordProblems = (
  entity: DocumentRecordName,
  { responses, ...columns }: DocumentRecordAttributes,
  path: readonly string[] = [],
): FieldError[] => {
  const list = responses ?? [];
  const listPath = [...path, 'responses'];
  return [
    ...findFieldErrors(entity, { ...columns, contactAlertType: columns.contactAlertType ?? undefined }, path),
    ...(list.length > maximumResponses
      ? [{ path: listPath, message: `Responses are too many (at most ${maximumResponses})` }]
      : list.flatMap((response, index) => findFieldErrors(responseEntity(entity), { ...response }, [...listPath, String(index)]))),
  ];
};
