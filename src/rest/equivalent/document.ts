// The elements of REST answers as GraphQL selections. A selection begins as a tree in the shape of the answer, with the text of a GraphQL field
// in the place of each value, so that `fields` and `return_object` cut it as they cut the answer.
import { maximumPageSize } from '../../domain/read/page.js';
import type { Projection } from '../projection.js';
import { type RecordEntity, type Resource, resources } from '../wire/resources.js';
import type { Tree } from '../wire/tree.js';
import { fieldName, references } from './names.js';

/** Elements of the row itself. `supplier[name]` is `name` within `supplier`; a foreign key is shown by what it refers to. */
const own = ({ elements }: Resource): Tree =>
  Object.fromEntries(
    elements.map(({ name, field }): [string, string | Tree] => {
      const reference = references.get(field);
      const shown = reference === undefined ? fieldName(field) : `${reference} { databaseId }`;
      const [, outer, inner] = /^(.+)\[(.+)\]$/.exec(name) ?? [];
      return outer === undefined || inner === undefined ? [name, shown] : [outer, { [inner]: shown }];
    }),
  );

const integration = own(resources.integration);
const error: Tree = { ...own(resources.integrationError), responses: [own(resources.response)] };
const actor: Tree = { id: 'id', fullname: 'name' };

/** Each answer, without what GraphQL doesn't show: logins, and the authors of anything but runs. */
const answers: Readonly<Record<RecordEntity, Tree>> = {
  integration,
  integrationRun: {
    ...own(resources.integrationRun),
    integration,
    'integration-errors': [error],
    'created-by': actor,
    'updated-by': actor,
  },
  integrationError: { ...own(resources.integrationError), integration, responses: [own(resources.response)] },
  contract: own(resources.contract),
};

/** The fields that hold other records. What has none here (`supplier`) is flat in GraphQL. */
const holders: Readonly<Record<string, (inner: string) => string>> = {
  integration: (inner) => `integration { ${inner} }`,
  'integration-errors': (inner) =>
    `integrationErrors(first: ${maximumPageSize}, orderBy: {field: ID, direction: ASC}) { nodes { ${inner} } }`,
  responses: (inner) => `responses { ${inner} }`,
  'created-by': (inner) => `createdBy { ${inner} }`,
  'updated-by': (inner) => `updatedBy { ${inner} }`,
};

const isList = (value: Tree[string]): value is readonly Tree[] => Array.isArray(value);

/** A selection can't be empty: where nothing was chosen, the name of the type shows at least that something is there. */
const write = (tree: Tree): string => {
  const fields = Object.entries(tree).map(([name, value]) => {
    if (typeof value === 'string') return value;
    const inner = write(isList(value) ? (value[0] ?? {}) : (value as Tree)); // the trees above hold nothing else
    return holders[name]?.(inner) ?? inner;
  });
  return fields.length === 0 ? '__typename' : fields.join(' ');
};

/** The fields, without braces, that show what a REST answer shows of a record once `cut` has been applied to it. */
export const selectionOf = (entity: RecordEntity, cut: Projection['apply']): string => write(cut(answers[entity]) as Tree); // a tree stays one
