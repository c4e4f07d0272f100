// Why a run is not moved or retried, in the words of both doors.
import type { IntegrationRunStatus } from '../../generated/prisma/enums.js';
import { InvalidTransitionError } from '../rules/errors.js';
import { joinWords, statusWords } from '../rules/wording.js';
import { allowedTransitions, type IntegrationRunMove, movesFrom, retried, transitionOf } from './status.js';

interface Refused {
  readonly id: number;
  readonly status: IntegrationRunStatus;
}

const refusal = ({ id, status }: Refused, from: readonly IntegrationRunStatus[], to: IntegrationRunStatus, verb: string) => {
  const allowed = allowedTransitions(status);
  const ways = movesFrom(status).map((move) => transitionOf(move).verb);
  const wayOut = ways.length === 0 ? 'It is final.' : `It can ${joinWords(ways, 'or')}.`;
  const message = `Integration run ${id} is ${statusWords([status])}; only a ${statusWords(from)} run can ${verb}. ${wayOut}`;
  return new InvalidTransitionError(message, status, to, allowed);
};

/** @throws UnknownValueError for a status that only a newer gateway on the same database knows */
export const refusedMove = (run: Refused, move: IntegrationRunMove): InvalidTransitionError => {
  const { from, to, verb } = transitionOf(move);
  return refusal(run, from, to, verb);
};

/** @throws UnknownValueError for a status that only a newer gateway on the same database knows */
export const refusedRetry = (run: Refused): InvalidTransitionError => refusal(run, [retried], 'PENDING', 'be retried');
