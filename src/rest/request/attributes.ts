// What a body says of a run or a record about a document, as the domain takes it.
import { type DocumentRecordAttributes, type DocumentRecordName, responseEntity } from '../../domain/document-record/attributes.js';
import type { RunAttributes } from '../../domain/integration-run/attributes.js';
import { resources } from '../wire/resources.js';
import { type Body, listOf, readElements } from './elements.js';

/** @throws ValidationError naming every element that can't be read */
export const readDocumentRecordAttributes = (
  entity: DocumentRecordName,
  body: Body,
  path: readonly string[] = [],
): DocumentRecordAttributes => ({
  ...readElements(resources[entity], body, path),
  responses: listOf(body, 'responses', [...path, 'responses'])?.map((response, index) =>
    readElements(resources[responseEntity(entity)], response, [...path, 'responses', String(index)]),
  ),
});

/** @throws ValidationError naming every element that can't be read */
export const readRunAttributes = (body: Body): RunAttributes => ({
  ...readElements(resources.integrationRun, body),
  integrationErrors: listOf(body, 'integration-errors', ['integrationErrors'])?.map((error, index) =>
    readDocumentRecordAttributes('integrationError', error, ['integrationErrors', String(index)]),
  ),
});
