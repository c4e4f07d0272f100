import { builder } from '../builder.js';
import { IntegrationRunStatusEnum, TransitionSourceEnum } from '../enums.js';
import { connectionType } from '../sources/connection.js';
import { from } from '../sources/from.js';
import { ActorType } from './actor.js';

const IntegrationRunTransitionType = builder.prismaObject('IntegrationRunTransition', {
  fields: (t) => ({
    from: t.expose('from', { type: IntegrationRunStatusEnum, nullable: true }),
    to: t.expose('to', { type: IntegrationRunStatusEnum }),
    at: t.expose('at', { type: 'DateTime' }),
    actor: t.field({
      type: ActorType,
      description: 'Who did it; null for what nobody did.',
      ...from('integrationRunTransition').optional('actor'),
    }),
    source: t.expose('source', { type: TransitionSourceEnum }),
    note: t.exposeString('note', { nullable: true }),
  }),
});

export const IntegrationRunTransitionConnection = connectionType<'integrationRunTransition'>(
  'IntegrationRunTransition',
  IntegrationRunTransitionType,
);
