import { Prisma } from '../../generated/prisma/client.js';
import { alertForErrors } from '../document-record/alert.js';
import { errorIds, insertDocumentRecords } from '../document-record/insert.js';
import { type IntegrationBy, notFoundMessage, onlyEntry } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { compile } from '../read/conditions.js';
import { ValidationError } from '../rules/errors.js';
import { refuseInvalid } from '../rules/validate.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { createRecord, creation } from '../sql/create-record.js';
import { preciseValues } from '../sql/precision.js';
import { givenOf, givenValues, valueNamed } from '../sql/write.js';
import { insertedRows } from '../sql/written-rows.js';
import { findRunProblems, type RunAttributes, runColumns } from './attributes.js';

const { sql, raw } = Prisma;

/** The run and its errors. */
const expressionsOf = (given: readonly string[], integrationKey: string, hasErrors: boolean): Prisma.Sql[] => {
  const isIntegration = compile('integration', { field: integrationKey, operator: 'equals', value: valueNamed('integration') });
  const integration = sql`(SELECT t0.id FROM integrations AS t0 WHERE ${isIntegration}) AS owner`;
  const values = { integrationId: raw('owner.id'), ...preciseValues('integrationRun', givenValues('integrationRun', given)) };
  return [
    ...insertedRows('integrationRun', { ...creation, values, from: sql`${creation.from}, ${integration}` }),
    ...(hasErrors ? insertDocumentRecords('integrationError', raw('SELECT id, integration_id, created_at AS moment FROM made')) : []),
  ];
};

/**
 * Creates a pending run of an integration, with its first errors and the first entry of its history, in one statement: all of it or nothing.
 * @throws ForbiddenError without `core.integration.write`
 * @throws ValidationError when the integration does not exist or a value breaks a rule
 */
export const createIntegrationRun = async (
  context: DomainContext,
  integration: IntegrationBy,
  attributes: RunAttributes,
): Promise<Rows['integrationRun']> => {
  authorize(context, 'core.integration.write');
  refuseInvalid(findRunProblems(attributes));
  const given = givenOf(runColumns, attributes);
  const errors = attributes.integrationErrors ?? [];
  const hasErrors = errors.length > 0;
  const [key, value] = onlyEntry(integration);
  const made = await createRecord<'integrationRun', { errorIds?: number[] | null }>(context, 'integrationRun', {
    key: `${key} ${given} ${hasErrors}`,
    expressions: () => expressionsOf(given, key, hasErrors),
    ...(hasErrors && { more: errorIds }),
    values: { ...attributes, documents: errors, integration: value },
  });
  if (!made)
    throw new ValidationError([
      { path: ['integration'], message: `Integration can't be found: ${notFoundMessage('integration', integration)}` },
    ]);
  const { errorIds: ids, ...run } = made;
  alertForErrors(context, run, errors, ids ?? []);
  return run;
};
