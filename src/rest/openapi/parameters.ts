// The parameters of the query string: how to answer, and which rows; from the tables that the query language itself goes by.
import { columnOf } from '../../domain/entities/entities.js';
import { joinWords } from '../../domain/rules/wording.js';
import { requestHeaders } from '../../http/headers.js';
import { type controls, deepestAssociation, mostConditions, pageSize } from '../request/query/compile.js';
import { operators } from '../request/query/operators.js';
import { type Vocabulary, vocabularyOf } from '../request/query/vocabulary.js';
import { returnObjects } from '../response/projection.js';
import type { Route } from '../route.js';
import type { Resource } from '../wire/resources.js';
import { type Schema, schemaReference, valueSchema } from './schemas.js';
import { elementText } from './texts.js';

type Control = (typeof controls)[number];

const inQuery = (name: string, description: string, schema: Schema): Schema => ({ name, in: 'query', description, schema });

/** Those that are the same everywhere; `order_by` is each resource's own. */
const shared: Record<Exclude<Control, 'order_by'>, Schema> = {
  limit: inQuery('limit', `Most rows to answer; more than ${pageSize} is cut to ${pageSize}.`, {
    type: 'integer',
    minimum: 1,
    default: pageSize,
  }),
  offset: inQuery('offset', 'How many rows to leave out first.', { type: 'integer', minimum: 0, default: 0 }),
  dir: inQuery('dir', 'Direction of `order_by`.', { type: 'string', enum: ['asc', 'desc'], default: 'asc' }),
  return_object: inQuery(
    'return_object',
    'How much to answer: `limited` is the id alone; `shallow` is all elements, but of associations only what names them; `none` is an empty body after a write, and means nothing on a read.',
    { type: 'string', enum: returnObjects },
  ),
  fields: {
    name: 'fields',
    in: 'query',
    description:
      'Elements to answer, as JSON: `["id",{"integration":["id","code"]}]`, or `{"integration":{}}` for all of it. They come in the order given; names that do not exist are ignored, whatever is in them. It wins over `return_object`, but for `none`: after a write the body is then empty all the same.',
    content: { 'application/json': { schema: schemaReference('fields') } },
  },
  filter: inQuery('filter', 'Accepted and ignored: clients of the original send it everywhere.', { type: 'string' }),
  exported: inQuery('exported', 'Accepted and ignored: clients of the original send it everywhere.', { type: 'string' }),
};

/** The parameters that operations refer to, by name. */
export const sharedParameters: Readonly<Record<string, Schema>> = {
  ...shared,
  prefer: {
    name: 'Prefer',
    in: 'header',
    description: requestHeaders.Prefer,
    schema: { type: 'string', enum: ['graphql'] },
  },
  'if-match': {
    name: 'If-Match',
    in: 'header',
    description: requestHeaders['If-Match'],
    schema: { type: 'string' },
  },
  'if-none-match': {
    name: 'If-None-Match',
    in: 'header',
    description: requestHeaders['If-None-Match'],
    schema: { type: 'string' },
  },
  'idempotency-key': {
    name: 'Idempotency-Key',
    in: 'header',
    description: requestHeaders['Idempotency-Key'],
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
  },
  id: { name: 'id', in: 'path', required: true, description: 'Number of the record.', schema: { type: 'integer', minimum: 1 } },
};

const reference = (name: string): Schema => ({ $ref: `#/components/parameters/${name}` });

const orderBy = (resource: Resource): Schema =>
  inQuery('order_by', 'The attribute to sort by, with dashes or underscores. Rows that are alike in it are sorted by id.', {
    type: 'string',
    enum: [...vocabularyOf(resource).comparable.keys()],
    default: 'id',
  });

const code = (names: Iterable<string>): string[] => [...names].map((name) => `\`${name}\``);

const attributeParameter = ({ entity }: Resource, name: string, field: string): Schema => {
  const { kind } = columnOf(entity, field);
  const usable = Object.entries(operators).filter(([, { kinds }]) => kinds.includes(kind));
  const bracketed = joinWords(code(usable.map(([operator]) => `[${operator}]`)), 'and');
  return inQuery(name, `${elementText(entity, field)} Without an operator: equal. There are ${bracketed} too.`, valueSchema(entity, field));
};

const operatorTable = [
  '| operator | for attributes that hold |',
  '| --- | --- |',
  ...Object.entries(operators).map(([name, { kinds }]) => `| \`[${name}]\` | ${kinds.join(', ')} |`),
].join('\n');

const associationList = ({ associations }: Vocabulary): string =>
  [...associations].map(([name, { target }]) => `- \`${name}[…]\`: ${code(vocabularyOf(target).attributes.keys()).join(', ')}`).join('\n');

/** Keys with brackets are countless; OpenAPI has them as the properties of one exploded object. */
const conditions = ({ plural }: Resource, vocabulary: Vocabulary): Schema => ({
  name: 'conditions',
  in: 'query',
  style: 'form',
  explode: true,
  description: [
    `Any number of conditions up to ${mostConditions}, each a parameter of its own: \`attribute[operator]=value\`. All of them must hold; the same key may come twice. Operators, by what an attribute holds:`,
    operatorTable,
    '`[in]` and `[not_in]` take a list with commas, around which blanks are nothing; `[blank]` takes true or false. `[not_eq]` and `[not_in]` select unset values too. Texts are searched ignoring case; times are compared by whole seconds.',
    `Through associations, up to ${deepestAssociation} deep, \`association[attribute]=value\` or \`association[attribute][operator]=value\` selects ${plural.replaceAll('-', ' ')} with some record that meets all conditions on that association:`,
    associationList(vocabulary),
  ].join('\n\n'),
  schema: { type: 'object', additionalProperties: { type: 'string' } },
  example: {},
});

/** What every operation takes. */
const everywhere = (['return_object', 'fields', 'filter', 'exported'] as const satisfies readonly Control[]).map(reference);

/** The parameters of what is of many records: how to answer, and conditions on every attribute. */
export const selectionParameters = (resource: Resource): Schema[] => {
  const vocabulary = vocabularyOf(resource);
  return [
    ...everywhere,
    reference('prefer'),
    ...[...vocabulary.comparable].map(([name, field]) => attributeParameter(resource, name, field)),
    ...(vocabulary.associations.size > 0 ? [conditions(resource, vocabulary)] : []),
  ];
};

/** The parameters of a list: paging and order as well. */
export const listParameters = (resource: Resource): Schema[] => [
  ...(['limit', 'offset'] as const satisfies readonly Control[]).map(reference),
  orderBy(resource),
  reference('dir'),
  ...selectionParameters(resource),
];

/** The parameters of any other operation: the number in the path, and how to answer. */
export const recordParameters = ({ method, path, takes = {} }: Route): Schema[] => [
  ...(path.includes(':id') ? [reference('id')] : []),
  ...Object.entries(takes).map(([name, { description, ...schema }]) => inQuery(name, String(description), schema)),
  ...everywhere,
  ...(method === 'GET' ? [reference('prefer')] : ['if-match', 'if-none-match', 'idempotency-key'].map(reference)),
];

/** The element that an operation takes from the query where the body has none. */
export const storedParameter = ({ entity, elements }: Resource, name: string): Schema => {
  const { field = name } = elements.find((element) => element.name === name) ?? {};
  return inQuery(name.replaceAll('-', '_'), `${elementText(entity, field)} It may be in the body instead.`, valueSchema(entity, field));
};
