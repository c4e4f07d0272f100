// Moves of many runs at once: each that can move has its version and its history as if it were moved alone.
import { Prisma } from '../../generated/prisma/client.js';
import type { IntegrationRunStatus } from '../../generated/prisma/enums.js';
import type { DomainError } from '../rules/errors.js';
import { findFieldErrors, refuseInvalid } from '../rules/validate.js';
import type { DomainContext } from '../rules/viewer.js';
import { authorizeMany, changeMany, type Many, type Taken } from '../sql/select-many.js';
import { changedRows, compared, type Way } from '../sql/written-rows.js';
import { movingUsually } from './change.js';
import { refusedMove } from './refusals.js';
import { type IntegrationRunMove, transitionOf } from './status.js';

const { raw } = Prisma;

/** What became of one of the runs. */
export interface RunOutcome {
  readonly id: number;
  readonly outcome: 'CHANGED' | 'UNCHANGED' | 'REFUSED';
  /** Why it was refused; null where it wasn't. */
  readonly refusal: () => DomainError | null;
  /** The run that retries it; null where none was made. */
  readonly retryId: number | null;
}

/** The expressions that move the rows of `target` that can make the move. `more`: what else has to hold of a row, and what else is written or kept of it. */
export const movedRows = (move: IntegrationRunMove, more: Way & { readonly condition?: Prisma.Sql } = {}): readonly Prisma.Sql[] => {
  const way = { ...movingUsually(move, false), ...more };
  const set = { ...compared('integrationRun'), ...way.values?.({}) };
  return changedRows('integrationRun', way, set, raw('target'), more.condition ? [more.condition] : []);
};

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
  const row = raw('json_build_array(target.id, target.status)');
  type Row = readonly [id: number, status: IntegrationRunStatus];
  const taken = await changeMany<Row>(context, 'integrationRun', many, {
    written: movedRows(move),
    writes: 'changed',
    row,
    values: { note },
  });
  return { ...taken, rows: taken.rows.map(([id, status]) => outcomeOf(move, id, status)) };
};
