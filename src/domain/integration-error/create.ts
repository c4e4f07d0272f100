import { Prisma } from '../../generated/prisma/client.js';
import { absence, type RunBy } from '../by.js';
import { ValidationError } from '../errors.js';
import type { Rows } from '../read/entities.js';
import { columnsOf } from '../read/statement.js';
import { refuseInvalid } from '../validate.js';
import { authorize, type DomainContext } from '../viewer.js';
import { keepStatements, now, valueNamed } from '../write.js';
import { type ErrorAttributes, findErrorProblems } from './attributes.js';
import { insertErrors } from './insert.js';

const { sql, raw } = Prisma;

const statement = keepStatements()('create', () => {
  const owner = sql`SELECT id, integration_id, ${now} AS moment FROM integration_runs WHERE id = ${valueNamed('id')}::bigint`;
  return sql`WITH ${insertErrors(owner)} SELECT ${columnsOf('integrationError', raw('added_error'))} FROM added_error`;
});

/**
 * Records an error of a run, with its responses, in one statement: all of it or nothing. The run itself doesn't change.
 * @throws ForbiddenError without `core.integration.write`
 * @throws ValidationError when there is no such run or a value breaks a rule
 */
export const createIntegrationError = async (
  context: DomainContext,
  run: RunBy,
  attributes: ErrorAttributes,
): Promise<Rows['integrationError']> => {
  authorize(context, 'core.integration.write');
  refuseInvalid(findErrorProblems(attributes));
  const { actorId } = context.viewer;
  const [error] = await context.database.write<Rows['integrationError']>(statement({ id: run.id, errors: [attributes], actorId }));
  if (!error)
    throw new ValidationError([{ path: ['integrationRun'], message: `Integration run can't be found: ${absence('integrationRun', run)}` }]);
  return error;
};
