// What a client may say of an error, and the checks on it.
import type { DocumentType } from '../../generated/prisma/enums.js';
import type { FieldError } from '../rules/errors.js';
import { findFieldErrors } from '../rules/validate.js';

interface ErrorResponse {
  readonly code?: string | null | undefined;
  readonly message?: string | null | undefined;
}

export interface ErrorAttributes {
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
  readonly responses?: readonly ErrorResponse[] | null | undefined;
}

/** The columns among the attributes: all but the responses, which have a table of their own. */
export const errorColumns = [
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

/** Most responses that one error can have. */
export const maximumResponses = 100;

/** What is wrong with the attributes of one error, its responses among them; those are not looked at when they are too many. */
export const findErrorProblems = ({ responses, ...columns }: ErrorAttributes, path: readonly string[] = []): FieldError[] => {
  const list = responses ?? [];
  const listPath = [...path, 'responses'];
  return [
    ...findFieldErrors('integrationError', { ...columns, contactAlertType: columns.contactAlertType ?? undefined }, path),
    ...(list.length > maximumResponses
      ? [{ path: listPath, message: `Responses are too many (at most ${maximumResponses})` }]
      : list.flatMap((response, index) => findFieldErrors('integrationErrorResponse', { ...response }, [...listPath, String(index)]))),
  ];
};
