// Requests as they are on the wire, for what no client library would send.
import { connect } from 'node:net';

/** Sends the text on a connection of its own, and takes all that comes until the other end closes it. */
export const exchange = (url: string, text: string): Promise<string> => {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (chunk) => {
      received += chunk.toString();
    });
    socket.on('end', () => resolve(received));
    socket.on('error', reject);
  });
};

export interface WireAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends one request with the target as it stands there. */
export const askTarget = async (
  url: string,
  method: string,
  target: string,
  headers: readonly string[],
  body = '',
): Promise<WireAnswer> => {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const received = await exchange(url, [`${method} ${target} HTTP/1.1`, ...headers, ...length, 'Connection: close', '', body].join('\r\n'));
  const [head = '', content = ''] = received.split('\r\n\r\n', 2);
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]), head, body: content };
};
