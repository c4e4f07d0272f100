// What becomes of runs, their errors and keys by each call, told by hand from the README and the contracts of both doors, and from nothing of the gateway's own.

type Status = 'PENDING' | 'RUNNING' | 'PAUSED' | 'SUCCESSFUL' | 'FAILED';
export type Move = 'START' | 'PAUSE' | 'REQUEUE' | 'SUCCEED' | 'FAIL';

const table: Readonly<Record<Move, { readonly from: readonly Status[]; readonly to: Status }>> = {
  START: { from: ['PENDING', 'PAUSED'], to: 'RUNNING' },
  PAUSE: { from: ['PENDING', 'RUNNING'], to: 'PAUSED' },
  REQUEUE: { from: ['RUNNING', 'PAUSED', 'FAILED'], to: 'PENDING' },
  SUCCEED: { from: ['PENDING', 'RUNNING', 'PAUSED'], to: 'SUCCESSFUL' },
  FAIL: { from: ['PENDING', 'RUNNING', 'PAUSED'], to: 'FAILED' },
};
const allowed: Readonly<Record<Status, readonly string[]>> = {
  PENDING: ['START', 'PAUSE', 'SUCCEED', 'FAIL'],
  RUNNING: ['PAUSE', 'REQUEUE', 'SUCCEED', 'FAIL'],
  PAUSED: ['START', 'REQUEUE', 'SUCCEED', 'FAIL'],
  SUCCESSFUL: [],
  FAILED: ['REQUEUE', 'RETRY'],
};

/** What clients say of a run; times as both doors write them, so that they compare as texts. */
export interface Values {
  totalRecords?: number | null;
  recordsProcessed?: number | null;
  startTime?: string | null;
  endTime?: string | null;
}

type Door = 'GRAPHQL' | 'REST';
interface Sent {
  readonly client: number;
  readonly door: Door;
  readonly key: string | null;
}
/** What a call of many is about: ids, or a filter. */
type Selected<Filter> = { readonly ids: readonly number[] } | { readonly filter: Filter };
interface OfMany {
  readonly limit: number;
  readonly isDryRun: boolean;
}
interface OfRun {
  readonly run: number;
}
export type Call = Sent &
  (
    | { readonly kind: 'create'; readonly values: Values; readonly errors: number }
    | (OfRun & { readonly kind: 'update'; readonly values: Values; readonly errors: number; readonly expected: number | null })
    | (OfRun & {
        readonly kind: 'move';
        readonly move: Move;
        readonly values: Values;
        readonly errors: number;
        readonly note: string | null;
        readonly expected: number | null;
      })
    | (OfRun & { readonly kind: 'heartbeat'; readonly values: Values })
    | (OfRun & { readonly kind: 'retry'; readonly note: string | null })
    | (OfMany & { readonly kind: 'moveMany'; readonly move: Move | 'RETRY'; readonly runs: Selected<Status>; readonly note: string | null })
    | (OfRun & { readonly kind: 'addError'; readonly status: string })
    | { readonly kind: 'updateError'; readonly error: number; readonly status: string; readonly expected: number | null }
    | { readonly kind: 'resolve'; readonly error: number; readonly isResolved: boolean; readonly expected: number | null }
    | (OfMany & { readonly kind: 'resolveMany'; readonly isResolved: boolean; readonly errors: Selected<number> })
  );
type Of<Kind extends Call['kind']> = Extract<Call, { kind: Kind }>;

interface Entry {
  readonly from: Status | null;
  readonly to: Status;
  readonly at: string;
  readonly actor: string;
  readonly source: Door;
  readonly note: string | null;
}
interface Run {
  readonly id: number;
  status: Status;
  version: number;
  startTime: string | null;
  endTime: string | null;
  totalRecords: number | null;
  recordsProcessed: number | null;
  lastHeartbeatAt: string | null;
  readonly attempt: number;
  readonly retryOf: number | null;
  readonly createdAt: string;
  updatedAt: string;
  readonly createdBy: string;
  updatedBy: string;
  readonly history: Entry[];
}
interface RunError {
  readonly id: number;
  readonly run: number;
  isResolved: boolean;
  status: string | null;
  version: number;
  updatedAt: string;
}

/** What only the database knows: the ids that it gave, lowest first, and when it wrote each record last. */
export interface Learnt {
  readonly runs: number[];
  readonly errors: number[];
  readonly written: Readonly<Record<'run' | 'error', ReadonlyMap<number, string>>>;
}

