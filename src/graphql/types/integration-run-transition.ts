import { builder } from '../builder.js';
import { connectionType } from '../connection.js';
import { IntegrationRunStatusEnum, TransitionSourceEnum } from '../enums.js';
import { readFrom } from '../source.js';
import { ActorType, loadActor } from './actor.js';

export const IntegrationRunTransitionType = builder.prismaObject('IntegrationRunTransition', {
  fields: (t) => ({
    from: t.expose('from', { type: IntegrationRunStatusEnum, nullable: true }),
    to: t.expose('to', { type: IntegrationRunStatusEnum }),
    at: t.expose('at', { type: 'DateTime' }),
    actor: t.field({
      type: ActorType,
      nullable: true,
      description: 'Who did it; null for what nobody did.',
      ...readFrom({ one: 'actor' }),
      resolve: ({ actorId }, _args, context) => loadActor(actorId, context),
    }),
    source: t.expose('source', { type: TransitionSourceEnum }),
    note: t.exposeString('note', { nullable: true }),
  }),
});

export const IntegrationRunTransitionConnection = connectionType<'integrationRunTransition'>(
  'IntegrationRunTransition',
  IntegrationRunTransitionType,
);
