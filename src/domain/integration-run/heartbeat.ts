// Signs of life: what a running run does to tell that it isn't stuck.
import { Prisma } from '../../generated/prisma/client.js';
import { findExisting, type RunBy } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { RunNotRunningError } from '../rules/errors.js';
import { findFieldErrors, refuseInvalid } from '../rules/validate.js';
import { alsoAllowed, authorize, type DomainContext } from '../rules/viewer.js';
import { statusWords } from '../rules/wording.js';
import { changeRecord } from '../sql/change-record.js';
import { asJson, givenOf, keep, now, recordColumns, runWrite, valueNamed } from '../sql/write.js';
import { isRunning, lifeSign } from './change.js';

const { sql } = Prisma;

export interface Counts {
  readonly totalRecords?: number | null | undefined;
  readonly recordsProcessed?: number | null | undefined;
}

const fields = ['totalRecords', 'recordsProcessed'] as const satisfies readonly (keyof Counts)[];

const sign = () => sql`
    WITH alive AS (
      UPDATE integration_runs AS run SET last_heartbeat_at = greatest(${now}, run.last_heartbeat_at)
      WHERE run.id = ${valueNamed('by')}::bigint AND run.status = 'RUNNING' RETURNING run.*
    )
    ${asJson(sql`SELECT ${recordColumns('integrationRun', 'alive')} FROM alive`)}`;

/** The run with its counts, where they differ; null where nothing is different, or the run is not running. */
const changeCounts = async (context: DomainContext, by: RunBy, counts: Counts): Promise<Rows['integrationRun'] | null> => {
  if (givenOf(fields, counts).length === 0) return null;
  const way = () => ({ allowed: isRunning, also: lifeSign });
  const changed = await changeRecord(context, 'integrationRun', { by, fields, values: { ...counts }, key: 'heartbeat', way });
  if (!changed?.isChanged) return null;
  const { isChanged: _isChanged, ...run } = changed;
  return run;
};

/**
 * Records a sign of life of a running run, and its counts where they are given. Only counts that differ are a change, made in one statement with the sign:
 * `version` and `updatedAt` stay for the sign itself.
 * @throws ForbiddenError without `core.integration.write`
 * @throws NotFoundError when there is no such run
 * @throws RunNotRunningError when the run is not running
 * @throws ValidationError when a count breaks a rule
 */
export const heartbeatIntegrationRun = async (context: DomainContext, by: RunBy, counts: Counts): Promise<Rows['integrationRun']> => {
  authorize(context, 'core.integration.write');
  refuseInvalid(findFieldErrors('integrationRun', { ...counts }));
  const alive =
    (await changeCounts(context, by, counts)) ??
    (await runWrite<'integrationRun', object>(context, 'integrationRun', keep('heartbeat', sign), { by: by.id }));
  if (alive) return alive;
  const { id, status } = await findExisting(alsoAllowed(context, 'core.integration.read'), 'integrationRun', by);
  throw new RunNotRunningError(
    `Integration run ${id} is ${statusWords([status])}; only a running run can give a sign of life. Start it first.`,
    status,
  );
};
