// The schemas of what is sent and answered, made of the table of resources. Answers have all of their elements unless the client asks for
// fewer, so none is required; requests require what a new record must have.

import type { Column, ColumnKind } from '../../domain/entities/columns.js';
import { columnOf } from '../../domain/entities/entities.js';
import { modelDoc } from '../../domain/rules/docs.js';
import { decimalDigits } from '../../domain/rules/validate.js';
import { joinWords } from '../../domain/rules/wording.js';
import { wireEnum } from '../wire/names.js';
import { type Element, type Owner, type Resource, resources } from '../wire/resources.js';
import { elementText } from './texts.js';

export type Schema = Readonly<Record<string, unknown>>;
type Properties = Readonly<Record<string, Schema>>;

export const schemaReference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

const typed: Record<ColumnKind, (column: Column) => Schema> = {
  integer: ({ minimum, maximum }) => ({
    type: 'integer',
    format: 'int32',
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
  }),
  decimal: () => ({ type: 'string', format: 'decimal', pattern: decimalDigits.source, examples: ['1500.50'] }),
  boolean: () => ({ type: 'boolean' }),
  enum: (column) => ({ type: 'string', enum: column.values?.map((value) => wireEnum(column, value)) }),
  text: ({ length, nullable }) => ({
    type: 'string',
    ...(!nullable && { minLength: 1 }),
    ...(length !== undefined && { maxLength: length }),
  }),
  time: () => ({ type: 'string', format: 'date-time', examples: ['2026-01-31T09:30:00+00:00'] }),
  json: () => ({}), // any value
};

/** The schema of a value of the column, without null. */
export const valueSchema = (entity: Resource['entity'], field: string): Schema => {
  const column = columnOf(entity, field);
  return typed[column.kind](column);
};

const orNull = (schema: Schema): Schema => ({
  ...schema,
  ...(typeof schema['type'] === 'string' && { type: [schema['type'], 'null'] }),
  ...(Array.isArray(schema['enum']) && { enum: [...schema['enum'], null] }),
});

const elementSchema = ({ entity }: Resource, { field, writable }: Element): Schema => {
  const { nullable } = columnOf(entity, field);
  const value = valueSchema(entity, field);
  return { ...(nullable ? orNull(value) : value), description: elementText(entity, field), ...(!writable && { readOnly: true }) };
};

/** What elements such as `supplier[name]` stand in, in words. */
const groupTexts: Readonly<Record<string, string>> = {
  supplier: 'The other party, as far as the gateway knows it; null when it knows nothing.',
  currency: 'The currency of both values; null when nobody has said.',
};

/** What answers show of a group beside its own elements. */
const shownToo: Readonly<Record<string, Properties>> = {
  supplier: { 'display-name': { type: ['string', 'null'], description: 'The same as `name`.' } },
};

const propertiesOf = (resource: Resource, isShown: (element: Element) => boolean = () => true): Properties => {
  const properties: Record<string, Schema> = {};
  for (const element of resource.elements.filter(isShown)) {
    const [, outer, inner] = /^(.+)\[(.+)\]$/.exec(element.name) ?? [];
    const schema = elementSchema(resource, element);
    if (outer === undefined || inner === undefined) {
      properties[element.name] = schema;
      continue;
    }
    const known = properties[outer]?.['properties'];
    const members = { ...(typeof known === 'object' ? known : shownToo[outer]), [inner]: schema };
    properties[outer] = { type: ['object', 'null'], description: groupTexts[outer] ?? outer, properties: members };
  }
  return properties;
};

const listSchema = ({ plural }: Resource, item: string, description: string): Schema => ({
  type: 'array',
  description,
  items: schemaReference(item),
  xml: { name: plural, wrapped: true },
});

const object = ({ name }: Pick<Resource, 'name'>, description: string, properties: Properties): Schema => ({
  type: 'object',
  description,
  xml: { name },
  properties,
});

const { integration, integrationRun, integrationError, integrationHistoryRecord, contract, integrationErrorResponse: response } = resources;

const author = (description: string): Schema => ({ anyOf: [schemaReference('user'), { type: 'null' }], description, readOnly: true });
const authors: Properties = {
  'created-by': author('Who created it; null for what nobody did.'),
  'updated-by': author('Who changed it last; null for what nobody did.'),
};
const errorsOfRun = 'integration-error-of-run';
const responses = listSchema(response, response.name, 'What the end system answered about the document.');

