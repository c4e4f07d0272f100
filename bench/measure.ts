// Measures CPU time of this process, two kinds of work in turns: only their ratio means anything on a machine that others use as well.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export type Work = (index: number) => Promise<unknown>;

export interface Effort {
  readonly rounds: number;
  readonly requestsPerRound: number;
}

/** Milliseconds of CPU for one piece of work; with the embedded database, the database's among them. */
const cpuOf = async (work: Work, requests: number): Promise<number> => {
  const before = process.cpuUsage();
  for (let index = 0; index < requests; index += 1) await work(index);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / requests;
};

export interface Comparison {
  /** Milliseconds of CPU for one request. */
  readonly ours: number;
  readonly other: number;
  readonly ratio: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** The mean of the better half: what disturbs a round, such as a collection of garbage or a neighbour on the machine, only ever adds to it. */
const undisturbed = (samples: readonly number[]): number => {
  const best = [...samples].sort((a, b) => a - b).slice(0, Math.ceil(samples.length / 2));
  return best.reduce((sum, sample) => sum + sample, 0) / best.length;
};

/** Both kinds of work in turns, after some that warm them up. */
export const compare = async (ours: Work, other: Work, { rounds, requestsPerRound }: Effort): Promise<Comparison> => {
  for (const work of [ours, other]) await cpuOf(work, requestsPerRound * 2);
  collectGarbage();
  const samples: { readonly ours: number[]; readonly other: number[] } = { ours: [], other: [] };
  for (let round = 0; round < rounds; round += 1) {
    samples.ours.push(await cpuOf(ours, requestsPerRound));
    samples.other.push(await cpuOf(other, requestsPerRound));
  }
  const effort = { ours: undisturbed(samples.ours), other: undisturbed(samples.other) };
  return { ...effort, ratio: effort.ours / effort.other };
};
