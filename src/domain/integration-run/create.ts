import { Prisma } from '../../generated/prisma/client.js';
import { absence, conditionOf, type IntegrationBy } from '../by.js';
import { explainViolations } from '../constraints.js';
import { ValidationError } from '../errors.js';
import { insertErrors } from '../integration-error/insert.js';
import { compile } from '../read/conditions.js';
import type { Rows } from '../read/entities.js';
import { columnsOf } from '../read/statement.js';
import { refuseInvalid } from '../validate.js';
import { authorize, type DomainContext } from '../viewer.js';
import { named, now, written } from '../write.js';
import { findRunProblems, type RunAttributes, runColumns } from './attributes.js';

const { sql, raw, join } = Prisma;

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
  const { actorId } = context.viewer;
  const given = runColumns.filter((field) => attributes[field] !== undefined);
  const columns = join([
    ...given.map((field) => named('integrationRun', field)),
    raw('created_at, updated_at, created_by_id, updated_by_id'),
  ]);
  const values = join([
    ...given.map((field) => written('integrationRun', field, attributes[field])),
    sql`at.moment, at.moment, ${actorId}::int, ${actorId}::int`,
  ]);

  const [run] = await explainViolations(
    context.database.query<Rows['integrationRun']>(sql`
      WITH run AS (
        INSERT INTO integration_runs (integration_id, ${columns})
        SELECT t0.id, ${values} FROM integrations AS t0, (SELECT ${now} AS moment) AS at WHERE ${compile('integration', conditionOf(integration))}
        RETURNING *
      ),
      history AS (
        INSERT INTO integration_run_transitions (integration_run_id, to_status, at, actor_id, source)
        SELECT run.id, run.status, run.created_at, ${actorId}::int, ${context.source}::transition_source FROM run
      ),
      ${insertErrors(raw('SELECT id, integration_id, created_at AS moment FROM run'), attributes.integrationErrors ?? [], actorId)}
      SELECT ${columnsOf('integrationRun', raw('run'))} FROM run`),
  );
  if (!run)
    throw new ValidationError([{ path: ['integration'], message: `Integration can't be found: ${absence('integration', integration)}` }]);
  return run;
};
