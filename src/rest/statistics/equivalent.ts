// The GraphQL request that reads the statistics that an answer shows.
import { selectionOf } from '../equivalent/document.js';
import { toFilter } from '../equivalent/filter.js';
import type { Layout, LayoutElement } from '../response/layout.js';
import type { AskedGroups, StatisticsQuery } from './query.js';

type Literals = AskedGroups['literals'];

const argumentsOf = (literals: Literals | undefined): string =>
  literals
    ? `(${Object.entries(literals)
        .map(([name, literal]) => `${name}: ${literal}`)
        .join(', ')})`
    : '';

const fieldOf = (element: LayoutElement, groups: ReadonlyMap<string, Literals>): string => {
  if ('field' in element) return element.field;
  if ('group' in element) return '';
  const name = 'one' in element ? element.one : element.listOf;
  const inner = name === 'integration' ? selectionOf('integration', element.layout) : fieldsOf(element.layout, groups);
  return `${name}${argumentsOf(groups.get(name))} { ${inner} }`;
};

/** A selection can't be empty: where nothing was chosen, the name of the type shows at least that something is there. */
const fieldsOf = (layout: Layout, groups: ReadonlyMap<string, Literals>): string =>
  layout.map((element) => fieldOf(element, groups)).join(' ') || '__typename';

/** The body of a POST to /graphql. */
export const statisticsEquivalent = ({ where, groups }: StatisticsQuery, layout: Layout) => {
  const filter = toFilter('integrationRun', where);
  const fields = fieldsOf(layout, new Map(groups.map(({ name, literals }) => [name, literals])));
  return {
    query: `query IntegrationRunStatistics($filter: IntegrationRunFilter) { integrationRunStatistics(filter: $filter) { ${fields} } }`,
    variables: Object.keys(filter).length > 0 ? { filter } : {},
  };
};
