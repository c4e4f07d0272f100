// What belongs to a write beside the rows that it writes, for every statement alike, of one record or of many: the one place for it.

import { type RecordName, recordNames } from '../entities/records.js';
import { eventsOf } from '../feed/written-events.js';
import { historyOf } from '../integration-run/history.js';
import type { Belongings } from './written-rows.js';

/** The records to which more than events belong. */
const more: Readonly<Partial<Record<RecordName, Belongings>>> = {
  integrationRun: (written) => [...historyOf(written), ...eventsOf(written)],
};

/** For each record, the common table expressions that go with its rows wherever they are written. */
export const belongings = Object.fromEntries(recordNames.map((name) => [name, more[name] ?? eventsOf])) as Readonly<
  Record<RecordName, Belongings>
>; // a key for each
