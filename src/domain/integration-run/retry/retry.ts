// Retries: a new run does the work of a failed one again, and is linked to it. The failed run itself stays as it is.
import { violatedConstraint } from '../../../db/violations.js';
import { Prisma } from '../../../generated/prisma/client.js';
import { notFoundMessage, type RunBy } from '../../entities/by.js';
import type { Rows } from '../../entities/entity.js';
import { refuseOtherVersion } from '../../entities/version.js';
import type { Condition } from '../../read/conditions.js';
import { readList, readOne } from '../../read/read.js';
import { NotFoundError, RetryInProgressError } from '../../rules/errors.js';
import { noTerms, type Terms } from '../../rules/terms.js';
import { findFieldErrors, refuseInvalid } from '../../rules/validate.js';
import { alsoAllowed, authorize, type DomainContext } from '../../rules/viewer.js';
import { statusWords } from '../../rules/wording.js';
import { isExpected } from '../../sql/change-record.js';
import { createRecord, creation } from '../../sql/create-record.js';
import { valueNamed } from '../../sql/write.js';
import { insertedRows } from '../../sql/written-rows.js';
import { refusedRetry } from '../refusals.js';
import { ended, retried } from '../status.js';

const { sql, raw, empty } = Prisma;

const endedValues = raw(ended.map((status) => `'${status}'`).join());

/**
 * The retry of the run under the alias that hasn't ended, as SQL: its id, or null. Sorted as the index is that finds it: for the least id, PostgreSQL would
 * look through all runs.
 */
export const openRetryOf = (run: Prisma.Sql): Prisma.Sql => sql`(
      SELECT retry.id FROM integration_runs AS retry WHERE retry.retry_of_id = ${run}.id AND retry.status NOT IN (${endedValues})
      ORDER BY retry.retry_number LIMIT 1
    )`;

/** The expression `made`: a new pending run for each of the runs, which are rows of the table; and what belongs to it. */
export const insertRetries = (runs: Prisma.Sql): readonly Prisma.Sql[] =>
  insertedRows('integrationRun', {
    ...creation,
    values: { integrationId: raw('run.integration_id'), flow: raw('run.flow'), retryOfId: raw('run.id'), attempt: raw('run.attempt + 1') },
    hidden: { retry_number: raw('1 + (SELECT count(*) FROM integration_runs AS earlier WHERE earlier.retry_of_id = run.id)') },
    from: sql`${creation.from}, (${runs}) AS run`,
    order: raw('run.id'),
  });

const expressions = (isChecked: boolean) => () =>
  insertRetries(
    sql`SELECT * FROM integration_runs AS failed WHERE id = ${valueNamed('run')}::bigint AND status = '${raw(retried)}' AND ${openRetryOf(raw('failed'))} IS NULL${isChecked ? sql` AND ${isExpected('integrationRun', 'failed')}` : empty}`,
  );

/** Whether another retry of the same run was made at the same moment: both counted the same number of earlier ones. */
export const isRaceOfRetries = (error: unknown): boolean => violatedConstraint(error) === 'integration_runs_retry_key';

export const retryInProgress = (id: number, retry: { readonly id: number; readonly status: string }): RetryInProgressError =>
  new RetryInProgressError(
    `Integration run ${id} is being retried by run ${retry.id}, which is ${statusWords([retry.status])}. It can be retried again when that one has ended.`,
    retry.id,
  );

const isOpenRetryOf = (id: number): Condition => ({
  all: [
    { field: 'retryOfId', operator: 'equals', value: id },
    { field: 'status', operator: 'notIn', value: ended },
  ],
});

/** Why the run can't be retried; null where it can by now. */
const refusalOf = async (context: DomainContext, by: RunBy, { versions = null }: Terms): Promise<Error | null> => {
  const reader = alsoAllowed(context, 'core.integration.read');
  const run = await readOne(reader, 'integrationRun', { field: 'id', operator: 'equals', value: by.id });
  if (!run) return new NotFoundError(notFoundMessage('integrationRun', by));
  if (versions) refuseOtherVersion('integrationRun', run, versions);
  if (run.status !== retried) return refusedRetry(run);
  const order = { field: 'id', direction: 'ASC' } as const;
  const [retry] = await readList(reader, 'integrationRun', { where: isOpenRetryOf(by.id), order, limit: 1 });
  return retry ? retryInProgress(by.id, retry) : null;
};

/**
 * Makes a pending run of the integration and the flow of a failed run, linked to it, in one statement. Of two at the same time one is made.
 * @throws ForbiddenError without `core.integration.write`
 * @throws NotFoundError when there is no such run
 * @throws VersionConflictError when the failed run has none of the versions of the terms, before its status is looked at
 * @throws InvalidTransitionError when the run is not failed
 * @throws RetryInProgressError while the run has a retry that hasn't ended
 * @throws ValidationError when the note breaks a rule
 */
export const retryIntegrationRun = async (
  context: DomainContext,
  by: RunBy,
  note: string | null = null,
  terms: Terms = noTerms,
): Promise<Rows['integrationRun']> => {
  const { versions = null } = terms;
  authorize(context, 'core.integration.write');
  refuseInvalid(findFieldErrors('integrationRunTransition', { note }));
  for (;;) {
    const made = await createRecord(context, 'integrationRun', {
      key: 'retry',
      expressions: expressions(versions !== null),
      values: { run: by.id, note },
      versions,
    }).catch((error: unknown) => {
      if (isRaceOfRetries(error)) return null;
      throw error;
    });
    const refusal = made ? null : await refusalOf(context, by, terms);
    if (refusal) throw refusal;
    if (made) return made;
  }
};
