// `GET /api/integration_runs/7/wait`: answers when the run has ended, or when time is up.
import { waitForEnd } from '../../domain/integration-run/running/wait.js';
import { shown as shownValue } from '../../lib/shown.js';
import { createWaiting } from '../changes/waiting.js';
import { RestError } from '../errors.js';
import { parameterOf } from '../request/query/key.js';
import type { Answer, RestRequest } from '../route.js';

/** Seconds that are waited unless the client says how many, and at most. */
export const [usualWait, longestWait] = [60, 300];

/** @throws RestError 400 for what is no whole number of seconds from 0 to 300 */
const secondsIn = (search: URLSearchParams): number => {
  const text = parameterOf(search, 'timeout')?.trim() || String(usualWait);
  if (!/^\d{1,3}$/.test(text) || Number(text) > longestWait)
    throw new RestError(400, `timeout is ${shownValue(text)}, but must be a whole number of seconds from 0 to ${longestWait}.`);
  return Number(text);
};

export const wait = async ({ context, id, search, stay, live }: RestRequest): Promise<Answer> => {
  const until = performance.now() + secondsIn(search) * 1_000;
  const waiting = createWaiting({
    stay,
    live,
    until,
    concerns: ({ type, integrationRunId }) => type === 'RUN_MOVED' && integrationRunId === id,
  });
  try {
    const hasEnded = await waitForEnd(context, id, waiting.next);
    return { status: hasEnded ? 200 : 202, representation: { entity: 'integrationRun', id } };
  } finally {
    waiting.end();
  }
};
