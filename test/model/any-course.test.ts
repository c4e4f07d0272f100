// Whatever several clients ask for through both doors, in whatever order: each is told what a model of it in memory says, and finds what the model has.
import fc from 'fast-check';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { makeClient } from '../support/credentials.js';
import { fuzzRuns } from '../support/fuzz.js';
import { useWorld } from '../support/world.js';
import { isOfBothDoors, look, send, throughDoor } from './doors.js';
import { type Call, judge, type Learnt, later, type Model, newModel, shown, type Values } from './model.js';

const counted: fc.Arbitrary<Values> = fc.record(
  { totalRecords: fc.constantFrom(null, 1, 2), recordsProcessed: fc.constantFrom(null, 1, 2) },
  { requiredKeys: [] },
);
/** Long ago, and when all of this is over. */
const time = fc.constantFrom(null, '2026-03-01T10:00:00.000Z', '2026-03-02T10:00:00.000Z', '2126-01-01T00:00:00.000Z');
const timed: fc.Arbitrary<Values> = fc.record({ startTime: time, endTime: time }, { requiredKeys: [] });
const values = fc.oneof({ weight: 3, arbitrary: fc.constant<Values>({}) }, { weight: 2, arbitrary: counted }, timed);

/** A record by its place among those that there are; at zero, one that there is not. */
const place = fc.nat(12);
const [status, move, note] = [
  fc.constantFrom('PENDING', 'RUNNING', 'PAUSED', 'SUCCESSFUL', 'FAILED'),
  fc.constantFrom('START', 'START', 'PAUSE', 'REQUEUE', 'REQUEUE', 'SUCCEED', 'FAIL', 'FAIL'), // a success is the end
  fc.constantFrom(null, null, 'a note'),
];
const added = fc.constantFrom(0, 0, 0, 1, 2);
/** The version that the record has, the one before, or any. */
const expected = fc.constantFrom(null, null, null, 0, 0, -1);
const many = { limit: fc.constantFrom(1000, 1), isDryRun: fc.constantFrom(false, false, false, true) };
const ids = fc.record({ ids: fc.array(place, { maxLength: 6 }) });

const kinds = [
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('create'), values, errors: added }) },
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('move'), run: place, move, values, errors: added, note, expected }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('update'), run: place, values, errors: added, expected }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('heartbeat'), run: place, values: fc.oneof(fc.constant<Values>({}), counted) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('retry'), run: place, note }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('moveMany'),
      move: fc.oneof(move, fc.constant('RETRY')),
      runs: fc.oneof(ids, fc.record({ filter: status })),
      note,
      ...many,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('addError'), run: place, status: fc.constant('new') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('updateError'), error: place, status: fc.constantFrom('one', 'two'), expected }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('resolve'), error: place, isResolved: fc.boolean(), expected }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('resolveMany'),
      isResolved: fc.boolean(),
      errors: fc.oneof(ids, fc.record({ filter: place })),
      ...many,
    }),
  },
] as fc.WeightedArbitrary<Call>[]; // calls, but for their places and versions

/** A call whose records are places still, or the repeat of an earlier one. */
interface Plan {
  readonly call: Call;
  /** How many calls before this one is the one that is sent again, if any. */
  readonly again: number | null;
  /** Whether it is sent twice at once; with a key only, under which it is done once. */
  readonly isTwice: boolean;
}
const plan: fc.Arbitrary<Plan> = fc.record({
  call: fc
    .tuple(
      fc.oneof(...kinds),
      fc.record({
        client: fc.nat(1),
        door: fc.constantFrom('GRAPHQL' as const, 'REST' as const),
        key: fc.constantFrom(null, 'a', 'b', 'c', 'd', 'e', 'f', 'g'),
      }),
    )
    .map(([call, sent]) => ({ ...call, ...sent })),
  again: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.nat(6)),
  isTwice: fc.constantFrom(false, false, false, true),
});

const missing = 2_000_000_000;
/** One of the newest few, so that calls meet. */
const nth = (items: Map<number, unknown>, index: number): number =>
  index === 0 ? missing : ([...items.keys()].at(-1 - (index % Math.min(items.size, 4))) ?? missing);

/** The plan's call, with the records that there are. */
const resolved = ({ runs, errors }: Model, planned: Call): Call => {
  const call: Record<string, unknown> = { ...planned };
  if ('run' in planned) call['run'] = nth(runs, planned.run);
  if ('error' in planned) call['error'] = nth(errors, planned.error);
  for (const [name, items] of [
    ['runs', runs],
    ['errors', errors],
  ] as const) {
    const selected = call[name];
    if (typeof selected !== 'object' || selected === null) continue;
    if ('ids' in selected) call[name] = { ids: (selected.ids as number[]).map((index) => nth(items, index)) };
    else if (name === 'errors' && 'filter' in selected) call[name] = { filter: nth(runs, Number(selected.filter)) };
  }
  const version = (runs.get(Number(call['run'])) ?? errors.get(Number(call['error'])))?.version ?? 1;
  if ('expected' in planned && planned.expected !== null) call['expected'] = version + planned.expected;
  return { ...call, ...(isOfBothDoors(planned) ? {} : { door: 'GRAPHQL' }) } as unknown as Call;
};

