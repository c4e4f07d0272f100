// Statistics of runs: figures of all that a filter lets through, by integration and over time.
import type { GraphQLResolveInfo } from 'graphql';
import { maximumPageSize } from '../../../domain/read/page.js';
import { maximumBuckets } from '../../../domain/statistics/calendar.js';
import { readStatistics } from '../../../domain/statistics/read.js';
import {
  type DurationStatistics,
  defaultIntegrations,
  type RunStatistics,
  type StatisticsGroup,
} from '../../../domain/statistics/request.js';
import { askedStatistics, countOfBuckets, countOfIntegrations, groupsRead, type StatisticsBlock } from '../../field-by-field/statistics.js';
import { builder } from '../builder.js';
import { IntegrationRunStatusEnum, OrderDirectionEnum, StatisticsMetricEnum, TimelineTimeEnum, TimelineUnitEnum } from '../enums.js';
import { filterOf } from '../filters/filter-inputs.js';
import { nullOnlyWithError } from '../sources/from.js';
import { readFrom, usedAs } from '../sources/source.js';
import { IntegrationType } from './integration.js';

const statisticsFilter = () =>
  builder.args((t) => ({
    filter: t.field({
      type: filterOf('integrationRun'),
      description: 'Which runs; all unless given.',
      ...usedAs({ as: 'filter', entity: 'integrationRun' }),
    }),
  }));

const StatusCountType = builder.objectRef<RunStatistics['byStatus'][number]>('IntegrationRunStatusCount').implement({
  description: 'How many runs have one status.',
  fields: (t) => ({
    status: t.expose('status', { type: IntegrationRunStatusEnum, description: 'Where these runs stand.' }),
    count: t.exposeInt('count', { description: 'How many they are; 0 where none has the status.' }),
  }),
});

const DurationStatisticsType = builder.objectRef<DurationStatistics>('DurationStatistics').implement({
  description: 'How long runs took, in seconds from their start to their end. Percentiles are interpolated between the two nearest runs.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'How many runs have both a start and an end: those that the other figures are of.' }),
    average: t.exposeFloat('average', { description: 'The arithmetic mean.' }),
    p50: t.exposeFloat('p50', { description: 'The median: half of the runs took no longer.' }),
    p95: t.exposeFloat('p95', { description: 'What 95 of 100 runs took no longer than.' }),
    p99: t.exposeFloat('p99', { description: 'What 99 of 100 runs took no longer than.' }),
    max: t.exposeFloat('max', { description: 'What the longest run took.' }),
  }),
});

const StatisticsOrderInput = builder.inputRef<{ field: 'COUNT' | 'FAILED' | 'SUCCESS_RATE' | 'DURATION_P95'; direction: 'ASC' | 'DESC' }>(
  'IntegrationRunStatisticsOrder',
);
StatisticsOrderInput.implement({
  description: 'How integrations are sorted by the statistics of their runs. Left out, those with the most runs come first.',
  fields: (t) => ({
    field: t.field({ type: StatisticsMetricEnum, required: true, description: 'What to sort by.' }),
    direction: t.field({ type: OrderDirectionEnum, required: true, defaultValue: 'ASC', description: 'Which end comes first.' }),
  }),
});

const IntegrationRunStatisticsType = builder.objectRef<StatisticsBlock>('IntegrationRunStatistics').implement({
  description: 'Figures of a set of runs, as they were at one moment: all of a block is read in one statement, whatever is asked of it.',
  fields: (t) => ({
    count: t.int({ description: 'How many runs there are.', resolve: ({ read }) => read.count }),
    byStatus: t.field({
      type: [StatusCountType],
      description: 'How many runs have which status: every status, in the order of a life.',
      resolve: ({ read }) => [...read.byStatus],
    }),
    successRate: t.float({
      nullable: true,
      description:
        'The part of the runs that ended well among those that ended, from 0 to 1: successful / (successful + failed). Null without either.',
      resolve: ({ read }) => read.successRate,
    }),
    durationSeconds: t.field({
      type: DurationStatisticsType,
      nullable: true,
      description: 'How long the runs took that have both a start and an end; null without any.',
      resolve: ({ read }) => read.durationSeconds,
    }),
    recordsProcessed: t.float({
      description: 'How many records the runs have carried together; a run that does not tell counts as none.',
      resolve: ({ read }) => read.recordsProcessed,
    }),
    errorCount: t.int({ description: 'How many errors the runs met.', resolve: ({ read }) => read.errorCount }),
    openErrorCount: t.int({ description: 'How many of these errors are not resolved.', resolve: ({ read }) => read.openErrorCount }),
  }),
});

type Group<Kind> = Extract<StatisticsGroup, Kind>;

