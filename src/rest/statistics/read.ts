// Reads the statistics that an answer shows, in one statement, in the shape of its layout: what the layout leaves out isn't read.

import type { ShapedRow } from '../../domain/read/prepared-read.js';
import { Decimal, decimalText } from '../../domain/rules/decimal.js';
import type { DomainContext } from '../../domain/rules/viewer.js';
import { readStatistics } from '../../domain/statistics/read.js';
import type { RunStatistics, StatisticsRequest } from '../../domain/statistics/request.js';
import type { Layout, LayoutElement, OwnElement } from '../response/layout.js';
import { nameAt } from '../response/selection.js';
import { durationsName, errorNames, groupNames } from './layout.js';
import type { StatisticsQuery } from './query.js';

const layoutAt = (layout: Layout, name: string): Layout | null => {
  const found = layout.find((element) => element.name === name);
  return found && 'layout' in found ? found.layout : null;
};

const requestOf = (layout: Layout, groups: StatisticsQuery['groups']): StatisticsRequest => ({
  durations: layoutAt(layout, durationsName) !== null,
  errors: layout.some(({ name }) => errorNames.includes(name)),
  groups: groups.flatMap(({ name, grouping }) => {
    const shown = layoutAt(layout, groupNames[name]);
    const statistics = shown && requestOf(layoutAt(shown, 'statistics') ?? [], []);
    return statistics ? [[name, { ...grouping, statistics }] as const] : [];
  }),
});

type Values = Readonly<Record<string, unknown>>;

/** The groups among the figures, under the names of their lists. */
const valuesOf = ({ groups, ...figures }: RunStatistics): Values => ({ ...figures, ...Object.fromEntries(groups) });

const ownValue = ({ field, kind }: OwnElement, values: Values): unknown => {
  const value = values[field];
  if (value instanceof Date) return value.toISOString();
  return kind === 'decimal' && value !== null ? decimalText(new Decimal(Number(value))) : value;
};

const shownValue = (element: LayoutElement, values: Values): unknown => {
  if ('field' in element) return ownValue(element, values);
  if ('listOf' in element) return (values[element.listOf] as readonly Values[]).map((each) => shaped(element.layout, each));
  const inner = 'one' in element ? values[element.one] : null;
  return inner ? shaped(element.layout, inner as Values) : null;
};

const shaped = (layout: Layout, values: Values): ShapedRow =>
  Object.fromEntries(layout.map((element, place) => [nameAt(place), shownValue(element, values)]));

/**
 * The statistics in the layout.
 * @throws ForbiddenError without the scope of runs, or of one that the conditions lead to
 */
export const readShownStatistics = async (context: DomainContext, { where, groups }: StatisticsQuery, layout: Layout): Promise<ShapedRow> =>
  shaped(layout, valuesOf(await readStatistics(context, where, requestOf(layout, groups))));
