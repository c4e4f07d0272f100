// Waits for the end of a run.
import { findExisting } from '../../entities/by.js';
import type { DomainContext } from '../../rules/viewer.js';
import { isEnded } from '../status.js';

/**
 * Whether the run ends while there is time: looked at once at first, and then each time that `pause` tells to, until it tells that time is up.
 * @throws NotFoundError where there is no such run, ForbiddenError without the scope to read runs
 */
export const waitForEnd = async (context: DomainContext, id: number, pause: () => Promise<boolean>): Promise<boolean> => {
  for (;;) {
    const { status } = await findExisting(context, 'integrationRun', { id });
    if (isEnded(status)) return true;
    if (!(await pause())) return false;
  }
};
