// Measures CPU time of this process, two kinds of work in turns: only their ratio means anything on a machine that others use as well.

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

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export interface Comparison {
  /** Milliseconds of CPU for one request. */
  readonly ours: number;
  readonly other: number;
  readonly ratio: number;
}

/** Both kinds of work in turns, after some that warm them up; medians over the rounds. */
export const compare = async (ours: Work, other: Work, { rounds, requestsPerRound }: Effort): Promise<Comparison> => {
  for (const work of [ours, other]) await cpuOf(work, requestsPerRound * 2);
  const samples: { readonly ours: number; readonly other: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = await cpuOf(ours, requestsPerRound);
    samples.push({ ours: first, other: await cpuOf(other, requestsPerRound) });
  }
  return {
    ours: median(samples.map((sample) => sample.ours)),
    other: median(samples.map((sample) => sample.other)),
    ratio: median(samples.map((sample) => sample.ours / sample.other)),
  };
};
