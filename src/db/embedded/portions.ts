// PGlite makes all rows of a statement before it gives the first. What is read for a request comes in portions instead, so that no more is made than its
// answer may have.
import type { PGlite } from '@electric-sql/pglite';
import type { Lifetime } from '../lifetime.js';

type Protocol = PGlite['execProtocolStream'];
type Message = Awaited<ReturnType<Protocol>>[number];

/** Rows of a portion. */
const portion = 50;

const execute = 'E'.charCodeAt(0);

/** The message that asks for rows, for no more than a portion of them: its last four bytes are the number, 0 for all. */
const ofPortion = (message: Uint8Array): Uint8Array => {
  const limited = Buffer.from(message);
  limited.writeInt32BE(portion, limited.byteLength - 4);
  return limited;
};

const isRow = (message: Message): boolean => message.name === 'dataRow';

/** Makes the client read by portions whatever is asked with a lifetime among its options, which counts the bytes. */
export const readInPortions = (client: PGlite): PGlite => {
  const { execProtocolStream } = client;
  const send: Protocol = (message, options) => execProtocolStream.call(client, message, options);
  const read: Protocol = async (message, options) => {
    const { lifetime } = options as { readonly lifetime?: Lifetime }; // PGlite passes on what its `query` was given
    if (!lifetime || message[0] !== execute) return send(message, options);
    const all: Message[] = [];
    for (;;) {
      const messages = await send(ofPortion(message), options);
      for (const each of messages) if (isRow(each) && !lifetime.isToKeep(each.length)) throw lifetime.failure();
      if (messages.at(-1)?.name !== 'portalSuspended') return all.concat(messages);
      for (const each of messages) if (isRow(each)) all.push(each);
    }
  };
  return Object.assign(client, { execProtocolStream: read });
};
