import type { ByOf } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { noTerms, type Terms } from '../rules/terms.js';
import type { DomainContext } from '../rules/viewer.js';
import type { DocumentRecordAttributes, DocumentRecordName } from './attributes.js';
import { updateDocumentRecord } from './update.js';

/**
 * Declares a record dealt with, or open again, and changes attributes with it, all of it or nothing. Asking for what already holds changes
 * nothing, and is a read.
 * @throws ForbiddenError without `core.integration.write`; for a read, without its scope
 * @throws NotFoundError when there is no such record
 * @throws VersionConflictError when the record has none of the versions of the terms
 * @throws ValidationError when a value breaks a rule
 */
export const setDocumentRecordResolved = <Name extends DocumentRecordName>(
  context: DomainContext,
  entity: Name,
  by: ByOf[Name],
  isResolved: boolean,
  attributes: DocumentRecordAttributes = {},
  terms: Terms = noTerms,
): Promise<Rows[Name]> => updateDocumentRecord(context, entity, by, attributes, isResolved, terms);
