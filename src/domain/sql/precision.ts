// Times that a client knows to the second only, since it is shown no more of them: what it was shown and sends back is no change, and an end in the second of
// its start doesn't come before it. The statements are the same for clients that know milliseconds, as the columns do: to them neither says anything.
import { Prisma } from '../../generated/prisma/client.js';
import { columnOf } from '../entities/entities.js';
import type { RecordName } from '../entities/records.js';
import { entriesOf, type Values, valueNamed } from './write.js';

const { sql } = Prisma;

/** Pairs of columns of which the second holds nothing below the first; a check of the table says so. */
const spans: Readonly<Partial<Record<RecordName, readonly (readonly [string, string])[]>>> = {
  integrationRun: [['startTime', 'endTime']],
  contract: [
    ['startDate', 'endDate'],
    ['minimumValue', 'maximumValue'],
  ],
};

export const spansOf = (entity: RecordName) => spans[entity] ?? [];

const isTime = (entity: RecordName, field: string): boolean => columnOf(entity, field).kind === 'time';

/** Whether the client can't tell the time from the one that it has sent. */
const isSame = (time: Prisma.Sql, sent: Prisma.Sql): Prisma.Sql => sql`date_trunc(${valueNamed('precision')}::text, ${time}) = ${sent}`;

/** The values that the client has sent, each time as exactly as it is known. `held` is what a column holds already, of a row that is there. */
export const preciseValues = (entity: RecordName, sent: Values, held?: (field: string) => Prisma.Sql): Values => {
  const kept = entriesOf(sent).map(([field, value]) => {
    const now = isTime(entity, field) && held?.(field);
    return [field, now ? sql`CASE WHEN ${isSame(now, value)} THEN ${now} ELSE ${value} END` : value] as const;
  });
  const values: Values = Object.fromEntries(kept);
  const ends = spansOf(entity).flatMap(([first, last]) => {
    const [start, end, asked] = [values[first] ?? held?.(first), values[last], sent[last]];
    if (!start || !end || !asked || !isTime(entity, last)) return [];
    return [[last, sql`CASE WHEN ${isSame(start, asked)} THEN greatest(${start}, ${end}) ELSE ${end} END`] as const];
  });
  return { ...values, ...Object.fromEntries(ends) };
};
