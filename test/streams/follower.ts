// One who follows a subscription, asked of the engine itself: the ways to clients have tests of their own.
import { vi } from 'vitest';
import type { App } from '../../src/app.js';

interface Told {
  readonly id: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: a result of any shape, which the assertion is about
  readonly result: any;
}

export interface Follower {
  readonly told: readonly Told[];
  /** The data of the messages, once there are so many. */
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  data(count: number): Promise<any[]>;
  readonly isOver: () => boolean;
  leave(): Promise<void>;
}

const parse = (frame: string): Told | null => {
  const fields = new Map(
    frame.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const),
  );
  const id = fields.get('id') ?? null;
  const data = fields.get('data');
  return data ? { id, result: JSON.parse(data) } : null;
};

/** Follows over an event stream. */
export const follow = async (
  app: App,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Follower> => {
  const response = await app(
    new Request('http://gateway.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify({ query, variables }),
    }),
  );
  const told: Told[] = [];
  let isOver = false;
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const reading = (async () => {
    let text = '';
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) break;
      const frames = (text + value).split('\n\n');
      text = frames.pop() ?? '';
      for (const frame of frames) {
        const message = parse(frame);
        if (message) told.push(message);
      }
    }
    isOver = true;
  })().catch(() => {
    isOver = true;
  });
  return {
    told,
    data: async (count) => {
      await vi.waitFor(
        () => {
          if (told.length < count) throw new Error(`${told.length} messages have come, of ${count}: ${JSON.stringify(told)}`);
        },
        { timeout: 5_000, interval: 5 },
      );
      return told.map(({ result }) => result.data ?? result);
    },
    isOver: () => isOver,
    leave: async () => {
      await reader?.cancel();
      await reading;
    },
  };
};
