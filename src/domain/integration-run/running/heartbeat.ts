// Signs of life: what a running run does to tell that it isn't stuck.
import { Prisma } from '../../../generated/prisma/client.js';
import { notFoundMessage, type RunBy } from '../../entities/by.js';
import type { Rows } from '../../entities/entity.js';
import { NotFoundError, RunNotRunningError } from '../../rules/errors.js';
import { findFieldErrors, refuseInvalid } from '../../rules/validate.js';
import { authorize, type DomainContext } from '../../rules/viewer.js';
import { statusWords } from '../../rules/wording.js';
import { changeRecord } from '../../sql/change-record.js';
import { givenOf, now } from '../../sql/write.js';
import { target, type Way } from '../../sql/written-rows.js';
import { isRunning, lifeSign } from '../change.js';

const { sql } = Prisma;

export interface Counts {
  readonly totalRecords?: number | null | undefined;
  readonly recordsProcessed?: number | null | undefined;
}

const fields = ['totalRecords', 'recordsProcessed'] as const satisfies readonly (keyof Counts)[];

/** The sign alone, which counts as no change. */
const sign = (): Way => ({
  allowed: isRunning,
  values: () => ({ lastHeartbeatAt: sql`greatest(${now}, ${target('integrationRun', 'lastHeartbeatAt')})` }),
  isUncounted: true,
});

/** The counts where they differ, with the sign. */
const counting = (): Way => ({ allowed: isRunning, also: lifeSign });

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
  const counted = givenOf(fields, counts).length > 0 ? { by, fields, values: { ...counts }, key: 'counts', way: counting } : null;
  const changed = counted && (await changeRecord(context, 'integrationRun', counted));
  const signed = { by, fields: [], values: {}, key: 'sign of life', way: sign, usual: sign };
  const alive = changed?.isChanged ? changed : await changeRecord(context, 'integrationRun', signed);
  if (!alive) throw new NotFoundError(notFoundMessage('integrationRun', by));
  const { isChanged, ...run } = alive;
  if (isChanged) return run;
  throw new RunNotRunningError(
    `Integration run ${run.id} is ${statusWords([run.status])}; only a running run can give a sign of life. Start it first.`,
    run.status,
  );
};
