import { actorOfViewer } from '../../../domain/actor/viewer-actor.js';
import { scopes, type Viewer } from '../../../domain/rules/viewer.js';
import { requireRow } from '../../field-by-field/require-row.js';
import { builder } from '../builder.js';
import { ScopeEnum } from '../enums.js';
import { ActorType } from './actor.js';

const ViewerType = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Who asks, and what the credential of this request allows.',
  fields: (t) => ({
    actor: t.field({
      type: ActorType,
      description: 'Under whom changes are recorded. On a gateway that is open to its own machine, everybody is one local developer.',
      resolve: async (_viewer, _args, context) => requireRow(await actorOfViewer(context)),
    }),
    scopes: t.field({
      type: [ScopeEnum],
      description:
        'What may be asked for and done; of a token, no more than it was asked for. What needs another scope is refused with `FORBIDDEN`.',
      resolve: (viewer) => scopes.filter((scope) => viewer.scopes.has(scope)),
    }),
  }),
});

builder.queryFields((t) => ({
  viewer: t.field({
    type: ViewerType,
    description: 'Who asks, and what they may do: for clients that show only what is allowed.',
    resolve: (_root, _args, { viewer }) => viewer,
  }),
}));
