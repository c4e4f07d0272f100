// How the types refer to each other. They are defined without, each in its own file, so that none needs another's.
import { everything } from '../domain/read/conditions.js';
import type { Order } from '../domain/read/cursor.js';
import type { Slice } from '../domain/read/statement.js';
import { builder } from './builder.js';
import { childList, listArguments, pageArguments } from './connection.js';
import { defaultOrder } from './orders.js';
import { referred } from './referred.js';
import { readFrom } from './source.js';
import { ContractType } from './types/contract.js';
import { IntegrationType } from './types/integration.js';
import { IntegrationErrorConnection, IntegrationErrorType } from './types/integration-error.js';
import { IntegrationRunConnection, IntegrationRunType } from './types/integration-run.js';
import { IntegrationRunTransitionConnection } from './types/integration-run-transition.js';

const historyOrder: Order = { field: 'id', direction: 'ASC' };
const newest: Slice = { where: everything, order: defaultOrder, limit: 1 };

builder.objectFields(ContractType, (t) => ({
  integrationErrors: t.field({
    type: IntegrationErrorConnection,
    description: 'The errors whose document is this contract.',
    args: listArguments('integrationError'),
    ...readFrom({ pageOf: 'integrationErrors' }),
    resolve: (contract, args, context, info) => childList('contract', 'integrationErrors', contract, args, context, info),
  }),
  integrationRuns: t.field({
    type: IntegrationRunConnection,
    description: 'The runs that hit such an error, each once.',
    args: listArguments('integrationRun'),
    ...readFrom({ pageOf: 'integrationRuns' }),
    resolve: (contract, args, context, info) => childList('contract', 'integrationRuns', contract, args, context, info),
  }),
}));

builder.objectFields(IntegrationType, (t) => ({
  integrationRuns: t.field({
    type: IntegrationRunConnection,
    description: 'The executions of this integration.',
    args: listArguments('integrationRun'),
    ...readFrom({ pageOf: 'integrationRuns' }),
    resolve: (integration, args, context, info) => childList('integration', 'integrationRuns', integration, args, context, info),
  }),
  latestRun: t.field({
    type: IntegrationRunType,
    nullable: true,
    description: 'The run that was created last; null before the first.',
    ...readFrom({ firstOf: 'integrationRuns', slice: newest }),
    resolve: async (integration, _args, { loaders }) => {
      const [run] = await loaders.children('integration', 'integrationRuns', newest).load(integration.id);
      return run ?? null;
    },
  }),
  integrationErrors: t.field({
    type: IntegrationErrorConnection,
    description: 'The errors that runs of this integration met.',
    args: listArguments('integrationError'),
    ...readFrom({ pageOf: 'integrationErrors' }),
    resolve: (integration, args, context, info) => childList('integration', 'integrationErrors', integration, args, context, info),
  }),
}));

builder.objectFields(IntegrationErrorType, (t) => ({
  integrationRun: t.field({
    type: IntegrationRunType,
    description: 'The run that met the error.',
    ...readFrom({ one: 'integrationRun' }),
    resolve: async (error, _args, { loaders }) => referred(await loaders.byId('integrationRun').load(error.integrationRunId)),
  }),
  integration: t.field({
    type: IntegrationType,
    description: 'The integration of that run.',
    ...readFrom({ one: 'integration' }),
    resolve: async (error, _args, { loaders }) => referred(await loaders.byId('integration').load(error.integrationId)),
  }),
  contract: t.field({
    type: ContractType,
    nullable: true,
    description: 'The document itself, when `documentType` is `CONTRACT` and the gateway knows the contract; null otherwise.',
    ...readFrom({ one: 'contract' }),
    resolve: ({ documentType, documentId }, _args, { loaders }) =>
      documentType === 'CONTRACT' && documentId !== null ? loaders.byId('contract').load(documentId) : null,
  }),
}));

builder.objectFields(IntegrationRunType, (t) => ({
  integration: t.field({
    type: IntegrationType,
    description: 'The integration that was executed; never changes.',
    ...readFrom({ one: 'integration' }),
    resolve: async (run, _args, { loaders }) => referred(await loaders.byId('integration').load(run.integrationId)),
  }),
  integrationErrors: t.field({
    type: IntegrationErrorConnection,
    description: 'The errors that the run met.',
    args: listArguments('integrationError'),
    ...readFrom({ pageOf: 'integrationErrors' }),
    resolve: (run, args, context, info) => childList('integrationRun', 'integrationErrors', run, args, context, info),
  }),
  transitions: t.field({
    type: IntegrationRunTransitionConnection,
    description: "The history of the run's status, oldest first. The creation is its first entry; it only grows.",
    args: pageArguments(),
    ...readFrom({ pageOf: 'transitions', order: historyOrder }),
    resolve: (run, args, context, info) => childList('integrationRun', 'transitions', run, args, context, info, historyOrder),
  }),
}));