const servers = inject('template').server ? (['embedded', 'postgres'] as const) : (['embedded'] as const);

describe.each(servers)('on the database %s', (kind) => {
  const world = useWorld({ auth: { mode: 'required' } }, kind);
  const clients = ['one client', 'another client'];
  let headers: Record<string, string>[];
  beforeAll(async () => {
    const made = await Promise.all(clients.map((name) => makeClient(world, ['core.integration.read', 'core.integration.write'], { name })));
    headers = made.map(({ apiKey }) => ({ 'x-coupa-api-key': apiKey ?? '' }));
  });

  interface Course {
    readonly integration: number;
    readonly sent: Call[];
    moment: string;
  }

  /** What the database has given since, seen by what the model doesn't have yet. */
  const learn = ({ runs, errors }: Model, course: Course, seen: Awaited<ReturnType<typeof look>>): Learnt => {
    const moments = <Item extends { readonly id: number }>(
      items: readonly Item[],
      known: Map<number, Item>,
      latestOf: (item: Item) => string,
    ) =>
      new Map(
        items.map((item) => {
          const [moment, before] = [latestOf(item), known.get(item.id)];
          // of what was written since, no time is earlier than all those before
          if (!before || latestOf(before) !== moment) expect(moment >= course.moment, `${moment} is before ${course.moment}`).toBe(true);
          return [item.id, moment];
        }),
      );
    const ofRun = moments(seen.runs, runs, ({ updatedAt, lastHeartbeatAt }) => later(updatedAt, lastHeartbeatAt));
    const ofError = moments(seen.errors, errors, ({ updatedAt }) => updatedAt);
    course.moment = [...ofRun.values(), ...ofError.values()].reduce(later, course.moment);
    const made = (items: readonly { readonly id: number }[], known: Map<number, unknown>) =>
      items.map(({ id }) => id).filter((id) => !known.has(id));
    return { runs: made(seen.runs, runs), errors: made(seen.errors, errors), written: { run: ofRun, error: ofError } };
  };

  class Step implements fc.AsyncCommand<Model, Course> {
    constructor(readonly plan: Plan) {}
    check = () => true;
    toString = () => JSON.stringify(this.plan);

    async run(model: Model, course: Course): Promise<void> {
      const { again, isTwice } = this.plan;
      const earlier = again === null ? undefined : course.sent.at(-1 - again);
      const call = earlier ?? resolved(model, this.plan.call);
      course.sent.push(call);
      const times = isTwice && call.key !== null && call.kind !== 'heartbeat' ? 2 : 1;
      const from = headers[call.client] ?? {};
      const named = { ...call, key: call.key && `${call.key}-of-${course.integration}` };
      const told = await Promise.all(Array.from({ length: times }, () => send(world, from, named, course.integration)));
      const seen = await look(world, from, course.integration);
      const learnt = learn(model, course, seen);
      const expectations = told.map(() => throughDoor(call, judge(model, call, learnt)));
      const order = (one: object) => Number('isReplayed' in one && one.isReplayed);
      expect({ call, told: told.toSorted((one, other) => order(one) - order(other)), seen }).toEqual({
        call,
        told: expectations,
        seen: shown(model),
      });
    }
  }

  test('every call is answered, and leaves what there is, as the model says', { timeout: 300_000 }, async () => {
    const made: Call = { kind: 'create', values: {}, errors: 1, client: 0, door: 'GRAPHQL', key: null };
    const first = Array.from({ length: 3 }, () => new Step({ call: made, again: null, isTwice: false }));
    const kept = () => world.database.prisma.idempotencyKey.count();
    await fc.assert(
      fc.asyncProperty(fc.commands([plan.map((one) => new Step(one))], { maxCommands: 40, size: 'max' }), async (commands) => {
        const names = { name: `Course ${crypto.randomUUID()}`, code: crypto.randomUUID() };
        const more = { businessObject: 'x', direction: 'TO_COUPA', endSystem: 'x', endSystemType: 'ERP' } as const;
        const { id } = await world.database.prisma.integration.create({ data: { ...names, ...more } });
        const [model, before] = [newModel(clients), await kept()];
        await fc.asyncModelRun(() => ({ model, real: { integration: id, sent: [], moment: '' } }), [...first, ...commands]);
        expect(await kept()).toBe(before + model.keys.size);
      }),
      { numRuns: fuzzRuns(3) },
    );
  });
});