/** What a caller is told: the record as it is by now, what became of many, or why nothing was done. */
export type Told =
  | { readonly id: number; readonly version: number; readonly state: Status | boolean; readonly isReplayed: boolean }
  | { readonly code: string }
  | (Many & { readonly isReplayed: boolean });
interface Many {
  readonly counts: Readonly<Record<'matched' | 'changed' | 'unchanged' | 'refused' | 'notFound', number>>;
  readonly hasMore: boolean;
  /** Of runs: id, outcome, code of the refusal, retry. Of errors: their ids. */
  readonly each: readonly (readonly [number, string, string | null, number | null] | number)[];
}
/** Who was changed (or nobody, where it was what is asked for), as it is kept under a key. */
interface Done {
  readonly isWritten: boolean;
  readonly result: Pick<Run, 'id'> | Many;
}
class Refusal {
  constructor(readonly code: string) {}
}

export interface Model {
  readonly clients: readonly string[];
  readonly runs: Map<number, Run>;
  readonly errors: Map<number, RunError>;
  /** By client and key. */
  readonly keys: Map<string, { readonly asked: string; readonly result: Done['result'] }>;
}
export const newModel = (clients: readonly string[]): Model => ({ clients, runs: new Map(), errors: new Map(), keys: new Map() });

const refuse = (code: string): never => {
  throw new Refusal(code);
};
const existing = <Item>(items: Map<number, Item>, id: number): Item => items.get(id) ?? refuse('NOT_FOUND');
const check = (expected: number | null, version: number): void => {
  if (expected !== null && expected !== version) refuse('VERSION_CONFLICT');
};
const checkTimes = ({ startTime, endTime }: Pick<Run, 'startTime' | 'endTime'>): void => {
  if (startTime !== null && endTime !== null && endTime < startTime) refuse('VALIDATION_FAILED');
};
const earlier = (one: string, other: string | null): string => (other !== null && other < one ? other : one);
export const later = (one: string, other: string | null): string => (other !== null && other > one ? other : one);
const hasEnded = ({ status }: Run): boolean => status === 'SUCCESSFUL' || status === 'FAILED';

/** One call, and all that it does to the model. */
class Judgement<Kind extends Call['kind']> {
  readonly actor: string;
  constructor(
    readonly model: Model,
    readonly call: Of<Kind>,
    readonly learnt: Learnt,
  ) {
    this.actor = model.clients[call.client] ?? '';
  }

  /** When the record was written, if it was. */
  moment(of: 'run' | 'error', id: number): string {
    return this.learnt.written[of].get(id) ?? '';
  }

  entry(at: string, from: Status | null, to: Status, note: string | null): Entry {
    return { from, to, at, actor: this.actor, source: this.call.door, note };
  }

  made(values: Values, of: Pick<Run, 'attempt' | 'retryOf'>, note: string | null): Run {
    const unset = { startTime: null, endTime: null, totalRecords: null, recordsProcessed: null, lastHeartbeatAt: null, ...values };
    checkTimes(unset);
    const id = this.learnt.runs.shift() ?? Number.NaN;
    const moment = this.moment('run', id);
    const written = { createdAt: moment, updatedAt: moment, createdBy: this.actor, updatedBy: this.actor };
    const run: Run = {
      id,
      status: 'PENDING',
      version: 1,
      ...unset,
      ...of,
      ...written,
      history: [this.entry(moment, null, 'PENDING', note)],
    };
    this.model.runs.set(id, run);
    return run;
  }

  addErrors(run: number, statuses: readonly string[]): RunError[] {
    return statuses.map((status) => {
      const id = this.learnt.errors.shift() ?? Number.NaN;
      const error: RunError = { id, run, isResolved: false, status, version: 1, updatedAt: this.moment('error', id) };
      this.model.errors.set(id, error);
      return error;
    });
  }

  /** Gives the record those values; a change only where one of them differs. */
  write<Item extends Run | RunError>(item: Item, next: Partial<Item>): boolean {
    if (Object.entries(next).every(([name, value]) => item[name as keyof Item] === value)) return false;
    const updatedAt = this.moment('history' in item ? 'run' : 'error', item.id);
    Object.assign(item, next, { version: item.version + 1, updatedAt });
    if ('updatedBy' in item) item.updatedBy = this.actor;
    return true;
  }

