// Moves of many runs at once: each that can move has its version and its history as if it were moved alone.
import { Prisma } from '../../generated/prisma/client.js';
import type { IntegrationRunStatus } from '../../generated/prisma/enums.js';
import { columnOf } from '../entities/entities.js';
import type { DomainError } from '../rules/errors.js';
import { findFieldErrors, refuseInvalid } from '../rules/validate.js';
import type { DomainContext } from '../rules/viewer.js';
import { moment, target as targetOf } from '../sql/change-record.js';
import { authorizeMany, type Many, runMany, type Taken, target } from '../sql/select-many.js';
import { actorId } from '../sql/write.js';
import { history, movedTimes, statuses } from './change.js';
import { refusedMove } from './refusals.js';
import { type IntegrationRunMove, transitionOf } from './status.js';

const { sql, raw, join, empty } = Prisma;

/** What became of one of the runs. */
export interface RunOutcome {
  readonly id: number;
  readonly outcome: 'CHANGED' | 'UNCHANGED' | 'REFUSED';
  /** Why it was refused; null where it wasn't. */
  readonly refusal: () => DomainError | null;
  /** The run that retries it; null where none was made. */
  readonly retryId: number | null;
}

const columns = (move: IntegrationRunMove): Prisma.Sql => {
  const times = {
    startTime: targetOf('integrationRun', 'startTime'),
    endTime: targetOf('integrationRun', 'endTime'),
    ...movedTimes({}, move),
  };
  const set = Object.entries(times).map(([field, value]) => sql`${raw(columnOf('integrationRun', field).sql)} = ${value}`);
  return join([sql`status = ${statuses([transitionOf(move).to])}`, ...set]);
};

/** The expressions that move the rows of `target` that can make the move, and record it. `more`: what else has to hold of a row, and what else is kept of it. */
export const movedRows = (
  move: IntegrationRunMove,
  note = history,
  more: { readonly condition: Prisma.Sql; readonly kept: Prisma.Sql } | null = null,
): Prisma.Sql => sql`,
    changed AS (
      UPDATE integration_runs AS record
      SET ${columns(move)}, version = record.version + 1, updated_at = ${moment}, updated_by_id = ${actorId}
      FROM target
      WHERE record.id = target.id AND target.status IN (${statuses(transitionOf(move).from)})${more ? sql` AND ${more.condition}` : empty}
      RETURNING record.*, target.status AS previous_status${more ? sql`, ${more.kept}` : empty}
    ), ${note}`;

const outcomeOf = (move: IntegrationRunMove, id: number, status: IntegrationRunStatus): RunOutcome => {
  const { from, to } = transitionOf(move);
  const outcome = from.includes(status) ? 'CHANGED' : status === to ? 'UNCHANGED' : 'REFUSED';
  return { id, outcome, refusal: () => (outcome === 'REFUSED' ? refusedMove({ id, status }, move) : null), retryId: null };
};

/**
 * Moves all runs that are taken and can make the move, in one statement: all of them or none. The others are told as unchanged, where they have the status
 * already, or as refused. In a dry run the same is told and nothing written.
 * @throws ForbiddenError without `core.integration.write`, `core.integration.read`, or the scope of something that the selection looks at
 * @throws ValidationError for too many ids, a limit out of bounds, or a note that breaks a rule
 */
export const moveIntegrationRuns = async (
  context: DomainContext,
  move: IntegrationRunMove,
  many: Many,
  note: string | null = null,
): Promise<Taken<RunOutcome>> => {
  authorizeMany(context, 'integrationRun', many, 'runs');
  refuseInvalid(findFieldErrors('integrationRunTransition', { note }));
  const expressions = sql`${target('integrationRun', many)}${many.isDryRun ? empty : movedRows(move)}`;
  const row = raw('json_build_array(target.id, target.status)');
  type Row = readonly [id: number, status: IntegrationRunStatus];
  const taken = await runMany<Row>(context, 'integrationRun', many, expressions, { row }, { note });
  return { ...taken, rows: taken.rows.map(([id, status]) => outcomeOf(move, id, status)) };
};
