// Whether the connections are sessions of PostgreSQL, each for itself, or those of a pooler such as PgBouncer, which lends few sessions to many clients,
// for a transaction at a time. Then nothing may be prepared on one, its settings hold for a transaction, and nothing is cancelled: it could be another's.
import type pg from 'pg';
import { type Settings, setEachTransaction, setOwnSession } from './settings.js';

export interface Sessions {
  /** False from when anything shows that they are a pooler's; it never becomes true again. */
  readonly areOurs: boolean;
  /** Sets up a new connection, which costs one statement, and gives `areOurs`. */
  claim(client: pg.ClientBase, more?: Settings): Promise<boolean>;
  /** Called when a prepared statement is missing, or exists already: there is a pooler that wasn't recognised. */
  disown(): void;
}

/** `onPooler` is called once, when they turn out to be a pooler's. */
export const createSessions = (settings: Settings, onPooler: () => void): Sessions => {
  let areOurs = true;
  const disown = (): void => {
    if (areOurs) onPooler();
    areOurs = false;
  };
  return {
    get areOurs() {
      return areOurs;
    },
    claim: async (client, more = {}) => {
      setEachTransaction(client, settings, () => !areOurs);
      if (areOurs && !(await setOwnSession(client, { ...settings, ...more }))) disown();
      return areOurs;
    },
    disown,
  };
};
