// Clients of both doors that create runs and move those of others, each call under a key of its own, which they repeat until they are told what has become
// of it. What they were told is kept, to be held against the database.
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Ledger {
  /** The run that each acknowledged creation has made, by its key. */
  readonly created: Map<string, number>;
  /** The keys of moves whose answer has shown them in the run's history, as their note. */
  readonly moved: Set<string>;
  /** How often each status was answered, or a connection was lost (0). */
  readonly statuses: Map<number, number>;
  /** Calls that have come to an end, whatever it was. */
  calls: number;
}

export const newLedger = (): Ledger => ({ created: new Map(), moved: new Set(), statuses: new Map(), calls: 0 });

const verbs = ['start', 'pause', 'requeue', 'fail'] as const;
const paths = ['run', 'pause', 'pending', 'fail'] as const;

/** Longest time, in milliseconds, until a call is answered: kills, restarts and all. Of a gateway that lives for shorter than it starts, many lives. */
const patienceMs = 600_000;
/** Milliseconds until a call is repeated, at least: longer where nobody listens, so that those who ask don't keep the gateway from starting. */
const [pauseMs, pauseOfLostMs] = [20, 100];

export interface Answer {
  readonly status: number;
  readonly json: unknown;
  /** Whether it tells what was done before. */
  readonly isReplayed: boolean;
}

const send = async (url: string, method: string, key: string, body: object): Promise<Answer | null> => {
  try {
    const headers = { 'content-type': 'application/json', accept: 'application/json', 'idempotency-key': key };
    const response = await fetch(url, { method, headers, body: JSON.stringify(body), signal: AbortSignal.timeout(20_000) });
    const isReplayed = response.headers.has('idempotent-replayed');
    return { status: response.status, json: JSON.parse(await response.text()), isReplayed };
  } catch {
    return null; // cut off
  }
};

/**
 * The answer, after as many repeats as it takes, of which each goes to the next of the addresses.
 * @throws Error for one that no client should ever get
 */
export const untilTold = async (
  ledger: Ledger,
  addresses: string | readonly string[],
  method: string,
  body: object,
  key = randomUUID(),
): Promise<Answer & { readonly key: string }> => {
  const urls = [addresses].flat();
  const latest = performance.now() + patienceMs;
  for (let tries = 0; performance.now() < latest; tries += 1) {
    const url = urls[tries % urls.length] ?? '';
    const answer = await send(url, method, key, body);
    const status = answer?.status ?? 0;
    ledger.statuses.set(status, (ledger.statuses.get(status) ?? 0) + 1);
    if (answer && status !== 503 && status !== 409) {
      if (status >= 500) throw new Error(`${method} ${url}: ${status} ${JSON.stringify(answer.json)}`);
      ledger.calls += 1;
      return { ...answer, key };
    }
    const pause = answer ? pauseMs : pauseOfLostMs;
    await sleep(pause + randomInt(4 * pause));
  }
  throw new Error(`${method} ${urls} was not answered in ${patienceMs} ms.`);
};

const create = async (ledger: Ledger, url: string): Promise<void> => {
  const { status, json, key } = await untilTold(ledger, `${url}/api/integration_runs`, 'POST', { integration: { id: 1 } });
  if (status !== 201) throw new Error(`A creation was answered ${status}.`);
  ledger.created.set(key, (json as { id: number }).id);
};

const moveByRest = async (ledger: Ledger, url: string, id: number): Promise<void> => {
  await untilTold(ledger, `${url}/api/integration_runs/${id}/${paths[randomInt(paths.length)]}`, 'PUT', {});
};

interface Moved {
  readonly data: {
    readonly result: {
      readonly integrationRun?: { readonly transitions: { readonly nodes: readonly { readonly note: string | null }[] } };
    };
  };
}

const moveByGraphQL = async (ledger: Ledger, url: string, id: number): Promise<void> => {
  const verb = verbs[randomInt(verbs.length)] ?? 'start';
  const type = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}IntegrationRunSuccess`;
  const key = randomUUID();
  const query = `mutation { result: ${verb}IntegrationRun(input: { by: { databaseId: ${id} }, note: "${key}" }) { ... on ${type} { integrationRun { transitions(last: 1) { nodes { note } } } } ... on Error { code } } }`;
  const { json } = await untilTold(ledger, `${url}/graphql`, 'POST', { query }, key);
  const notes = (json as Moved).data.result.integrationRun?.transitions.nodes ?? [];
  if (notes.some(({ note }) => note === key)) ledger.moved.add(key);
};

/** Works until so many calls have been answered. */
export const work = async (ledger: Ledger, url: string, clients: number, calls: number): Promise<void> => {
  while (ledger.created.size < 20) await create(ledger, url);
  const client = async () => {
    while (ledger.calls < calls) {
      const ids = [...ledger.created.values()];
      const id = ids[randomInt(Math.min(ids.length, 50))] ?? 0; // few enough that they meet
      const dice = randomInt(10);
      await (dice === 0 ? create(ledger, url) : dice < 5 ? moveByRest(ledger, url, id) : moveByGraphQL(ledger, url, id));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
};
