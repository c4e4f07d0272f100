// One connection that is kept, on which a request is sent when the last is answered. It reads no more of an answer than it needs: whatever the client takes of
// the processors, the gateway hasn't.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Asked } from '../workloads.js';

export interface Connection {
  /**
   * The body of the answer.
   * @throws Error for any status but 200
   */
  ask(asked: Asked): Promise<string>;
  close(): void;
}

const requestOf = ({ path, body = '' }: Asked): string =>
  `${body ? 'POST' : 'GET'} ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** The body of an answer that is there as a whole; null before. */
const bodyOf = (answer: Buffer): string | null => {
  const end = answer.indexOf('\r\n\r\n') + 4;
  if (end < 4) return null;
  const head = answer.toString('latin1', 0, end);
  const size = Number(/content-length: (\d+)/i.exec(head)?.[1]);
  if (answer.length < end + size) return null;
  const body = answer.toString('utf8', end);
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(`${head}${body}`);
  return body;
};

export const openConnection = async (port: number): Promise<Connection> => {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  return {
    ask: (asked) =>
      new Promise((resolve, reject) => {
        let answer: Buffer = Buffer.alloc(0);
        const finish = (settle: () => void): void => {
          socket.off('data', read).off('close', lose);
          settle();
        };
        const lose = (): void => finish(() => reject(new Error('The gateway has closed a connection.')));
        const read = (chunk: Buffer): void => {
          answer = answer.length === 0 ? chunk : Buffer.concat([answer, chunk]);
          try {
            const body = bodyOf(answer);
            if (body !== null) finish(() => resolve(body));
          } catch (error) {
            finish(() => reject(error));
          }
        };
        socket.on('data', read).on('close', lose);
        socket.write(requestOf(asked));
      }),
    close: () => socket.destroy(),
  };
};
