// A gateway process that is killed every so often, without a warning, and started again at once on the same port and database.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { briefly } from '../support/briefly.js';
import { freePort } from '../support/free-port.js';

export interface MortalGateway {
  readonly url: string;
  readonly kills: () => number;
  /** Of the process that lives at the moment. */
  readonly pid: () => number;
  /** Ends it for good, in order. */
  stop(): Promise<void>;
}

/** `lifeMs`: for how long it lives once it listens, so many times; then for ever. */
export const startMortalGateway = async (
  environment: Readonly<Record<string, string>>,
  lifeMs: number,
  mostKills: number,
): Promise<MortalGateway> => {
  const port = await freePort();
  const env = { PATH: process.env['PATH'], ...environment, PORT: String(port), RATE_LIMIT: 'off' };
  let [isOver, kills] = [false, 0];
  let child: ChildProcess | undefined;
  let output = '';
  const live = async (): Promise<void> => {
    const process_ = spawn(process.execPath, [...briefly, 'dist/src/main.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child = process_;
    const exited = once(process_, 'exit');
    let timer: NodeJS.Timeout | undefined;
    let isListening = false;
    for (const stream of [process_.stdout, process_.stderr])
      stream.on('data', (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-10_000);
        if (isListening || !output.includes('"Listening"')) return;
        isListening = true;
        if (kills === mostKills) return;
        timer = setTimeout(() => {
          kills += 1;
          process_.kill('SIGKILL');
        }, lifeMs);
      });
    output = '';
    await exited;
    clearTimeout(timer);
    if (!isListening && !isOver) throw new Error(`The gateway did not start:\n${output}`);
  };
  const lives = (async () => {
    while (!isOver) await live();
  })();
  lives.catch(() => undefined); // told by `stop`
  return {
    url: `http://127.0.0.1:${port}`,
    kills: () => kills,
    pid: () => child?.pid ?? 0,
    stop: async () => {
      isOver = true;
      child?.kill('SIGTERM');
      await lives;
    },
  };
};
