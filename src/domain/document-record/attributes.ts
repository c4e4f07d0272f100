// Records about single documents, which are of two kinds: errors of runs, and history records. What a client may say of one, and the checks on it.
import type { DocumentType } from '../../generated/prisma/enums.js';
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

export interface DocumentRecordAttributes {
  readonly documentType?: DocumentType | null | undefined;
  readonly documentId?: number | null | undefined;
  readonly documentRevision?: number | null | undefined;
  readonly documentStatus?: string | null | undefined;
  /** `Technical` when it is not given. */
  readonly contactAlertType?: string | null | undefined;
  readonly status?: string | null | undefined;
  readonly externalId?: string | null | undefined;
  readonly creationMethod?: string | null | undefined;
  readonly integrationFilename?: string | null | undefined;
  readonly responses?: readonly ResponseAttributes[] | null | undefined;
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
