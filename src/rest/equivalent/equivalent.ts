// The GraphQL request that reads what a REST read reads, rows and order and fields: how an old client's team moves over.
import { sortingColumns } from '../../domain/entities/entities.js';
import { encodeCursor } from '../../domain/read/cursor.js';
import { readList } from '../../domain/read/read.js';
import type { DomainContext } from '../../domain/rules/viewer.js';
import { capitalised, constantCase } from '../../lib/words.js';
import type { Query } from '../request/query/compile.js';
import { vocabularyOf } from '../request/query/vocabulary.js';
import type { Layout } from '../response/layout.js';
import type { Representation } from '../route.js';
import { statisticsEquivalent } from '../statistics/equivalent.js';
import { type RecordEntity, resources } from '../wire/resources.js';
import { selectionOf } from './document.js';
import { toFilter } from './filter.js';
import { listName } from './names.js';

/** The body of a POST to /graphql, or why there is none. */
export type Equivalent = { readonly query: string; readonly variables: Readonly<Record<string, unknown>> } | { readonly omitted: string };

/** Where the page begins, and how long it is. GraphQL knows no offsets: the page follows the row before it, which is read here. */
const pageOf = async (context: DomainContext, entity: RecordEntity, { where, order, limit, offset }: Query) => {
  if (offset === 0) return { first: limit };
  const [before] = await readList(context, entity, { where, order, limit: 1, offset: offset - 1 });
  return before ? { first: limit, after: encodeCursor(entity, order, before) } : { first: 0 };
};

/** How to read the next page, for a page that isn't past the end. */
const pageInfo = 'pageInfo { hasNextPage endCursor }';

/** The equivalent of a list. */
const listEquivalent = async (context: DomainContext, entity: RecordEntity, query: Query, layout: Layout): Promise<Equivalent> => {
  const { field, direction } = query.order;
  if (!sortingColumns(entity).includes(field)) {
    const [name = field] = [...vocabularyOf(resources[entity]).attributes].find(([, column]) => column === field) ?? [];
    return { omitted: `GraphQL has no order by ${name}` };
  }
  const filter = toFilter(entity, query.where);
  const page = await pageOf(context, entity, query);
  const variables = {
    ...(Object.keys(filter).length > 0 && { filter }),
    orderBy: { field: constantCase(field), direction },
    ...page,
  };
  const types: Readonly<Record<string, string>> = {
    filter: `${capitalised(entity)}Filter`,
    orderBy: `${capitalised(entity)}Order`,
    first: 'Int',
    after: 'String',
  };
  const names = Object.keys(variables);
  const declared = names.map((name) => `$${name}: ${types[name]}`).join(', ');
  const given = names.map((name) => `${name}: $${name}`).join(', ');
  const list = listName(entity);
  const around = page.first === 0 ? 'totalCount' : `totalCount ${pageInfo}`;
  return {
    query: `query ${capitalised(entity)}s(${declared}) { ${list}(${given}) { ${around} nodes { ${selectionOf(entity, layout)} } } }`,
    variables,
  };
};

/** The equivalent of showing one record. */
const showEquivalent = (entity: RecordEntity, id: number, layout: Layout): Equivalent => ({
  query: `query ${capitalised(entity)}($id: Int!) { ${entity}(by: {databaseId: $id}) { ${selectionOf(entity, layout)} } }`,
  variables: { id },
});

/**
 * The GraphQL equivalent of a read, with the elements of the layout. Costs one statement for a page that isn't the first, else none.
 * @throws ForbiddenError without the scope of the entity
 */
export const equivalentOf = async (context: DomainContext, shown: Representation, layout: Layout): Promise<Equivalent> => {
  if ('id' in shown) return showEquivalent(shown.entity, shown.id, layout);
  return 'statistics' in shown
    ? statisticsEquivalent(shown.statistics, layout)
    : listEquivalent(context, shown.entity, shown.query, layout);
};
