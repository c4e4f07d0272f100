// Twice as much as a gateway can do, for as long as one likes: each answer is a success, or says when to come again; who is served waits no longer and
// longer; the process holds no more and more; and as soon as it is over everything is as before.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Asked, type Client, nodeClient, type Outcome } from '../support/load.js';
import { newLedger, untilTold } from './clients.js';
import { startMortalGateway } from './gateway.js';
import { memoryOf, percentile } from './process-figures.js';
import type { Round } from './torture.js';

export interface OverloadRound {
  readonly environment: Round['environment'];
  /** Milliseconds for which it is found out what the gateway can do, and for which it is asked twice that. */
  readonly measuredMs: number;
  readonly overloadedMs: number;
  /** Milliseconds after which a line of figures is told. */
  readonly everyMs: number;
  /** Share of the rate that it must reach again, within 15 seconds. */
  readonly recovered: number;
  /** Megabytes that the process may gain after the first figures, until the last. */
  readonly mostGained: number;
  readonly onFigures: (line: string) => void;
}

/** Clients who ask without a pause, to find out how much can be done. */
const connections = 32;
/** Requests under way beyond which no more are sent: this machine has only so many ports. */
const mostUnderWay = 10_000;
/** Milliseconds of asking that are made up for at once: where this process has stood still for longer, so have its clients. */
const mostMadeUp = 100;
/** Milliseconds within which everything is as before. */
const recoveryMs = 15_000;

const post = (query: string): Asked => ({ method: 'POST', path: '/graphql', body: JSON.stringify({ query }) });

/** Reads and writes through both doors in turn, each of another run. */
const requests = (): (() => Asked) => {
  let index = 0;
  return () => {
    index += 1;
    const id = 1 + (Math.floor(index / 4) % 90);
    const kinds = [
      () =>
        post(
          '{ integrationRuns(first: 20) { nodes { id status integration { name } integrationErrors(first: 3) { nodes { message } } } } }',
        ),
      () => ({ method: 'GET', path: `/api/integration_runs/${id}.json` }),
      () => post(`mutation { updateIntegrationRun(input: { by: { databaseId: ${id} }, totalRecords: ${index} }) { __typename } }`),
      () => ({ method: 'PUT', path: `/api/integration_runs/${id}.json`, body: JSON.stringify({ 'records-processed': index }) }),
    ];
    return kinds[index % 4]?.() ?? post('{ __typename }');
  };
};

/** What is kept of an answer: no body, of which there would be gigabytes, whose collection would hold up the asking for seconds. */
interface Answered {
  readonly isServed: boolean;
  /** What is wrong with it; null where it was served, or refused with a time to come again. */
  readonly fault: string | null;
  readonly took: number;
}
const isServed = ({ isServed }: Answered): boolean => isServed;
const judge = (outcome: Outcome): Omit<Answered, 'took'> => {
  if (typeof outcome === 'string') return { isServed: false, fault: outcome };
  const { status, body, retryAfter } = outcome;
  if (status === 200 && !body.includes('"errors"')) return { isServed: true, fault: null };
  const isRefused = [429, 503].includes(status) && Number(retryAfter) > 0;
  return { isServed: false, fault: isRefused ? null : `${status} ${body.slice(0, 200)}` };
};
const figuresOf = (answers: readonly Answered[], seconds: number): string => {
  const served = answers.filter(isServed);
  const took = served.map((answered) => answered.took);
  const [half, most] = [percentile(took, 0.5), percentile(took, 0.99)].map((waited) => waited.toFixed(0));
  const rest = answers.length - served.length;
  return `${(served.length / seconds).toFixed(0)} served a second, half in ${half} ms, 99 % in ${most} ms; ${(rest / seconds).toFixed(0)} refused`;
};

const ask = async (client: Client, url: string): Promise<Answered> => {
  const begun = performance.now();
  const outcome = await client(url);
  return { ...judge(outcome), took: performance.now() - begun };
};

/** What is answered to clients who ask without a pause for so long. */
const closedLoop = async (url: string, milliseconds: number): Promise<Answered[]> => {
  const [client, answers] = [nodeClient(requests(), connections), [] as Answered[]];
  const until = performance.now() + milliseconds;
  const asking = async () => {
    while (performance.now() < until) answers.push(await ask(client, url));
  };
  await Promise.all(Array.from({ length: connections }, asking));
  return answers;
};

export const runOverload = async ({
  environment,
  measuredMs,
  overloadedMs,
  everyMs,
  recovered,
  mostGained,
  onFigures,
}: OverloadRound): Promise<string[]> => {
  const faults: string[] = [];
  const gateway = await startMortalGateway(environment, 0, 0);
  const { url } = gateway;
  try {
    await untilTold(newLedger(), `${url}/graphql`, 'POST', { query: '{ __typename }' });
    await closedLoop(url, measuredMs); // what is cold takes longer
    const sustained = await closedLoop(url, measuredMs);
    const rate = sustained.filter(isServed).length / (measuredMs / 1000);
    onFigures(`sustained: ${figuresOf(sustained, measuredMs / 1000)}; ${memoryOf(gateway.pid()).toFixed(0)} MB`);

    const client = nodeClient(requests(), Number.POSITIVE_INFINITY);
    const [all, underWay, memory] = [[] as Answered[], new Set<Promise<void>>(), [] as number[]];
    const begun = performance.now();
    let [sent, told, withheld, next, due, before] = [0, 0, 0, everyMs, 0, 0];
    for (let elapsed = 0; elapsed < overloadedMs + everyMs / 10; elapsed = performance.now() - begun) {
      due += (2 * rate * Math.min(elapsed - before, mostMadeUp)) / 1000;
      before = elapsed;
      for (; sent + withheld < due; ) {
        if (underWay.size >= mostUnderWay) {
          withheld += 1;
          continue;
        }
        sent += 1;
        const asked = ask(client, url).then((answered) => {
          all.push(answered);
          underWay.delete(asked);
        });
        underWay.add(asked);
      }
      if (elapsed >= next) {
        memory.push(memoryOf(gateway.pid()));
        onFigures(
          `asked ${(2 * rate).toFixed(0)} a second: ${figuresOf(all.slice(told), everyMs / 1000)}; ${memory.at(-1)?.toFixed(0)} MB; ${underWay.size} under way`,
        );
        [told, next] = [all.length, next + everyMs];
      }
      await sleep(5);
    }
    const over = performance.now();
    let back = Number.NaN;
    while (Number.isNaN(back) && performance.now() - over < recoveryMs) {
      const answers = await closedLoop(url, 1_000);
      if (answers.filter(isServed).length >= recovered * rate && answers.every(isServed)) back = performance.now() - over;
    }
    await Promise.all(underWay);
    onFigures(
      `${sent} asked, ${withheld} withheld, ${all.filter(({ fault }) => fault !== null).length} unclean; at full speed again after ${(back / 1000).toFixed(1)} s`,
    );
    if (Number.isNaN(back)) faults.push(`Not at full speed again ${recoveryMs} ms after it was over.`);
    for (const { fault } of all.filter((answered) => answered.fault !== null).slice(0, 10)) faults.push(`Answered: ${fault}`);
    const [first = 0, last = 0] = [memory[0], memory.at(-1)];
    if (last > first + mostGained)
      faults.push(`The process had ${first.toFixed(0)} MB after the first figures, and ${last.toFixed(0)} at the end.`);
  } finally {
    await gateway.stop();
  }
  return faults;
};
