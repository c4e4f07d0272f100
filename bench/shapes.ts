// Shapes of queries that nobody has tuned for, to be answered in one statement and field by field: the first way must never be the slower one.
import { type Asked, graphql } from './workloads.js';

const id = (type: string, number: number): string => Buffer.from(`${type}:${number}`).toString('base64');

export const shapes: Readonly<Record<string, (index: number) => Asked>> = {
  'aliases with other arguments': () =>
    graphql(`{ integrationRuns(first: 20) { nodes { id all: integrationErrors { totalCount } open: integrationErrors(filter: { isResolved: { eq: false } }) { nodes { id } }
      two: integrationErrors(first: 2) { nodes { documentType } } last: integrationErrors(last: 1) { nodes { message } } } } }`),
  'three levels of lists': () =>
    graphql(
      `{ contracts(first: 5) { nodes { number integrationRuns(first: 3) { nodes { id integrationErrors(first: 3) { nodes { message responses { code message } } } } } } } }`,
    ),
  'filters inside': (index) =>
    graphql(
      `query ($types: [DocumentType!], $from: DateTime) { integrations(first: 10) { nodes { code integrationRuns(first: 5, filter: { startTime: { gte: $from },
        integrationErrors: { some: { documentType: { in: $types } } } }) { totalCount nodes { status } } } } }`,
      { types: ['CONTRACT'], from: new Date(Date.UTC(2026, 0, 1, index % 24)).toISOString() },
    ),
  'contract → errors → runs': (index) =>
    graphql(
      `query ($id: Int!) { contract(by: { databaseId: $id }) { name integrationErrors(first: 20) { totalCount nodes { message integrationRun { status integration { code } } } } } }`,
      {
        id: 1 + (index % 100),
      },
    ),
  'node(id)': (index) =>
    graphql(
      `query ($id: ID!) { node(id: $id) { __typename id ... on IntegrationRun { status progress integration { name } } ... on Contract { number } } }`,
      {
        id: id('IntegrationRun', 1 + index),
      },
    ),
  'fragments within fragments': () =>
    graphql(`{ integrationRuns(first: 20) { nodes { ...Run } } } fragment Run on IntegrationRun { id status ...Times integrationErrors(first: 3) { nodes { ...Mistake } } }
      fragment Times on IntegrationRun { startTime endTime createdAt updatedAt } fragment Mistake on IntegrationError { documentType message integration { ...Named } } fragment Named on Integration { name code }`),
  'a filter as one variable': (index) =>
    graphql(
      `query ($filter: IntegrationRunFilter, $first: Int) { integrationRuns(filter: $filter, first: $first) { nodes { id status totalRecords } } }`,
      {
        filter: { and: [{ status: { in: ['FAILED', 'RUNNING'] } }, { totalRecords: { gt: index } }] },
        first: 30,
      },
    ),
  '@include and @skip': (index) =>
    graphql(
      `query ($more: Boolean!) { integrationRuns(first: 20) { nodes { id status @skip(if: $more) integration @include(if: $more) { name } integrationErrors(first: 2) @include(if: $more) { nodes { message } } } } }`,
      { more: index % 2 === 0 },
    ),
  'edges, cursors and page information': () =>
    graphql(
      `{ integrationRuns(first: 50, orderBy: { field: START_TIME, direction: DESC }) { totalCount edges { cursor node { id status } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    ),
  'the history and who made it': () =>
    graphql(
      '{ integrationRuns(first: 20) { nodes { version createdBy { name } allowedTransitions transitions { nodes { from to at source actor { name } note } } } } }',
    ),
  "a mutation's union": (index) =>
    graphql(
      `mutation ($by: IntegrationRunBy!) { pauseIntegrationRun(input: { by: $by }) { __typename ... on PauseIntegrationRunSuccess { integrationRun { id status version } } ... on InvalidTransitionError { message currentStatus allowedTransitions } ... on Error { code } } }`,
      { by: { databaseId: 1 + index } },
    ),
  introspection: () =>
    graphql('{ __schema { queryType { fields { name args { name type { kind name ofType { name } } } type { name } } } } }'),
};
