// What an answer with statistics has in it, element by element: a block of figures, and the lists of groups that are asked for, each group with a block of
// its own. It is cut by `fields` and written like any other answer.
import { columnOf } from '../../domain/entities/entities.js';
import { parseKey, underscored } from '../request/query/key.js';
import { type Layout, type LayoutElement, layouts } from '../response/layout.js';
import type { Shown } from '../route.js';

const integer = (name: string, field: string): LayoutElement => ({ name, field, kind: 'integer' });
const decimal = (name: string, field = name): LayoutElement => ({ name, field, kind: 'decimal' });
const time = (name: string): LayoutElement => ({ name, field: name, kind: 'time' });

const count = integer('count', 'count');

/** The lists of groups, by the names of their elements; their parameters have the same with underscores. */
export const groupNames = { byIntegration: 'by-integration', timeline: 'timeline' } as const;
export type GroupName = keyof typeof groupNames;
const groupKeys = ['byIntegration', 'timeline'] as const satisfies readonly GroupName[];

/** Figures that are read only where they are shown. */
export const durationsName = 'duration-seconds';
export const errorNames: readonly string[] = ['error-count', 'open-error-count'];

const block: Layout = [
  count,
  {
    name: 'by-status',
    listOf: 'byStatus',
    item: 'status-count',
    layout: [{ name: 'status', field: 'status', kind: 'enum', enumColumn: columnOf('integrationRun', 'status') }, count],
  },
  decimal('success-rate', 'successRate'),
  {
    name: durationsName,
    one: 'durationSeconds',
    layout: [count, ...['average', 'p50', 'p95', 'p99', 'max'].map((name) => decimal(name))],
  },
  integer('records-processed', 'recordsProcessed'),
  integer('error-count', 'errorCount'),
  integer('open-error-count', 'openErrorCount'),
];

const statistics: LayoutElement = { name: 'statistics', one: 'statistics', layout: block };

/** An integration by its own elements. */
const integration: LayoutElement = {
  name: 'integration',
  one: 'integration',
  layout: layouts.integration.filter((element) => 'field' in element),
};

const groups: Readonly<Record<GroupName, LayoutElement>> = {
  byIntegration: {
    name: groupNames.byIntegration,
    listOf: 'byIntegration',
    item: 'integration-statistics',
    layout: [integration, statistics],
  },
  timeline: { name: groupNames.timeline, listOf: 'timeline', item: 'statistics-bucket', layout: [time('from'), time('to'), statistics] },
};

/** An answer with these lists, the same each time: writers are kept with it. */
const made = new Map<string, Layout>();
const layoutWith = (names: readonly GroupName[]): Layout => {
  const key = names.join(' ');
  const layout = made.get(key) ?? [...block, ...names.map((name) => groups[name])];
  made.set(key, layout);
  return layout;
};

/** The statistics, with a list of groups for each of which there is a parameter. */
export const shownStatistics: Shown = {
  root: { name: 'integration-run-statistics', plural: 'integration-run-statistics' },
  layout: (search) => {
    const asked = new Set([...search.keys()].map((key) => parseKey(key)[0]));
    return layoutWith(groupKeys.filter((name) => asked.has(underscored(groupNames[name]))));
  },
};
