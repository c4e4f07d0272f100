import { Prisma } from '../../generated/prisma/client.js';
import type { DocumentRecordAttributes } from '../document-record/attributes.js';
import { type Alerts, createDocumentRecord } from '../document-record/create.js';
import { find, type IntegrationBy, notFoundMessage, onlyEntry, type RunBy } from '../entities/by.js';
import { entityOf } from '../entities/entities.js';
import type { Rows } from '../entities/entity.js';
import { compile } from '../read/conditions.js';
import { type FieldError, ValidationError } from '../rules/errors.js';
import { alsoAllowed, authorize, type DomainContext } from '../rules/viewer.js';
import { now, valueNamed } from '../sql/write.js';

const { sql } = Prisma;

/** What a history record belongs to: a run and so its integration, or an integration alone. */
export interface HistoryRecordOwner {
  readonly integrationRun?: RunBy | undefined;
  /** Beside a run it must be the run's. */
  readonly integration?: IntegrationBy | undefined;
}

/** `integrationKey`: by what the integration is named, if it is. */
const findOwner = (hasRun: boolean, integrationKey: string | undefined) => (): Prisma.Sql => {
  const isRun = sql`run.id = ${valueNamed('run')}::bigint`;
  const run = sql`SELECT run.id, run.integration_id, ${now} AS moment FROM integration_runs AS run`;
  if (integrationKey === undefined) return sql`${run} WHERE ${isRun}`;
  const isIntegration = compile('integration', { field: integrationKey, operator: 'equals', value: valueNamed('integration') });
  return hasRun
    ? sql`${run} JOIN integrations AS t0 ON t0.id = run.integration_id WHERE ${isRun} AND ${isIntegration}`
    : sql`SELECT NULL::int AS id, t0.id AS integration_id, ${now} AS moment FROM integrations AS t0 WHERE ${isIntegration}`;
};

/** Why the record belongs to nothing. */
const problemOf = async (context: DomainContext, { integrationRun, integration }: HistoryRecordOwner): Promise<FieldError> => {
  const reader = alsoAllowed(context, entityOf('integrationRun').scope);
  if (integrationRun && !(await find(reader, 'integrationRun', integrationRun)))
    return { path: ['integrationRun'], message: `Integration run can't be found: ${notFoundMessage('integrationRun', integrationRun)}` };
  if (integration && !(await find(reader, 'integration', integration)))
    return { path: ['integration'], message: `Integration can't be found: ${notFoundMessage('integration', integration)}` };
  return { path: ['integration'], message: 'Integration must be that of the integration run; it can be left out' };
};

/**
 * Makes a history record, with its responses, in one statement: all of it or nothing. With a run, it belongs to the run's integration; without one, it
 * needs an integration. Its contacts are alerted as those of an error are.
 * @throws ForbiddenError without `core.integration.write`
 * @throws ValidationError when neither is named, one can't be found, the integration isn't the run's, or a value breaks a rule
 */
export const createIntegrationHistoryRecord = async (
  context: DomainContext,
  owner: HistoryRecordOwner,
  attributes: DocumentRecordAttributes,
  alerts: Alerts = 'if contacts are named',
): Promise<Rows['integrationHistoryRecord']> => {
  authorize(context, 'core.integration.write');
  const { integrationRun: run, integration } = owner;
  if (!run && !integration)
    throw new ValidationError([{ path: ['integration'], message: "Integration can't be blank where there is no integration run" }]);
  const [key, value] = integration ? onlyEntry(integration) : [];
  const search = {
    key: `${run !== undefined} ${key}`,
    find: findOwner(run !== undefined, key),
    values: { run: run?.id, integration: value },
  };
  const record = await createDocumentRecord(context, 'integrationHistoryRecord', search, attributes, alerts);
  if (!record) throw new ValidationError([await problemOf(context, owner)]);
  return record;
};
