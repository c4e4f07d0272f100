import { Prisma } from '../../generated/prisma/client.js';
import { notFoundMessage, type RunBy } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { ValidationError } from '../rules/errors.js';
import { refuseInvalid } from '../rules/validate.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { createRecord } from '../sql/create-record.js';
import { now, valueNamed } from '../sql/write.js';
import { alertContacts, namesContacts } from './alert.js';
import { type ErrorAttributes, findErrorProblems } from './attributes.js';
import { insertErrors } from './insert.js';

const { sql } = Prisma;

const expressions = (): Prisma.Sql[] => [
  ...insertErrors(sql`SELECT id, integration_id, ${now} AS moment FROM integration_runs WHERE id = ${valueNamed('run')}::bigint`),
  sql`made AS (SELECT * FROM added_error)`,
];

/**
 * Records an error of a run, with its responses, in one statement: all of it or nothing. The run itself doesn't change. Its contacts are alerted when
 * the attributes name them, or always, which is then `Technical` without a name.
 * @throws ForbiddenError without `core.integration.write`
 * @throws ValidationError when there is no such run or a value breaks a rule
 */
export const createIntegrationError = async (
  context: DomainContext,
  run: RunBy,
  attributes: ErrorAttributes,
  alerts: 'if contacts are named' | 'always' = 'if contacts are named',
): Promise<Rows['integrationError']> => {
  authorize(context, 'core.integration.write');
  refuseInvalid(findErrorProblems(attributes));
  const values = { run: run.id, errors: [attributes] };
  const error = await createRecord(context, 'integrationError', { key: '', expressions, values });
  if (!error)
    throw new ValidationError([
      { path: ['integrationRun'], message: `Integration run can't be found: ${notFoundMessage('integrationRun', run)}` },
    ]);
  const isRepeated = context.idempotency?.isReplayed ?? false;
  if (!isRepeated && (alerts === 'always' || namesContacts(attributes))) alertContacts(context, error);
  return error;
};
