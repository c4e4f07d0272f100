// The feed of changes, as a list that only grows.
import { currentPosition, listChanges } from '../../../domain/feed/list-changes.js';
import { encodePosition } from '../../../domain/feed/position.js';
import type { Change, ChangesRead } from '../../../domain/feed/read-changes.js';
import { defaultPageSize, maximumPageSize } from '../../../domain/read/page.js';
import type { GraphQLContext } from '../../field-by-field/context.js';
import { checkSize } from '../../field-by-field/window.js';
import { builder } from '../builder.js';
import { ChangeTypeEnum, TransitionSourceEnum } from '../enums.js';
import { nullOnlyWithError } from '../sources/from.js';
import { readFrom, usedAs } from '../sources/source.js';
import { ActorType } from '../types/actor.js';
import { ContractType } from '../types/contract.js';
import { IntegrationType } from '../types/integration.js';
import { IntegrationErrorType } from '../types/integration-error.js';
import { IntegrationRunType } from '../types/integration-run.js';

export const load = <Name extends 'actor' | 'integrationRun' | 'integrationError' | 'integration' | 'contract'>(
  entity: Name,
  id: number | null,
  { loaders }: GraphQLContext,
) => (id === null ? null : loaders.byId(entity).load(id));

export const ChangeObject = builder.objectRef<Change>('Change').implement({
  description:
    'One change of a record, in its place in the feed. The records in it are as they are now, which may be later than the change.',
  fields: (t) => ({
    position: t.field({
      type: 'Position',
      description: 'Its place: `after` goes on from it.',
      resolve: encodePosition,
    }),
    type: t.expose('type', { type: ChangeTypeEnum, description: 'What kind of change it was.' }),
    at: t.expose('at', {
      type: 'DateTime',
      description: 'When it happened, to the millisecond; the order of the feed is that of the commits, which may be another.',
    }),
    actor: t.field({
      type: ActorType,
      nullable: true,
      description: 'Who did it; null for what nobody did.',
      resolve: ({ actorId }, _args, context) => load('actor', actorId, context),
    }),
    source: t.expose('source', { type: TransitionSourceEnum, description: 'The door through which it came.' }),
    version: t.exposeInt('version', {
      nullable: true,
      description: 'The version that the record had from then on (`recordVersion` of a contract).',
    }),
    integrationRun: t.field({
      type: IntegrationRunType,
      nullable: true,
      description: 'The run that changed, or the run of the error that did; null for changes of other records.',
      resolve: ({ integrationRunId }, _args, context) => load('integrationRun', integrationRunId, context),
    }),
    integrationError: t.field({
      type: IntegrationErrorType,
      nullable: true,
      description: 'The error that changed; null for changes of other records.',
      resolve: ({ integrationErrorId }, _args, context) => load('integrationError', integrationErrorId, context),
    }),
    integration: t.field({
      type: IntegrationType,
      nullable: true,
      description: 'The integration that changed; null for changes of other records.',
      resolve: ({ integrationId }, _args, context) => load('integration', integrationId, context),
    }),
    contract: t.field({
      type: ContractType,
      nullable: true,
      description: 'The contract that changed; null for changes of other records.',
      resolve: ({ contractId }, _args, context) => load('contract', contractId, context),
    }),
  }),
});

const ChangeEdge = builder.objectRef<Change>('ChangeEdge').implement({
  description: 'One change in its place in the feed.',
  fields: (t) => ({
    cursor: t.field({ type: 'Position', description: 'This place, for `after`.', resolve: encodePosition }),
    node: t.field({ type: ChangeObject, description: 'The change in this place.', resolve: (change) => change }),
  }),
});

interface ChangesPage extends ChangesRead {
  readonly hasPrevious: boolean;
}

const ChangeConnection = builder.objectRef<ChangesPage>('ChangeConnection').implement({
  description: 'One page of the feed.',
  fields: (t) => ({
    edges: t.field({
      type: [ChangeEdge],
      description: 'The page, each change with its position.',
      ...readFrom({ part: 'entries' }),
      resolve: ({ changes }) => [...changes],
    }),
    nodes: t.field({
      type: [ChangeObject],
      description: 'The page, in the order of the feed.',
      ...readFrom({ part: 'rows' }),
      resolve: ({ changes }) => [...changes],
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description:
        'Where the page lies and how to go on. `endCursor` is a `Position`, on an empty page too: where `types` leave much out, a page can be short although `hasNextPage`.',
      ...readFrom({ part: 'info' }),
      resolve: ({ changes: [first], end, hasMore, hasPrevious }) => ({
        hasNextPage: hasMore,
        hasPreviousPage: hasPrevious,
        startCursor: first ? encodePosition(first) : null,
        endCursor: encodePosition(end),
      }),
    }),
  }),
});

builder.queryFields((t) => ({
  feedPosition: t.field({
    type: 'Position',
    description:
      'The end of the feed of changes: everything up to it is in whatever else this query reads, so that subscriptions and `changes` can go on from it without a gap.',
    ...readFrom({ feed: 'position' }),
    resolve: (_root, _args, context) => context.feedPosition ?? currentPosition(context),
  }),
  changes: t.field({
    type: ChangeConnection,
    nullable: true,
    description: `What has changed, in the order of the commits. Changes stay for some time: an \`after\` that is too old is \`FEED_POSITION_EXPIRED\`, one of another database \`FEED_DIVERGED\`. Changes of contracts are left out for who may not read them. ${nullOnlyWithError}`,
    args: {
      after: t.arg({ type: 'Position', description: 'Where to go on from; the oldest that are kept, unless it is given.' }),
      first: t.arg.int({
        description: `How many changes: ${defaultPageSize} unless asked, at most ${maximumPageSize}.`,
        ...usedAs({ as: 'pageSize' }),
      }),
      types: t.arg({ type: [ChangeTypeEnum], description: 'Which kinds of changes; all unless given.' }),
    },
    resolve: async (_root, { after, first, types }, context) => {
      const read = await listChanges(context, after ?? null, checkSize('first', first ?? defaultPageSize), types ?? null);
      return { ...read, hasPrevious: after != null };
    },
  }),
}));