  move(run: Run, move: Move, values: Values, note: string | null): { readonly isMade: boolean; readonly isWritten: boolean } {
    const { from, to } = table[move];
    const moment = this.moment('run', run.id);
    const next = { startTime: run.startTime, endTime: run.endTime, ...values };
    const set = move === 'START' ? 'startTime' : move === 'SUCCEED' || move === 'FAIL' ? 'endTime' : null;
    if (run.status === to) {
      if (set) next[set] ??= run[set]; // no client takes away by a repeat what the move has set
      checkTimes(next);
      return { isMade: false, isWritten: this.write(run, next) };
    }
    if (!from.includes(run.status)) refuse('INVALID_TRANSITION');
    if (set === 'startTime') next.startTime ??= earlier(moment, next.endTime);
    if (set === 'endTime') next.endTime ??= later(moment, next.startTime);
    if (run.status === 'FAILED') next.endTime = values.endTime ?? null; // it goes on
    checkTimes(next);
    run.history.push(this.entry(moment, run.status, to, note));
    return { isMade: true, isWritten: this.write(run, { ...next, status: to }) };
  }

  /** The retry of the run, or why there is none. */
  retryRefusal(run: Run): string | null {
    if (run.status !== 'FAILED') return 'INVALID_TRANSITION';
    const isBusy = [...this.model.runs.values()].some((retry) => retry.retryOf === run.id && !hasEnded(retry));
    return isBusy ? 'RETRY_IN_PROGRESS' : null;
  }

  retry(run: Run, note: string | null): Run {
    return this.made({}, { attempt: run.attempt + 1, retryOf: run.id }, note);
  }

  /** Those that are taken, lowest ids first, and what is told of the others. */
  taken<Item extends { readonly id: number }>(
    items: Map<number, Item>,
    ids: readonly number[] | null,
    isMeant: (item: Item) => boolean,
    limit: number,
  ) {
    const meant = [...items.values()]
      .filter((item) => (ids ? ids.includes(item.id) : isMeant(item)))
      .sort((one, other) => one.id - other.id);
    return { taken: meant.slice(0, limit), hasMore: meant.length > limit, notFound: ids ? new Set(ids).size - meant.length : 0 };
  }
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `added ${index}`);

const judges: { readonly [Kind in Call['kind']]: (judgement: Judgement<Kind>) => Done } = {
  create: (the) => {
    const run = the.made(the.call.values, { attempt: 1, retryOf: null }, null);
    the.addErrors(run.id, names(the.call.errors));
    return { isWritten: true, result: run };
  },
  update: (the) => {
    const { run: id, values, errors, expected } = the.call;
    const run = existing(the.model.runs, id);
    check(expected, run.version);
    checkTimes({ ...run, ...values });
    const isChanged = the.write(run, values);
    if ((isChanged || errors > 0) && run.status === 'RUNNING') run.lastHeartbeatAt = the.moment('run', run.id);
    return { isWritten: the.addErrors(id, names(errors)).length > 0 || isChanged, result: run };
  },
  move: (the) => {
    const { run: id, move, values, errors, note, expected } = the.call;
    const run = existing(the.model.runs, id);
    check(expected, run.version);
    const { isMade, isWritten } = the.move(run, move, values, note);
    if (isMade) the.addErrors(id, names(errors));
    return { isWritten, result: run };
  },
  heartbeat: (the) => {
    const run = existing(the.model.runs, the.call.run);
    if (run.status !== 'RUNNING') refuse('RUN_NOT_RUNNING');
    the.write(run, the.call.values);
    run.lastHeartbeatAt = the.moment('run', run.id);
    return { isWritten: false, result: run }; // no key is kept for it
  },
  retry: (the) => {
    const run = existing(the.model.runs, the.call.run);
    const code = the.retryRefusal(run);
    return code ? refuse(code) : { isWritten: true, result: the.retry(run, the.call.note) };
  },
  moveMany: (the) => {
    const { move, runs, limit, isDryRun, note } = the.call;
    const isMeant = ({ status }: Run) => 'filter' in runs && status === runs.filter;
    const { taken, hasMore, notFound } = the.taken(the.model.runs, 'ids' in runs ? runs.ids : null, isMeant, limit);
    const each = taken.map((run) => {
      if (move !== 'RETRY') {
        const { from, to } = table[move];
        const outcome = from.includes(run.status) ? 'CHANGED' : run.status === to ? 'UNCHANGED' : 'REFUSED';
        if (outcome === 'CHANGED' && !isDryRun) the.move(run, move, {}, note);
        return [run.id, outcome, outcome === 'REFUSED' ? 'INVALID_TRANSITION' : null, null] as const;
      }
      const code = the.retryRefusal(run);
      return [run.id, code ? 'REFUSED' : 'CHANGED', code, code || isDryRun ? null : the.retry(run, note).id] as const;
    });
    const count = (wanted: string) => each.filter(([, outcome]) => outcome === wanted).length;
    const [changed, unchanged, refused] = [count('CHANGED'), count('UNCHANGED'), count('REFUSED')];
    const counts = { matched: each.length, changed, unchanged, refused, notFound };
    return { isWritten: changed > 0 && !isDryRun, result: { counts, hasMore, each } };
  },
  addError: (the) => {
    const { run, status } = the.call;
    if (!the.model.runs.has(run)) refuse('VALIDATION_FAILED');
    const [error] = the.addErrors(run, [status]);
    return { isWritten: true, result: error ?? refuse('') };
  },
  updateError: (the) => {
    const error = existing(the.model.errors, the.call.error);
    check(the.call.expected, error.version);
    return { isWritten: the.write(error, { status: the.call.status }), result: error };
  },
  resolve: (the) => {
    const error = existing(the.model.errors, the.call.error);
    check(the.call.expected, error.version);
    return { isWritten: the.write(error, { isResolved: the.call.isResolved }), result: error };
  },
  resolveMany: (the) => {
    const { errors, isResolved, limit, isDryRun } = the.call;
    const isMeant = ({ run }: RunError) => 'filter' in errors && run === errors.filter;
    const { taken, hasMore, notFound } = the.taken(the.model.errors, 'ids' in errors ? errors.ids : null, isMeant, limit);
    const changing = taken.filter((error) => error.isResolved !== isResolved);
    if (!isDryRun) for (const error of changing) the.write(error, { isResolved });
    const counts = { matched: taken.length, changed: changing.length, unchanged: taken.length - changing.length, refused: 0, notFound };
    return { isWritten: changing.length > 0 && !isDryRun, result: { counts, hasMore, each: taken.map(({ id }) => id) } };
  },
};