/** The block of a group, under the name that the query has for it. */
const blockOf = ({ statistics }: StatisticsGroup, info: GraphQLResolveInfo): StatisticsBlock => ({
  read: statistics,
  name: String(info.path.key),
});

const IntegrationStatisticsType = builder.objectRef<Group<{ integration: unknown }>>('IntegrationStatistics').implement({
  description: 'Statistics of the runs of one integration.',
  fields: (t) => ({
    integration: t.field({
      type: IntegrationType,
      description: 'Whose runs they are.',
      resolve: ({ integration }) => integration,
    }),
    statistics: t.field({
      type: IntegrationRunStatisticsType,
      description: 'Of those of its runs that the filter above lets through.',
      ...readFrom({ statistics: 'group' }),
      resolve: (group, _args, _context, info) => blockOf(group, info),
    }),
  }),
});

const StatisticsBucketType = builder.objectRef<Group<{ from: unknown }>>('StatisticsBucket').implement({
  description: 'Statistics of the runs of one time, with its start and without its end.',
  fields: (t) => ({
    from: t.expose('from', { type: 'DateTime', description: 'When it starts.' }),
    to: t.expose('to', { type: 'DateTime', description: 'When it ends, which belongs to the next.' }),
    statistics: t.field({
      type: IntegrationRunStatisticsType,
      description: 'Of the runs of this time; all figures are 0 or null where there is none.',
      ...readFrom({ statistics: 'group' }),
      resolve: (group, _args, _context, info) => blockOf(group, info),
    }),
  }),
});

builder.objectFields(IntegrationRunStatisticsType, (t) => ({
  byIntegration: t.field({
    type: [IntegrationStatisticsType],
    description: 'The integrations with at least one of these runs, each with the statistics of its own.',
    args: {
      first: t.arg.int({
        defaultValue: defaultIntegrations,
        description: `How many integrations at most, up to ${maximumPageSize}.`,
        ...usedAs({ as: 'groups' }),
      }),
      orderBy: t.arg({
        type: StatisticsOrderInput,
        description:
          'In which order; those with the most runs first unless given. Integrations that are alike follow by `databaseId`, in the same direction.',
      }),
    },
    ...readFrom({ groups: { most: maximumPageSize, count: countOfIntegrations } }),
    resolve: (block, _args, _context, info) => groupsRead(block, info) as Group<{ integration: unknown }>[], // what such a list was read as
  }),
  timeline: t.field({
    type: [StatisticsBucketType],
    description: `The runs by time: every bucket from \`from\` to \`to\`, the outer ones cut there, those without runs among them; at most ${maximumBuckets}.`,
    args: {
      unit: t.arg({ type: TimelineUnitEnum, required: true, description: 'How long a bucket is.', ...usedAs({ as: 'groups' }) }),
      from: t.arg({ type: 'DateTime', required: true, description: 'When the first bucket starts.', ...usedAs({ as: 'groups' }) }),
      to: t.arg({
        type: 'DateTime',
        required: true,
        description: 'When the last bucket ends; not before `from`.',
        ...usedAs({ as: 'groups' }),
      }),
      timeZone: t.arg.string({
        defaultValue: 'UTC',
        description: 'The IANA time zone, such as `Europe/Berlin`, whose calendar and clocks the buckets go by.',
      }),
      on: t.arg({
        type: TimelineTimeEnum,
        defaultValue: 'createdAt',
        description: "Which of a run's times puts it into a bucket; runs without it are in none.",
      }),
    },
    ...readFrom({ groups: { most: maximumBuckets, count: countOfBuckets } }),
    resolve: (block, _args, _context, info) => groupsRead(block, info) as Group<{ from: unknown }>[], // what such a list was read as
  }),
}));

builder.objectFields(IntegrationType, (t) => ({
  statistics: t.field({
    type: IntegrationRunStatisticsType,
    description: 'Statistics of the runs of this integration.',
    args: statisticsFilter(),
    ...readFrom({ statistics: 'record', of: 'integrationRuns' }),
    resolve: async ({ id }, { filter }, { loaders }, info) => ({
      read: await loaders.statistics(askedStatistics(filter, info)).load(id),
      name: '',
    }),
  }),
}));

builder.queryFields((t) => ({
  integrationRunStatistics: t.field({
    type: IntegrationRunStatisticsType,
    nullable: true,
    description: `Statistics of the runs of all integrations. ${nullOnlyWithError}`,
    args: statisticsFilter(),
    ...readFrom({ statistics: 'table' }),
    resolve: async (_root, { filter }, context, info) => {
      const { where, request } = askedStatistics(filter, info);
      return { read: await readStatistics(context, where, request), name: '' };
    },
  }),
}));
