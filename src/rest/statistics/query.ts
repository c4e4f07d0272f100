// What a query string asks of the statistics of runs: which runs, as in the list of runs, and which groups, by parameters in brackets that are named after the
// arguments of GraphQL: `by_integration[first]`, `timeline[unit]`. A list of groups is asked for by any of its parameters.
import type { Condition } from '../../domain/read/conditions.js';
import { maximumPageSize } from '../../domain/read/page.js';
import { BadInputError } from '../../domain/rules/errors.js';
import { joinWords } from '../../domain/rules/wording.js';
import { bucketsOf, type TimelineUnit, timelineUnits } from '../../domain/statistics/calendar.js';
import { defaultIntegrations, type Grouping, type Metric, metrics, type TimelineTime } from '../../domain/statistics/request.js';
import { own } from '../../lib/own.js';
import { shown } from '../../lib/shown.js';
import { constantCase } from '../../lib/words.js';
import { compileQuery } from '../request/query/compile.js';
import { keyOf, parseKey } from '../request/query/key.js';
import { unknownName } from '../request/query/vocabulary.js';
import { resources } from '../wire/resources.js';
import { parseWireTime } from '../wire/time.js';
import type { GroupName } from './layout.js';

type Without<Part> = Part extends Grouping ? Omit<Part, 'statistics'> : never;

/** A list of groups that is asked for. */
export interface AskedGroups {
  readonly name: GroupName;
  readonly grouping: Without<Grouping>;
  /** The same as arguments of GraphQL. */
  readonly literals: Readonly<Record<string, string>>;
}

export interface StatisticsQuery {
  readonly where: Condition;
  readonly groups: readonly AskedGroups[];
}

/** The parameters of a list of groups that were given, by the name in their brackets; of one that comes twice, the last. */
type Given = ReadonlyMap<string, string>;

const refuse = (parameter: string, value: string, rule: string): never => {
  throw new BadInputError(`${parameter} is ${shown(value)}, but must be ${rule}.`);
};

/** One of the names, in lower case. */
const among = <Value>(parameter: string, text: string, names: Readonly<Record<string, Value>>): Value =>
  own(names, text.toLowerCase()) ?? refuse(parameter, text, `one of ${joinWords(Object.keys(names), 'or')}`);

const lowered = <Name extends string>(names: readonly Name[]): Readonly<Record<string, Name>> =>
  Object.fromEntries(names.map((name) => [name.toLowerCase(), name]));

const times: Readonly<Record<string, TimelineTime>> = { created_at: 'createdAt', start_time: 'startTime', end_time: 'endTime' };
const directions = { asc: 'ASC', desc: 'DESC' } as const;

/** What each parameter is, for the OpenAPI document. */
export const groupParameters = {
  by_integration: {
    first: {
      type: 'integer',
      minimum: 1,
      maximum: maximumPageSize,
      default: defaultIntegrations,
      description: 'How many integrations at most.',
    },
    order_by: {
      type: 'string',
      enum: metrics.map((metric) => metric.toLowerCase()),
      description:
        'By which of their figures integrations are sorted, those alike by id; those with the most runs come first unless it is given.',
    },
    dir: { type: 'string', enum: Object.keys(directions), description: 'The direction of that: `asc` unless it is given.' },
  },
  timeline: {
    unit: {
      type: 'string',
      enum: timelineUnits.map((unit) => unit.toLowerCase()),
      description: 'How long a bucket is. Needed, like `from` and `to`.',
    },
    from: { type: 'string', format: 'date-time', description: 'When the first bucket starts.' },
    to: { type: 'string', format: 'date-time', description: 'When the last bucket ends; not before `from`.' },
    time_zone: {
      type: 'string',
      default: 'UTC',
      description: 'The IANA time zone whose calendar and clocks the buckets go by, such as `Europe/Berlin`.',
    },
    on: {
      type: 'string',
      enum: Object.keys(times),
      default: 'created_at',
      description: "Which of a run's times puts it into a bucket; runs without it are in none.",
    },
  },
} as const;

const readIntegrations = (given: Given): AskedGroups => {
  const first = given.get('first') ?? String(defaultIntegrations);
  if (!/^\d{1,9}$/.test(first) || Number(first) < 1 || Number(first) > maximumPageSize)
    refuse('by_integration[first]', first, `a whole number from 1 to ${maximumPageSize}`);
  const [by, way] = [given.get('order_by'), given.get('dir')];
  const field: Metric = by === undefined ? 'COUNT' : among('by_integration[order_by]', by, lowered(metrics));
  const usual = by === undefined ? 'DESC' : 'ASC';
  const direction = way === undefined ? usual : among('by_integration[dir]', way, directions);
  return {
    name: 'byIntegration',
    grouping: { by: 'integration', first: Number(first), order: { field, direction } },
    literals: { first, orderBy: `{field: ${field}, direction: ${direction}}` },
  };
};

const needed = (given: Given, name: string): string => {
  const value = given.get(name);
  if (!value) throw new BadInputError(`timeline[${name}] is missing: a timeline needs timeline[unit], timeline[from] and timeline[to].`);
  return value;
};

const timeIn = (given: Given, name: string): Date => {
  const text = needed(given, name);
  return parseWireTime(text) ?? refuse(`timeline[${name}]`, text, 'a time in ISO 8601, such as 2026-01-31T09:30:00+00:00');
};

const readTimeline = (given: Given): AskedGroups => {
  const unit: TimelineUnit = among('timeline[unit]', needed(given, 'unit'), lowered(timelineUnits));
  const on = among('timeline[on]', given.get('on') ?? 'created_at', times);
  const [from, to, timeZone] = [timeIn(given, 'from'), timeIn(given, 'to'), given.get('time_zone') || 'UTC'];
  return {
    name: 'timeline',
    grouping: { by: 'time', on, buckets: bucketsOf(unit, from, to, timeZone) },
    literals: { unit, from: JSON.stringify(from), to: JSON.stringify(to), timeZone: JSON.stringify(timeZone), on: constantCase(on) },
  };
};

const readers: Readonly<Record<keyof typeof groupParameters, (given: Given) => AskedGroups>> = {
  by_integration: readIntegrations,
  timeline: readTimeline,
};

const controlsOfLists: readonly string[] = ['limit', 'offset', 'order_by', 'dir'];

/**
 * Which statistics of which runs a query string asks for.
 * @throws BadInputError naming what can't be understood and what could have been asked for instead
 */
export const compileStatisticsQuery = (search: URLSearchParams): StatisticsQuery => {
  const conditions = new URLSearchParams();
  const given = new Map<string, Map<string, string>>();
  for (const [parameter, value] of search) {
    const names = parseKey(parameter);
    const [first = '', name] = names;
    if (names.length === 1 && controlsOfLists.includes(first))
      throw new BadInputError(
        `${first} is for lists of runs. Statistics are of all runs that match; integrations have by_integration[first] and by_integration[order_by].`,
      );
    const known = own(groupParameters, first);
    if (!known) {
      conditions.append(parameter, value);
      continue;
    }
    if (names.length !== 2 || name === undefined || !Object.hasOwn(known, name))
      throw unknownName(
        'parameter',
        keyOf(names),
        Object.keys(known).map((each) => `${first}[${each}]`),
      );
    given.set(first, (given.get(first) ?? new Map<string, string>()).set(name, value.trim()));
  }
  const { where } = compileQuery(resources.integrationRun, conditions);
  const groups = Object.entries(readers).flatMap(([parameter, read]) => {
    const asked = given.get(parameter);
    return asked ? [read(asked)] : [];
  });
  return { where, groups };
};
