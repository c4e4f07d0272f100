// What a query asks of a block of statistics, found in its selection beforehand: all of the block is read in one statement, and the fields in it find
// what was read under their own names.
import {
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLResolveInfo,
  getArgumentValues,
  getNamedType,
  isObjectType,
  responsePathAsArray,
} from 'graphql';
import type { Condition } from '../../domain/read/conditions.js';
import { BadInputError } from '../../domain/rules/errors.js';
import { bucketsOf, mostBucketsOf, type TimelineUnit } from '../../domain/statistics/calendar.js';
import {
  defaultIntegrations,
  type Grouping,
  type Metric,
  type RunStatistics,
  type StatisticsGroup,
  type StatisticsRequest,
  type TimelineTime,
} from '../../domain/statistics/request.js';
import { type FilterInput, toCondition } from '../schema/filters/to-condition.js';
import { collectFields } from '../single-statement/collect-fields.js';
import { checkTopLength } from './window.js';

/** A block of statistics as the resolvers hand it on. `name`: of the block among those of one group; empty for one that is none. */
export interface StatisticsBlock {
  readonly read: RunStatistics;
  readonly name: string;
}

/** Which statistics of which runs are asked for. */
export interface AskedStatistics {
  readonly where: Condition;
  readonly request: StatisticsRequest;
}

interface IntegrationArguments {
  readonly first?: number | null | undefined;
  readonly orderBy?: { readonly field: Metric; readonly direction: 'ASC' | 'DESC' } | null | undefined;
}

interface TimelineArguments {
  readonly unit: TimelineUnit;
  readonly from: Date;
  readonly to: Date;
  readonly timeZone?: string | null | undefined;
  readonly on?: TimelineTime | null | undefined;
}

type Given = Readonly<Record<string, unknown>>;

/** How many integrations the arguments ask for at most. */
export const countOfIntegrations = (given: Given): number => (given as IntegrationArguments).first ?? defaultIntegrations; // GraphQL has checked them

/** How many buckets. */
export const countOfBuckets = (given: Given): number => {
  const { unit, from, to } = given as unknown as TimelineArguments; // GraphQL has checked them
  return mostBucketsOf(unit, from, to);
};

type Grouper = (given: Given, statistics: StatisticsRequest) => Grouping;

/** The fields of a block that are lists of groups. */
const groupers: Readonly<Record<string, Grouper>> = {
  byIntegration: (given, statistics) => {
    const { first, orderBy } = given as IntegrationArguments; // GraphQL has checked them
    const order = orderBy ?? { field: 'COUNT', direction: 'DESC' };
    return { by: 'integration', first: checkTopLength('first', first ?? defaultIntegrations), order, statistics };
  },
  timeline: (given, statistics) => {
    const { unit, from, to, timeZone, on } = given as unknown as TimelineArguments; // GraphQL has checked them
    return { by: 'time', on: on ?? 'createdAt', buckets: bucketsOf(unit, from, to, timeZone ?? 'UTC'), statistics };
  },
};

/** A field as an operation selects it, and its place in the answer, where it has one yet. */
export type Selected = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues' | 'parentType' | 'fieldName' | 'fieldNodes'> & {
  readonly path: GraphQLResolveInfo['path'] | undefined;
};

type Named = readonly (readonly [name: string, nodes: readonly FieldNode[]])[];

/** The fields that the nodes ask of an object that `field` gives, each with its nodes, by the names under which they are answered. */
const fieldsBelow = (field: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[], info: Selected) => {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return [];
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  const fragments = new Map(Object.entries(info.fragments));
  return [...collectFields(info.schema, type, sets, fragments, info.variableValues)].flatMap(([name, [first, ...others]]) => {
    const found = first && type.getFields()[first.name.value];
    return found ? [{ name, field: found, nodes: [first, ...others] as const }] : []; // `__typename` is nothing to read
  });
};

/** The place in the answer where a mistake in the list of that name is told; undefined where there is no answer yet. */
type Place = (name: string) => readonly (string | number)[] | undefined;

/** Tells a mistake in a list of groups there, and not at the block that is read with it. */
const told = <Result>(make: () => Result, nodes: readonly FieldNode[], path: ReturnType<Place>): Result => {
  try {
    return make();
  } catch (error) {
    throw path && error instanceof BadInputError ? new GraphQLError(error.message, { nodes, path, originalError: error }) : error;
  }
};

/** What the blocks of one group ask for together. */
const requestOf = (field: GraphQLField<unknown, unknown>, blocks: Named, info: Selected, placeOf: Place): StatisticsRequest => {
  const groups: (readonly [string, Grouping])[] = [];
  const selected = new Set<string>();
  for (const [block, blockNodes] of blocks)
    for (const { name, field: inner, nodes } of fieldsBelow(field, blockNodes, info)) {
      selected.add(inner.name);
      const grouper = groupers[inner.name];
      if (!grouper) continue;
      const below = fieldsBelow(inner, nodes, info).filter((each) => each.field.name === 'statistics');
      const [first] = below;
      const named = below.map((each) => [each.name, each.nodes] as const);
      const place = placeOf(name);
      const within: Place = () => place; // groups in a list have no places before it is read
      const statistics = first ? requestOf(first.field, named, info, within) : { durations: false, errors: false, groups: [] };
      const grouping = told(() => grouper(getArgumentValues(inner, nodes[0], info.variableValues), statistics), nodes, place);
      groups.push([`${block}.${name}`, grouping]);
    }
  return {
    durations: selected.has('durationSeconds'),
    errors: selected.has('errorCount') || selected.has('openErrorCount'),
    groups,
  };
};

/** By the nodes of a field, which one execution shares among all objects of a list. */
const known = new WeakMap<readonly FieldNode[], AskedStatistics>();

/**
 * What a field that gives a block asks for.
 * @throws BadInputError for arguments that make no sense
 */
export const askedStatistics = (filter: FilterInput | null | undefined, info: Selected): AskedStatistics => {
  const found = known.get(info.fieldNodes);
  if (found) return found;
  const field = info.parentType.getFields()[info.fieldName];
  if (!field) throw new TypeError(`${info.parentType.name} has no field ${info.fieldName}.`);
  const where = toCondition('integrationRun', filter, ['filter']);
  const path = info.path && responsePathAsArray(info.path);
  const asked = { where, request: requestOf(field, [['', info.fieldNodes]], info, (name) => path && [...path, name]) };
  known.set(info.fieldNodes, asked);
  return asked;
};

/** The groups of a list that was read with its block; those of a timeline without a bucket are none. */
export const groupsRead = ({ read, name }: StatisticsBlock, info: GraphQLResolveInfo): readonly StatisticsGroup[] =>
  read.groups.get(`${name}.${info.path.key}`) ?? [];