const tell = ({ runs, errors }: Model, { kind }: Call, result: Done['result'], isReplayed: boolean): Told => {
  if ('counts' in result) return { ...result, isReplayed };
  const ofError = kind === 'addError' || kind === 'updateError' || kind === 'resolve';
  const { id, version } = existing<Run | RunError>(ofError ? errors : runs, result.id);
  const state = ofError ? existing(errors, id).isResolved : existing(runs, id).status;
  return { id, version, state, isReplayed };
};

/** What makes two calls the same under one key: all but who sends it, and over REST the condition, which is no part of the body. */
const askedOf = ({ client: _client, ...call }: Call): string =>
  JSON.stringify(call, (name, value) => (name === 'expected' && call.door === 'REST' ? null : value));

/** Does the call to the model, and gives what its caller is to be told. */
export const judge = (model: Model, call: Call, learnt: Learnt): Told => {
  const name = call.key === null || call.kind === 'heartbeat' ? null : `${call.client} ${call.key}`;
  const kept = model.keys.get(name ?? '');
  if (kept) return kept.asked === askedOf(call) ? tell(model, call, kept.result, true) : { code: 'IDEMPOTENCY_KEY_REUSED' };
  try {
    const { isWritten, result } = (judges[call.kind] as (the: Judgement<Call['kind']>) => Done)(new Judgement(model, call, learnt));
    if (name !== null && isWritten) model.keys.set(name, { asked: askedOf(call), result });
    return tell(model, call, result, false);
  } catch (refusal) {
    if (refusal instanceof Refusal) return { code: refusal.code };
    throw refusal;
  }
};

/** All that is to be seen of it, in the order of ids. */
export const shown = ({ runs, errors }: Model) => {
  const ofRun = (id: number) => [...errors.values()].filter(({ run }) => run === id).length;
  const retries = (id: number) => [...runs.values()].filter(({ retryOf }) => retryOf === id).length;
  const byId = (one: { readonly id: number }, other: { readonly id: number }) => one.id - other.id;
  return {
    openErrors: [...errors.values()].filter(({ isResolved }) => !isResolved).length,
    runs: [...runs.values()]
      .sort(byId)
      .map((run) => ({ ...run, allowed: allowed[run.status], errors: ofRun(run.id), retries: retries(run.id) })),
    errors: [...errors.values()].sort(byId),
  };
};
