import { Prisma } from '../../generated/prisma/client.js';
import type { DocumentRecordAttributes } from '../document-record/attributes.js';
import { type Alerts, createDocumentRecord } from '../document-record/create.js';
import { notFoundMessage, type RunBy } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { ValidationError } from '../rules/errors.js';
import type { DomainContext } from '../rules/viewer.js';
import { now, valueNamed } from '../sql/write.js';

const { sql } = Prisma;

/** The run of that id, and its integration. */
const findRun = () => sql`SELECT id, integration_id, ${now} AS moment FROM integration_runs WHERE id = ${valueNamed('run')}::bigint`;

/**
 * Records an error of a run, with its responses, in one statement: all of it or nothing. The run itself doesn't change. Its contacts are alerted when
 * the attributes name them, or always, which is then `Technical` without a name.
 * @throws ForbiddenError without `core.integration.write`
 * @throws ValidationError when there is no such run or a value breaks a rule
 */
export const createIntegrationError = async (
  context: DomainContext,
  run: RunBy,
  attributes: DocumentRecordAttributes,
  alerts: Alerts = 'if contacts are named',
): Promise<Rows['integrationError']> => {
  const owner = { key: '', find: findRun, values: { run: run.id } };
  const error = await createDocumentRecord(context, 'integrationError', owner, attributes, alerts);
  if (!error)
    throw new ValidationError([
      { path: ['integrationRun'], message: `Integration run can't be found: ${notFoundMessage('integrationRun', run)}` },
    ]);
  return error;
};
