// The feed of changes in the OpenAPI document: the one path that answers no records, and no XML.
import { longestWait, mostChanges, typeNames, usualLimit } from '../changes/answer.js';
import { changeLayout } from '../changes/rows.js';
import { headersWith } from './responses.js';
import { type Schema, schemaReference } from './schemas.js';

const orNull = (name: string, description: string): Schema => ({ description, anyOf: [schemaReference(name), { type: 'null' }] });

const own: Readonly<Record<string, Schema>> = {
  position: { type: 'string', description: 'Its place in the feed: `after` goes on from it.' },
  type: { type: 'string', enum: typeNames, description: 'What kind of change it was.' },
  at: { type: 'string', format: 'date-time', description: 'When it happened.' },
  source: { type: 'string', enum: ['graphql', 'rest', 'system'], description: 'The door through which it came.' },
  version: { type: 'integer', minimum: 1, description: 'The version that the record had from then on.' },
  actor: orNull('user', 'Who did it; null for what nobody did.'),
  'integration-run': orNull('integration-run', 'The run that changed, or the run of the error that did, without its errors.'),
  'integration-error': orNull('integration-error', 'The error that changed.'),
  integration: orNull('integration', 'The integration that changed.'),
  contract: orNull('contract', 'The contract that changed.'),
};

/** The schema of one change. */
export const changeSchema: Schema = {
  type: 'object',
  description:
    'One change of a record. The records in it are as they are now, which may be later than the change; null where it is not about one.',
  properties: Object.fromEntries(changeLayout.map(({ name }) => [name, own[name] ?? {}])),
};

const inQuery = (name: string, description: string, schema: Schema): Schema => ({ name, in: 'query', description, schema });

const refusals = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  410: 'Gone',
  421: 'MisdirectedRequest',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  503: 'ServiceUnavailable',
};

export const changesOperation: Schema = {
  tags: ['changes'],
  summary: 'Read what has changed, in the order of the commits',
  operationId: 'get_changes',
  parameters: [
    inQuery(
      'after',
      'Where to go on: `X-Feed-Position` of the answer before, or the position of a change. The oldest that are kept, unless it is given.',
      { type: 'string' },
    ),
    inQuery('limit', `Most changes to answer; more than ${mostChanges} is cut to ${mostChanges}.`, {
      type: 'integer',
      minimum: 1,
      default: usualLimit,
    }),
    inQuery('types', 'Kinds of changes, separated by commas; all unless given.', { type: 'string', examples: ['run_created,run_moved'] }),
    {
      name: 'Prefer',
      in: 'header',
      description: `\`wait=30\` waits for the first change, so many seconds at most, up to ${longestWait}.`,
      schema: { type: 'string', examples: ['wait=30'] },
    },
  ],
  responses: {
    200: {
      description: 'The changes after the position, a JSON list or a line for each; empty where there is none, or none came in time.',
      headers: headersWith(['X-Feed-Position', 'Preference-Applied']),
      content: {
        'application/json': { schema: { type: 'array', items: schemaReference('change') } },
        'application/x-ndjson': { schema: { type: 'string', description: 'A change a line, each as in the list.' } },
      },
    },
    ...Object.fromEntries(Object.entries(refusals).map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }])),
  },
};
