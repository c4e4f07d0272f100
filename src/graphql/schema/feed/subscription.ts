// What can be followed. Each message is one change, in the order of the feed; how they come about is decided below `subscriptions/`.

import type { ListedChange } from '../../../domain/feed/followed-list.js';
import { encodePosition, type FeedPosition } from '../../../domain/feed/position.js';
import type { Change } from '../../../domain/feed/read-changes.js';
import { requireRow } from '../../field-by-field/require-row.js';
import { builder } from '../builder.js';
import { IntegrationRunByInput } from '../by-inputs.js';
import { ChangeTypeEnum, ListChangeEnum, TransitionSourceEnum } from '../enums.js';
import { filterOf } from '../filters/filter-inputs.js';
import { usedAs } from '../sources/source.js';
import { ActorType } from '../types/actor.js';
import { IntegrationErrorType } from '../types/integration-error.js';
import { IntegrationRunType } from '../types/integration-run.js';
import { ChangeObject, load } from './change.js';

/** A message about one run; without a change it is the run as it is at first. */
export interface RunMessage {
  readonly position: FeedPosition;
  readonly runId: number;
  readonly change: Change | null;
}

const texts = {
  position: 'The place up to which everything is told with this message: `after` goes on from it.',
  at: 'When it happened, to the millisecond.',
  actor: 'Who did it; null for what nobody did.',
  source: 'The door through which it came.',
  how: 'What it meant for the list.',
};

const RunChangeType = builder.objectRef<RunMessage>('IntegrationRunChange').implement({
  description: 'One change of a run or of one of its errors; the first message of a stream that began without `after` is the run as it is.',
  fields: (t) => ({
    position: t.field({ type: 'Position', description: texts.position, resolve: ({ position }) => encodePosition(position) }),
    type: t.field({
      type: ChangeTypeEnum,
      nullable: true,
      description: 'What kind of change it was; null where it is none.',
      resolve: ({ change }) => change?.type ?? null,
    }),
    at: t.field({
      type: 'DateTime',
      nullable: true,
      description: `${texts.at} Null where it is no change.`,
      resolve: ({ change }) => change?.at ?? null,
    }),
    actor: t.field({
      type: ActorType,
      nullable: true,
      description: texts.actor,
      resolve: ({ change }, _args, context) => load('actor', change?.actorId ?? null, context),
    }),
    source: t.field({
      type: TransitionSourceEnum,
      nullable: true,
      description: `${texts.source} Null where it is no change.`,
      resolve: ({ change }) => change?.source ?? null,
    }),
    integrationRun: t.field({
      type: IntegrationRunType,
      description: 'The run as it now is, which may be later than the change.',
      resolve: async ({ runId }, _args, context) => requireRow(await load('integrationRun', runId, context)),
    }),
  }),
});

const RunsChangeType = builder.objectRef<ListedChange>('IntegrationRunsChange').implement({
  description: 'One change of a run in a list, or of one of its errors.',
  fields: (t) => ({
    position: t.field({ type: 'Position', description: texts.position, resolve: ({ change }) => encodePosition(change) }),
    change: t.field({ type: ListChangeEnum, description: texts.how, resolve: ({ how }) => how }),
    at: t.field({ type: 'DateTime', description: texts.at, resolve: ({ change }) => change.at }),
    actor: t.field({
      type: ActorType,
      nullable: true,
      description: texts.actor,
      resolve: ({ change }, _args, context) => load('actor', change.actorId, context),
    }),
    source: t.field({ type: TransitionSourceEnum, description: texts.source, resolve: ({ change }) => change.source }),
    integrationRun: t.field({
      type: IntegrationRunType,
      description: 'The run as it now is, which may be later than the change.',
      resolve: async ({ change }, _args, context) => requireRow(await load('integrationRun', change.integrationRunId, context)),
    }),
  }),
});

const ErrorsChangeType = builder.objectRef<ListedChange>('IntegrationErrorsChange').implement({
  description: 'One change of an error in a list.',
  fields: (t) => ({
    position: t.field({ type: 'Position', description: texts.position, resolve: ({ change }) => encodePosition(change) }),
    change: t.field({ type: ListChangeEnum, description: texts.how, resolve: ({ how }) => how }),
    at: t.field({ type: 'DateTime', description: texts.at, resolve: ({ change }) => change.at }),
    actor: t.field({
      type: ActorType,
      nullable: true,
      description: texts.actor,
      resolve: ({ change }, _args, context) => load('actor', change.actorId, context),
    }),
    source: t.field({ type: TransitionSourceEnum, description: texts.source, resolve: ({ change }) => change.source }),
    integrationError: t.field({
      type: IntegrationErrorType,
      description: 'The error as it now is, which may be later than the change.',
      resolve: async ({ change }, _args, context) => requireRow(await load('integrationError', change.integrationErrorId, context)),
    }),
  }),
});

const after = 'Where to go on: the position of the last message that was read, or `feedPosition` of a query. Without it, from now on.';

/** Messages are made elsewhere, and given to the fields as their root: nothing here begins a stream. */
const elsewhere = (): never => {
  throw new TypeError('Subscriptions are begun by src/graphql/subscriptions, not by the executor.');
};

builder.subscriptionType({
  description:
    'What can be followed as it changes, over SSE, WebSocket and multipart. Every message is one change, each comes once, in the order of the feed, and of one record in the order of its versions.',
  fields: (t) => ({
    integrationRunChanged: t.field({
      type: RunChangeType,
      description:
        'The changes of one run and its errors. Without `after`, the first message is the run as it is. An unknown run is an error `NOT_FOUND`.',
      args: {
        by: t.arg({ type: IntegrationRunByInput, required: true, description: 'Which run.', ...usedAs({ as: 'by' }) }),
        after: t.arg({ type: 'Position', description: after }),
      },
      subscribe: elsewhere,
      resolve: (message) => message as RunMessage, // what the plan of this field gives
    }),
    integrationRunsChanged: t.field({
      type: RunsChangeType,
      description:
        "The changes that reach a list of runs. Changes of their errors are updates. A filter that looks at more than the runs' own fields and their integration can be met by 10,000 runs at most (`SUBSCRIPTION_TOO_WIDE`).",
      args: {
        filter: t.arg({
          type: filterOf('integrationRun'),
          description: 'Which runs; all unless given.',
          ...usedAs({ as: 'filter', entity: 'integrationRun' }),
        }),
        after: t.arg({ type: 'Position', description: after }),
      },
      subscribe: elsewhere,
      resolve: (message) => message as ListedChange,
    }),
    integrationErrorsChanged: t.field({
      type: ErrorsChangeType,
      description:
        "The changes that reach a list of errors. A filter that looks at more than the errors' own fields and their integration can be met by 10,000 errors at most (`SUBSCRIPTION_TOO_WIDE`).",
      args: {
        filter: t.arg({
          type: filterOf('integrationError'),
          description: 'Which errors; all unless given.',
          ...usedAs({ as: 'filter', entity: 'integrationError' }),
        }),
        after: t.arg({ type: 'Position', description: after }),
      },
      subscribe: elsewhere,
      resolve: (message) => message as ListedChange,
    }),
    changes: t.field({
      type: ChangeObject,
      description: 'The feed itself. Changes of contracts are left out for who may not read them.',
      args: {
        types: t.arg({ type: [ChangeTypeEnum], description: 'Which kinds of changes; all unless given.' }),
        after: t.arg({ type: 'Position', description: after }),
      },
      subscribe: elsewhere,
      resolve: (message) => message as Change,
    }),
  }),
});
