// What belongs to a write beside the rows that it writes, for every statement alike, of one record or of many: the one place for it.

import type { RecordName } from '../entities/records.js';
import { eventsOf } from '../feed/written-events.js';
import { historyOf } from '../integration-run/history.js';
import type { Belongings } from './written-rows.js';

/** For each record, the common table expressions that go with its rows wherever they are written. */
export const belongings: Readonly<Record<RecordName, Belongings>> = {
  integration: eventsOf,
  integrationRun: (written) => [...historyOf(written), ...eventsOf(written)],
  integrationError: eventsOf,
  contract: eventsOf,
};