/** What answers show, with what nests in it. */
const representations: Properties = {
  'integration-run': object(integrationRun, modelDoc('IntegrationRun'), {
    ...propertiesOf(integrationRun),
    integration: { ...schemaReference(integration.name), description: 'The integration that was executed; never changes.' },
    'integration-errors': listSchema(integrationError, errorsOfRun, 'The errors that the run met; empty when it met none.'),
    ...authors,
  }),
  'integration-error': object(integrationError, modelDoc('IntegrationError'), {
    ...propertiesOf(integrationError),
    integration: { ...schemaReference(integration.name), description: "The integration of the error's run.", readOnly: true },
    responses,
    ...authors,
  }),
  'integration-history-record': object(integrationHistoryRecord, modelDoc('IntegrationHistoryRecord'), {
    ...propertiesOf(integrationHistoryRecord),
    integration: {
      ...schemaReference(integration.name),
      description: 'The integration that it belongs to: that of its run, where it has one.',
    },
    responses,
    ...authors,
  }),
  [errorsOfRun]: object(integrationError, 'An error where its run shows it: the same without the integration.', {
    ...propertiesOf(integrationError),
    responses,
    ...authors,
  }),
  integration: object(integration, modelDoc('Integration'), { ...propertiesOf(integration), ...authors }),
  contract: object(contract, modelDoc('Contract'), propertiesOf(contract)),
  response: object(response, modelDoc('IntegrationErrorResponse'), propertiesOf(response)),
  user: object({ name: 'user' }, modelDoc('Actor'), {
    id: { ...valueSchema('actor', 'id'), description: elementText('actor', 'id') },
    login: { ...valueSchema('actor', 'login'), description: elementText('actor', 'login') },
    fullname: { ...valueSchema('actor', 'name'), description: elementText('actor', 'name') },
  }),
};

export const listName = ({ plural }: Resource): string => plural;
export const changesName = ({ name }: Resource): string => `${name}-changes`;
export const newName = ({ name }: Resource): string => `new-${name}`;

const addedResponses: Properties = {
  responses: { ...responses, maxItems: 100, description: 'What the end system answered. A list takes the place of the one before.' },
};

/** What requests may add to a record beside its own elements. */
const added: Readonly<Record<string, Properties>> = {
  'integration-run': {
    'integration-errors': listSchema(integrationError, changesName(integrationError), 'Errors to add to those that the run has.'),
  },
  'integration-error': addedResponses,
  'integration-history-record': addedResponses,
};

const isWritable = ({ writable }: Element): boolean => writable;

/** What requests may set, under all of its names: answers show those names that are within others, and an alias that is alone is added. */
const writableOf = (resource: Resource): Properties => {
  const others = resource.elements.filter(isWritable).flatMap((element) => {
    const schema = { ...elementSchema(resource, element), description: `Another way to say \`${element.name}\`.` };
    return element.aliases.filter((alias) => !alias.includes('[')).map((alias) => [alias, schema]);
  });
  return { ...propertiesOf(resource, isWritable), ...Object.fromEntries(others), ...added[resource.name] };
};

const changes = (resource: Resource): Schema =>
  object(resource, 'What can be changed; what is left out stays. Unknown and read-only elements are ignored.', writableOf(resource));

const ownerProperties = ({ entity, name, keys }: Owner): Properties => {
  const properties = keys.map((key): [string, Schema] => [key, valueSchema(entity, key)]);
  return {
    [name]: {
      type: 'object',
      description: `What it belongs to, named by its ${joinWords(keys, 'or')}.`,
      properties: Object.fromEntries(properties),
      minProperties: 1,
    },
    [`${name}-id`]: { ...valueSchema(entity, 'id'), description: `Another way to name the ${name}, by its number.` },
  };
};

const creation = (resource: Resource): Schema => {
  const required = resource.elements.filter(({ field }) => resource.required?.includes(field)).map(({ name }) => name);
  const { owners = [] } = resource;
  return {
    ...object(resource, `What a new ${resource.name} may have. Unknown and read-only elements are ignored.`, {
      ...Object.assign({}, ...owners.map(ownerProperties)),
      ...writableOf(resource),
    }),
    ...(required.length > 0 && { required }),
    ...(owners.length > 0 && { anyOf: owners.flatMap(({ name }) => [{ required: [name] }, { required: [`${name}-id`] }]) }),
  };
};

const requested = (resource: Resource): [string, Schema][] => [
  [newName(resource), creation(resource)],
  [changesName(resource), changes(resource)],
];

const listed = (resource: Resource): [string, Schema] => [
  listName(resource),
  listSchema(resource, resource.name, 'One page; empty when nothing matches.'),
];

const errors: Properties = {
  errors: {
    type: 'object',
    description: 'A refusal in JSON: messages for people, by the resource that they are about, or `base`.',
    required: ['errors'],
    properties: { errors: { type: 'object', minProperties: 1, additionalProperties: { type: 'array', items: { type: 'string' } } } },
    examples: [{ errors: { integration_run: ["Integration can't be blank"] } }],
  },
  'xml-errors': {
    type: 'array',
    description: 'A refusal in XML: messages for people.',
    xml: { name: 'errors', wrapped: true },
    items: { type: 'string', xml: { name: 'error' }, examples: ["Integration can't be blank"] },
  },
};

/** Elements to keep, in the order in which they are to come. */
const fields: Schema = {
  type: 'array',
  description:
    'Elements to keep: names, and objects of names with what to keep within each, where `{}` is all of it. Names may have dashes or underscores.',
  items: {
    anyOf: [
      { type: 'string' },
      { type: 'object', additionalProperties: { anyOf: [schemaReference('fields'), { type: 'object', maxProperties: 0 }] } },
    ],
  },
};

const recordResources = [integrationRun, integrationError, integrationHistoryRecord, integration, contract];

/** Every schema of the document, by name. */
export const schemas: Properties = {
  ...representations,
  ...Object.fromEntries(recordResources.map(listed)),
  ...Object.fromEntries(recordResources.flatMap(requested)),
  ...errors,
  fields,
};
