// A subscriber to all changes that goes on where it was: when it is cut off it connects again, to the next of the addresses, and names the last that it was told.
import { setTimeout as sleep } from 'node:timers/promises';

export interface Resuming {
  /** The places of the feed that it was told of, as they came. */
  readonly places: readonly number[];
  /** How often it was let in. */
  readonly connected: () => number;
  /** Ends when it has been told to leave. */
  readonly following: Promise<void>;
}

const query = 'subscription { changes { position integrationRun { databaseId } version } }';

/** Follows the first address as long as it can, then the next, and stays with the last. */
export const followChanges = (urls: readonly string[], signal: AbortSignal): Resuming => {
  const places: number[] = [];
  let lastId: string | null = null;
  let connected = 0;
  const once = async (url: string): Promise<void> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...(lastId !== null && { 'last-event-id': lastId }) },
      body: JSON.stringify({ query }),
      signal,
    });
    if (!response.ok) return;
    connected += 1;
    let text = '';
    for await (const bytes of response.body ?? []) {
      const frames = (text + Buffer.from(bytes).toString()).split('\n\n');
      text = frames.pop() ?? '';
      for (const frame of frames) {
        const id = /^id: (.+)$/m.exec(frame)?.[1];
        if (id === undefined) continue;
        lastId = id;
        if (frame.includes('data: {')) places.push(Number.parseInt(id, 16));
      }
    }
  };
  const following = (async () => {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      await once(urls[Math.min(attempt, urls.length - 1)] ?? '').catch(() => undefined); // cut off
      await sleep(20);
    }
  })();
  return { places, following, connected: () => connected };
};
