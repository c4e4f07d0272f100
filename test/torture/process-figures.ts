// What a process of this machine holds, as Linux tells it.
import { readFileSync } from 'node:fs';

/** Megabytes of memory. */
export const memoryOf = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** States of a connection in which nobody holds it any more, or somebody listens for others. */
const [timeWait, listening] = ['06', '0A'];

/** Connections that whoever listens on the port of this machine holds. */
export const connectionsAt = (port: number): number =>
  readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => Number.parseInt(local?.split(':')[1] ?? '', 16) === port && state !== timeWait && state !== listening)
    .length;

export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.ceil(values.length * share) - 1] ?? Number.NaN;
