import { Prisma } from '../../generated/prisma/client.js';
import { absence, type IntegrationBy, single } from '../by.js';
import { explainViolations } from '../constraints.js';
import { ValidationError } from '../errors.js';
import { insertErrors } from '../integration-error/insert.js';
import { compile } from '../read/conditions.js';
import type { Rows } from '../read/entities.js';
import { columnsOf } from '../read/statement.js';
import { refuseInvalid } from '../validate.js';
import { authorize, type DomainContext } from '../viewer.js';
import { asJson, keepStatements, named, now, reviver, valueNamed, written } from '../write.js';
import { findRunProblems, type RunAttributes, runColumns } from './attributes.js';

const { sql, raw, join, empty } = Prisma;

const keep = keepStatements();
const revive = reviver('integrationRun');

const makeStatement = (given: readonly string[], integrationKey: string, hasErrors: boolean): Prisma.Sql => {
  const [actorId, source] = [valueNamed('actorId'), valueNamed('source')];
  const columns = join([
    ...given.map((field) => named('integrationRun', field)),
    raw('created_at, updated_at, created_by_id, updated_by_id'),
  ]);
  const values = join([
    ...given.map((field) => written('integrationRun', field, valueNamed(field))),
    sql`at.moment, at.moment, ${actorId}::int, ${actorId}::int`,
  ]);
  const isIntegration = compile('integration', { field: integrationKey, operator: 'equals', value: valueNamed('integration') });
  const errors = sql`, ${insertErrors(raw('SELECT id, integration_id, created_at AS moment FROM run'))}`;
  return sql`
    WITH run AS (
      INSERT INTO integration_runs (integration_id, ${columns})
      SELECT t0.id, ${values} FROM integrations AS t0, (SELECT ${now} AS moment) AS at WHERE ${isIntegration}
      RETURNING *
    ),
    history AS (
      INSERT INTO integration_run_transitions (integration_run_id, to_status, at, actor_id, source)
      SELECT run.id, run.status, run.created_at, ${actorId}::int, ${source}::transition_source FROM run
    )
    ${hasErrors ? errors : empty}
    ${asJson(sql`SELECT ${columnsOf('integrationRun', raw('run'))} FROM run`)}`;
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
  const given = runColumns.filter((field) => attributes[field] !== undefined);
  const errors = attributes.integrationErrors ?? [];
  const [key, value] = single(integration);
  const statement = keep(`${key} ${given} ${errors.length > 0}`, () => makeStatement(given, key, errors.length > 0));
  const { actorId } = context.viewer;
  const values = { ...attributes, errors, integration: value, actorId, source: context.source };
  const [answer] = await explainViolations(context.database.writeTexts(statement(values)));
  if (!answer)
    throw new ValidationError([{ path: ['integration'], message: `Integration can't be found: ${absence('integration', integration)}` }]);
  return revive(answer);
};
