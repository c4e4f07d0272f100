import { expect, test } from 'vitest';
import { graphql } from '../support/generated/index.js';
import { useWorld } from '../support/world.js';

const world = useWorld();

const CreateRun = graphql(`
  mutation CreateRun($input: CreateIntegrationRunInput!) {
    createIntegrationRun(input: $input) {
      __typename
      ... on CreateIntegrationRunSuccess { integrationRun { id databaseId status version allowedTransitions integration { name } } }
    }
  }
`);

const StartRun = graphql(`
  mutation StartRun($input: StartIntegrationRunInput!) {
    startIntegrationRun(input: $input) {
      __typename
      ... on StartIntegrationRunSuccess { integrationRun { status totalRecords version } }
    }
  }
`);

const FailRun = graphql(`
  mutation FailRun($input: FailIntegrationRunInput!) {
    failIntegrationRun(input: $input) {
      __typename
      ... on FailIntegrationRunSuccess { integrationRun { status integrationErrors { totalCount nodes { id documentType message contract { number } } } } }
    }
  }
`);

const ResolveError = graphql(`
  mutation ResolveError($input: ResolveIntegrationErrorInput!) {
    resolveIntegrationError(input: $input) {
      __typename
      ... on ResolveIntegrationErrorSuccess { integrationError { isResolved } }
    }
  }
`);

const RequeueRun = graphql(`
  mutation RequeueRun($input: RequeueIntegrationRunInput!) {
    requeueIntegrationRun(input: $input) {
      __typename
      ... on RequeueIntegrationRunSuccess { integrationRun { status startTime endTime allowedTransitions } }
    }
  }
`);

const SucceedRun = graphql(`
  mutation SucceedRun($input: SucceedIntegrationRunInput!) {
    succeedIntegrationRun(input: $input) {
      __typename
      ... on SucceedIntegrationRunSuccess { integrationRun { status progress allowedTransitions } }
      ... on InvalidTransitionError { currentStatus requestedStatus allowedTransitions }
    }
  }
`);

const History = graphql(`
  query History($id: ID!) {
    node(id: $id) {
      ... on IntegrationRun { version transitions { totalCount nodes { from to source note actor { name } } } }
    }
  }
`);

test('a run is created, fails on a contract, is put back in the queue and succeeds; its history tells it all', async () => {
  const created = await world.graphql(CreateRun, { input: { integration: { code: 'clm-contracts' }, totalRecords: 10 } });
  const create = created.data?.createIntegrationRun;
  if (create?.__typename !== 'CreateIntegrationRunSuccess') throw new Error(JSON.stringify(created));
  const { id, ...run } = create.integrationRun;
  expect(run).toEqual({
    databaseId: 201,
    status: 'PENDING',
    version: 1,
    allowedTransitions: ['START', 'PAUSE', 'SUCCEED', 'FAIL'],
    integration: { name: 'Contract import' },
  });

  const started = await world.graphql(StartRun, { input: { by: { id }, totalRecords: 12 } });
  expect(started.data?.startIntegrationRun).toEqual({
    __typename: 'StartIntegrationRunSuccess',
    integrationRun: { status: 'RUNNING', totalRecords: 12, version: 2 },
  });

  const responses = [{ code: '404', message: 'The supplier is unknown.' }, { code: '500' }];
  const failed = await world.graphql(FailRun, {
    input: { by: { id }, note: 'Two contracts were refused', integrationErrors: [{ documentType: 'CONTRACT', documentId: 7, responses }] },
  });
  const fail = failed.data?.failIntegrationRun;
  if (fail?.__typename !== 'FailIntegrationRunSuccess') throw new Error(JSON.stringify(failed));
  const { status, integrationErrors } = fail.integrationRun;
  expect({ status, ...integrationErrors }).toEqual({
    status: 'FAILED',
    totalCount: 1,
    nodes: [{ id: expect.any(String), documentType: 'CONTRACT', message: 'The supplier is unknown.', contract: { number: 'C-1007' } }],
  });

  const resolved = await world.graphql(ResolveError, { input: { by: { id: integrationErrors.nodes[0]?.id ?? '' } } });
  expect(resolved.data?.resolveIntegrationError).toEqual({
    __typename: 'ResolveIntegrationErrorSuccess',
    integrationError: { isResolved: true },
  });

  const requeued = await world.graphql(RequeueRun, { input: { by: { id } } });
  expect(requeued.data?.requeueIntegrationRun).toEqual({
    __typename: 'RequeueIntegrationRunSuccess',
    integrationRun: {
      status: 'PENDING',
      startTime: expect.any(String),
      endTime: null,
      allowedTransitions: ['START', 'PAUSE', 'SUCCEED', 'FAIL'],
    },
  });

  const succeeded = await world.graphql(SucceedRun, { input: { by: { id }, recordsProcessed: 12 } });
  expect(succeeded.data?.succeedIntegrationRun).toEqual({
    __typename: 'SucceedIntegrationRunSuccess',
    integrationRun: { status: 'SUCCESSFUL', progress: 1, allowedTransitions: [] },
  });

  const { data } = await world.graphql(History, { id });
  const entry = (from: string | null, to: string, note: string | null = null) => ({
    from,
    to,
    source: 'GRAPHQL',
    note,
    actor: { name: 'Local developer' },
  });
  expect(data?.node).toEqual({
    version: 5,
    transitions: {
      totalCount: 5,
      nodes: [
        entry(null, 'PENDING'),
        entry('PENDING', 'RUNNING'),
        entry('RUNNING', 'FAILED', 'Two contracts were refused'),
        entry('FAILED', 'PENDING'),
        entry('PENDING', 'SUCCESSFUL'),
      ],
    },
  });
});
