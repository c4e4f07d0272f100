// Retries of many failed runs at once: each that can be retried has a new run of its own, as if it were retried alone.
import { Prisma } from '../../../generated/prisma/client.js';
import type { IntegrationRunStatus } from '../../../generated/prisma/enums.js';
import { findFieldErrors, refuseInvalid } from '../../rules/validate.js';
import type { DomainContext } from '../../rules/viewer.js';
import { authorizeMany, changeMany, type Many, type Taken } from '../../sql/select-many.js';
import type { RunOutcome } from '../move-many.js';
import { refusedRetry } from '../refusals.js';
import { retried } from '../status.js';
import { insertRetries, isRaceOfRetries, openRetryOf, retryInProgress } from './retry.js';

const { sql, raw } = Prisma;

const isFailed = raw(`target.status = '${retried}'`);

const written = insertRetries(sql`SELECT target.* FROM target WHERE ${isFailed} AND ${openRetryOf(raw('target'))} IS NULL`);

/** The id of the retry that was made. A join of the two would be one of each with each where few rows were foreseen. */
const madeOfTarget = raw('(SELECT jsonb_object_agg(retry_of_id, id) FROM made) -> target.id::text');

type Row = readonly [
  id: number,
  status: IntegrationRunStatus,
  open: number | null,
  openStatus: IntegrationRunStatus | null,
  made: number | null,
];

const outcomeOf = ([id, status, open, openStatus, retryId]: Row): RunOutcome => {
  if (status !== retried) return { id, outcome: 'REFUSED', refusal: () => refusedRetry({ id, status }), retryId: null };
  if (open === null || openStatus === null) return { id, outcome: 'CHANGED', refusal: () => null, retryId };
  return { id, outcome: 'REFUSED', refusal: () => retryInProgress(id, { id: open, status: openStatus }), retryId: null };
};

/** How often the statement is tried again because somebody else retried one of the runs at the same moment. */
const mostRaces = 20;

/**
 * Makes a pending run for each of the failed runs that are taken and have no retry that hasn't ended, in one statement: all of them or none. The others are
 * told as refused. In a dry run the same is told and nothing written.
 * @throws ForbiddenError without `core.integration.write`, `core.integration.read`, or the scope of something that the selection looks at
 * @throws ValidationError for too many ids, a limit out of bounds, or a note that breaks a rule
 */
export const retryIntegrationRuns = async (context: DomainContext, many: Many, note: string | null = null): Promise<Taken<RunOutcome>> => {
  authorizeMany(context, 'integrationRun', many, 'runs');
  refuseInvalid(findFieldErrors('integrationRunTransition', { note }));
  const made = many.isDryRun ? raw('NULL') : madeOfTarget;
  const row = sql`json_build_array(target.id, target.status, open.id, open.status, ${made})`;
  const joined = sql`
    LEFT JOIN integration_runs AS open ON open.id = ${openRetryOf(raw('target'))}`;
  for (let races = 0; ; races += 1) {
    try {
      const taken = await changeMany<Row>(context, 'integrationRun', many, { written, writes: 'made', row, joined, values: { note } });
      return { ...taken, rows: taken.rows.map(outcomeOf) };
    } catch (error) {
      if (races === mostRaces || !isRaceOfRetries(error)) throw error;
    }
  }
};
