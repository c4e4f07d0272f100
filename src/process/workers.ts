// Several processes on one port: the first one answers nothing itself, but starts the others, replaces those that die, and stops them in order.
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../observability/logger.js';

/** Whether this process is to answer, rather than to look after others. */
export const isWorker = cluster.isWorker;

export interface Workers {
  /** Where they listen. */
  readonly address: Pick<AddressInfo, 'address' | 'port'>;
  /** Ends them in order; those that have not ended after so many milliseconds at once. */
  stop(timeoutMs: number): Promise<void>;
}

/** A worker that could not start, and has logged the reason. */
export class WorkerStartError extends Error {}

/** Milliseconds before a worker that died is replaced; twice as long each time that one dies without having listened. */
const shortestPause = 100;
const longestPause = 10_000;

/** The address, once the worker listens. @throws WorkerStartError when it ends before */
const listening = async (worker: Worker): Promise<Workers['address']> => {
  const listens = once(worker, 'listening').then(([address]) => address as Workers['address']);
  const exits = once(worker, 'exit').then(() => null);
  const address = await Promise.race([listens, exits]);
  if (!address) throw new WorkerStartError('A worker ended before it listened.');
  return address;
};

/**
 * Starts the workers and keeps their number, until they are stopped.
 * @throws WorkerStartError when one can't start at all; none is left then
 */
export const startWorkers = async (count: number, logger: Logger): Promise<Workers> => {
  let isStopping = false;
  const living = () => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);

  const keep = (worker: Worker): void => {
    worker.once('exit', (code, signal) => {
      if (isStopping) return;
      logger.error({ worker: worker.process.pid, code, signal }, 'A worker ended; it is replaced');
      void replace(shortestPause);
    });
  };
  /** Kept from when it listens, whatever the others are at. */
  const started = async (worker: Worker): Promise<Workers['address']> => {
    const address = await listening(worker);
    keep(worker);
    return address;
  };
  const replace = async (pause: number): Promise<void> => {
    await sleep(pause);
    if (isStopping) return;
    const worker = cluster.fork();
    try {
      await started(worker);
    } catch {
      if (!isStopping) await replace(Math.min(longestPause, pause * 2));
    }
  };

  const stop = async (timeoutMs: number): Promise<void> => {
    isStopping = true;
    const workers = living();
    const ended = workers.map((worker) => once(worker, 'exit'));
    for (const worker of workers) {
      worker.disconnect(); // which is to be handed nothing more: what it can't take any more would be lost
      worker.process.kill('SIGTERM');
    }
    const alarm = setTimeout(() => {
      for (const worker of workers) worker.process.kill('SIGKILL');
    }, timeoutMs);
    await Promise.all(ended);
    clearTimeout(alarm);
  };

  const workers = Array.from({ length: count }, () => cluster.fork());
  try {
    const [address] = await Promise.all(workers.map(started));
    if (!address) throw new WorkerStartError('There is to be at least one worker.');
    return { address, stop };
  } catch (error) {
    await stop(0);
    throw error;
  }
};

/** Milliseconds for which a worker that is to stop still takes connections: those that the other process was handing to it. */
const handOverTime = 100;

/** Resolves when everything is there that was being handed to this worker. */
export const handOver = (): Promise<void> => sleep(handOverTime);

/** Calls back when the process that looks after this one is gone. Node ends at once whoever isn't said to leave by itself. */
export const onAbandoned = (leave: () => void): void => {
  if (!cluster.worker) return;
  cluster.worker.exitedAfterDisconnect = true;
  if (process.connected) process.once('disconnect', leave);
  else leave();
};
