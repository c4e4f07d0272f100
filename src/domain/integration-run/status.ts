// Every legal move of a run, in one table. A move that is no row does not exist: the guard, the messages, `allowedTransitions`, the
// mutations, the REST paths and the tests all derive from here. Source of the rules: the original API's five moves, made strict where a
// finished run would be rewritten (src/README.md, decision 4).
import { IntegrationRunStatus } from '../../generated/prisma/enums.js';

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

export const transitions = {
  START: { from: ['PENDING', 'PAUSED'], to: 'RUNNING', sets: 'startTime', verb: 'start' },
  PAUSE: { from: ['PENDING', 'RUNNING'], to: 'PAUSED', verb: 'be paused' },
  REQUEUE: { from: ['RUNNING', 'PAUSED', 'FAILED'], to: 'PENDING', reopens: true, verb: 'be put back in the queue' },
  SUCCEED: { from: ['PENDING', 'RUNNING', 'PAUSED'], to: 'SUCCESSFUL', sets: 'endTime', verb: 'succeed' },
  FAIL: { from: ['PENDING', 'RUNNING', 'PAUSED'], to: 'FAILED', sets: 'endTime', verb: 'fail' },
} as const satisfies Record<string, Transition>;

export type IntegrationRunAction = keyof typeof transitions;

export const actions = Object.keys(transitions) as IntegrationRunAction[]; // keys of a constant are exactly its type's

/** The row of one move, in the table's general shape. */
export const transitionOf = (action: IntegrationRunAction): Transition => transitions[action];

/** The moves that a run in `status` can make, in the table's order. */
export const allowedTransitions = (status: IntegrationRunStatus): IntegrationRunAction[] =>
  actions.filter((action) => transitionOf(action).from.includes(status));

/** The same for each status. */
export const allowedByStatus: Readonly<Record<IntegrationRunStatus, readonly IntegrationRunAction[]>> = Object.freeze(
  Object.fromEntries(Object.values(IntegrationRunStatus).map((status) => [status, allowedTransitions(status)])) as Record<
    IntegrationRunStatus,
    IntegrationRunAction[]
  >, // a key for every status
);
