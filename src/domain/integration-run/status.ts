// Every legal move of a run, in one table. A move that is no row does not exist: the guard, the messages, `allowedTransitions`, the
// mutations, the REST paths and the tests all derive from here. Source of the rules: the original API's five moves, made strict where a
// finished run would be rewritten (src/decisions/rules.md, 4).
import { IntegrationRunStatus } from '../../generated/prisma/enums.js';
import { UnknownValueError } from '../rules/errors.js';

interface Transition {
  readonly from: readonly IntegrationRunStatus[];
  readonly to: IntegrationRunStatus;
  /** The time that the move sets to now, unless the client has set it. */
  readonly sets?: 'startTime' | 'endTime';
  /** Whether a run that had failed loses its end time. */
  readonly reopens?: boolean;
  /** Completes the sentence "only a … run can". */
  readonly verb: string;
}

const transitions = {
  START: { from: ['PENDING', 'PAUSED'], to: 'RUNNING', sets: 'startTime', verb: 'start' },
  PAUSE: { from: ['PENDING', 'RUNNING'], to: 'PAUSED', verb: 'be paused' },
  REQUEUE: { from: ['RUNNING', 'PAUSED', 'FAILED'], to: 'PENDING', reopens: true, verb: 'be put back in the queue' },
  SUCCEED: { from: ['PENDING', 'RUNNING', 'PAUSED'], to: 'SUCCESSFUL', sets: 'endTime', verb: 'succeed' },
  FAIL: { from: ['PENDING', 'RUNNING', 'PAUSED'], to: 'FAILED', sets: 'endTime', verb: 'fail' },
} as const satisfies Record<string, Transition>;

/** What changes the status of a run. */
export type IntegrationRunMove = keyof typeof transitions;

/** What can be done with a run: its moves, and to retry it, which makes a new run of it and leaves it as it is. */
export type IntegrationRunAction = IntegrationRunMove | 'RETRY';

export const moves = Object.keys(transitions) as IntegrationRunMove[]; // keys of a constant are exactly its type's

export const actions: readonly IntegrationRunAction[] = [...moves, 'RETRY'];

/** The status from which a run can be retried. */
export const retried = 'FAILED' satisfies IntegrationRunStatus;

/** The row of one move, in the table's general shape. */
export const transitionOf = (move: IntegrationRunMove): Transition => transitions[move];

/** The moves that a run in the status can make, in the table's order. */
export const movesFrom = (status: IntegrationRunStatus): IntegrationRunMove[] =>
  moves.filter((move) => transitionOf(move).from.includes(status));

/**
 * What can be done with a run in `status`, in the table's order.
 * @throws UnknownValueError for a status that only a newer gateway on the same database knows
 */
export const allowedTransitions = (status: IntegrationRunStatus): IntegrationRunAction[] => {
  if (!Object.hasOwn(IntegrationRunStatus, status)) throw new UnknownValueError('status', status);
  return [...movesFrom(status), ...(status === retried ? (['RETRY'] as const) : [])];
};

/** The same for each status. */
export const allowedByStatus: Readonly<Record<IntegrationRunStatus, readonly IntegrationRunAction[]>> = Object.freeze(
  Object.fromEntries(Object.values(IntegrationRunStatus).map((status) => [status, allowedTransitions(status)])) as Record<
    IntegrationRunStatus,
    IntegrationRunAction[]
  >, // a key for every status
);

/** Whether a run in this status has ended, well or not. */
export const isEnded = (status: IntegrationRunStatus): boolean =>
  moves.some((move) => transitionOf(move).sets === 'endTime' && transitionOf(move).to === status);

/** Those statuses. */
export const ended: readonly IntegrationRunStatus[] = Object.values(IntegrationRunStatus).filter(isEnded);
