// PGlite decodes each value with a TextDecoder that drops a byte order mark (U+FEFF) at its start, so a text that begins with one would be read
// shorter than it is stored. The marks are put back by the bytes that PostgreSQL has sent. PGlite has no setting for it, up to 0.5.11 at least.
import type { PGlite } from '@electric-sql/pglite';

type Messages = Awaited<ReturnType<PGlite['execProtocolStream']>>;

const mark = Buffer.from('\ufeff');
const dataRow = 'D'.charCodeAt(0);

/** Whether the value of that many bytes at the offset begins with a mark; a length of -1 is NULL. */
const isMarked = (bytes: Buffer, offset: number, length: number): boolean =>
  length >= mark.length && bytes.compare(mark, 0, mark.length, offset, offset + mark.length) === 0;

/** The values of one data row that begin with a mark: their places. `offset` is where the row's number of values stands. */
const markedPlaces = (bytes: Buffer, offset: number): number[] => {
  const places: number[] = [];
  let at = offset + 2;
  for (let place = 0; place < bytes.readInt16BE(offset); place += 1) {
    const length = bytes.readInt32BE(at);
    if (isMarked(bytes, at + 4, length)) places.push(place);
    at += 4 + Math.max(0, length);
  }
  return places;
};

/** Puts the marks back into the data rows among the messages, which were read from the bytes. */
const restoreMarks = (messages: Messages, bytes: Buffer): void => {
  const rows = messages.flatMap((message) =>
    'fields' in message && message.name === 'dataRow' ? [message.fields as (string | null)[]] : [],
  ); // what a data row has
  let row = 0;
  // each message: its type, a byte; its length without that byte; its content
  for (let at = 0; at < bytes.length; at += 1 + bytes.readUInt32BE(at + 1)) {
    if (bytes[at] !== dataRow) continue;
    const fields = rows[row] ?? [];
    for (const place of markedPlaces(bytes, at + 5)) fields[place] = `\ufeff${fields[place]}`;
    row += 1;
  }
};

/** Makes the client read every text as it is stored, whoever asks through it: `query`, transactions, Prisma's adapter. */
export const keepByteOrderMarks = (client: PGlite): PGlite =>
  Object.assign(client, {
    execProtocolStream: async (...[message, options]: Parameters<PGlite['execProtocolStream']>) => {
      const { messages, data } = await client.execProtocol(message, options);
      const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
      if (bytes.includes(mark)) restoreMarks(messages, bytes);
      return messages;
    },
  });
