// The records: entities that clients create and change, and that count their changes.
import { entitiesHaving, entityOf, type Having } from './entities.js';
import type { WrittenRecord } from './entity.js';

export type RecordName = Having<'record'>;

export const recordNames = entitiesHaving('record');

/** What it takes to write each of them. */
export const records = Object.fromEntries(recordNames.map((name) => [name, entityOf(name).record])) as Readonly<
  Record<RecordName, WrittenRecord>
>; // each has one, as the names say
