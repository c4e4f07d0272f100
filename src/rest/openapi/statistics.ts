// The statistics of runs in the OpenAPI document: what answers have in them, and the parameters of the lists of groups.
import { durationsName, groupNames, shownStatistics } from '../statistics/layout.js';
import { groupParameters } from '../statistics/query.js';
import { resources } from '../wire/resources.js';
import { type Schema, schemaReference, valueSchema } from './schemas.js';

const { name } = shownStatistics.root;

const count = (description: string): Schema => ({ type: 'integer', minimum: 0, description });
const decimal = (description: string): Schema => ({ type: 'string', format: 'decimal', examples: ['12.50'], description });
const list = (item: string, description: string, properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'array',
  description,
  items: { type: 'object', xml: { name: item }, properties },
  xml: { wrapped: true },
});

const statistics: Schema = { ...schemaReference(name), description: 'Of the runs of the group alone, without lists of groups.' };

/** Figures of a set of runs. Lists of groups are there where they are asked for. */
export const statisticsSchema: Schema = {
  type: 'object',
  description: 'Figures of a set of runs, as they were at one moment.',
  xml: { name },
  properties: {
    count: count('How many runs there are.'),
    'by-status': list('status-count', 'How many runs have which status: every status, in the order of a life.', {
      status: { ...valueSchema('integrationRun', 'status'), description: 'Where these runs stand.' },
      count: count('How many they are.'),
    }),
    'success-rate': {
      ...decimal('The part of the runs that ended well among those that ended, from 0 to 1; null without either.'),
      type: ['string', 'null'],
    },
    [durationsName]: {
      type: ['object', 'null'],
      description: 'How long the runs took that have both a start and an end, in seconds; null without any, and left out in XML.',
      properties: {
        count: count('How many runs these figures are of.'),
        average: decimal('The arithmetic mean.'),
        p50: decimal('The median: half of the runs took no longer. Percentiles are interpolated.'),
        p95: decimal('What 95 of 100 runs took no longer than.'),
        p99: decimal('What 99 of 100 runs took no longer than.'),
        max: decimal('What the longest run took.'),
      },
    },
    'records-processed': count('How many records the runs have carried together.'),
    'error-count': count('How many errors the runs met.'),
    'open-error-count': count('How many of these errors are not resolved.'),
    [groupNames.byIntegration]: list(
      'integration-statistics',
      'The integrations with at least one of these runs, where they are asked for.',
      {
        integration: { ...schemaReference(resources.integration.name), description: 'Whose runs they are, by its own elements.' },
        statistics,
      },
    ),
    [groupNames.timeline]: list('statistics-bucket', 'Every bucket, those without runs among them, where a timeline is asked for.', {
      from: { type: 'string', format: 'date-time', description: 'When it starts.' },
      to: { type: 'string', format: 'date-time', description: 'When it ends, which belongs to the next.' },
      statistics,
    }),
  },
};

/** The parameters by which lists of groups are asked for. */
export const statisticsParameters: readonly Schema[] = Object.entries(groupParameters).flatMap(([list, parameters]) =>
  Object.entries<Schema>(parameters).map(([key, { description, ...schema }]) => ({
    name: `${list}[${key}]`,
    in: 'query',
    description,
    schema,
  })),
);
