// One request over HTTP, on a connection that an agent keeps.
import { type Agent, type IncomingMessage, request } from 'node:http';
import type { Shot } from './kinds.js';

const readAll = async (message: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

/** The status and the body; 0 where there was no answer. */
export const send = (
  port: number,
  agent: Agent,
  { method, path, headers, body }: Shot,
): Promise<{ readonly status: number; readonly text: string }> =>
  new Promise((resolve) => {
    const failed = (): void => resolve({ status: 0, text: '' });
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = request(
      { host: '127.0.0.1', port, method, path, agent, headers: { ...headers, ...length }, timeout: 60_000 },
      (response) => {
        readAll(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), failed);
      },
    );
    sent.on('error', failed);
    sent.on('timeout', () => sent.destroy());
    sent.end(body);
  });
