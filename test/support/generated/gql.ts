/* eslint-disable */
import * as types from './graphql.js';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation CreateClient($input: CreateApiClientInput!) {\n    createApiClient(input: $input) {\n      ... on CreateApiClientSuccess {\n        clientSecret\n        apiKey\n        apiClient { id databaseId clientId name scopes hasApiKey createdAt rotatedAt lastUsedAt expiresAt revokedAt }\n      }\n      ... on ValidationError { code fieldErrors { path message } }\n    }\n  }\n": typeof types.CreateClientDocument,
    "\n  mutation RotateClient($by: ApiClientBy!) {\n    rotateApiClient(input: { by: $by }) {\n      __typename\n      ... on RotateApiClientSuccess { clientSecret apiKey apiClient { rotatedAt } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.RotateClientDocument,
    "\n  mutation RevokeClient($by: ApiClientBy!) {\n    revokeApiClient(input: { by: $by }) {\n      __typename\n      ... on RevokeApiClientSuccess { apiClient { revokedAt } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.RevokeClientDocument,
    "\n  query Clients($first: Int!, $after: String) {\n    apiClients(first: $first, after: $after) { totalCount nodes { databaseId clientId name } pageInfo { hasNextPage endCursor } }\n  }\n": typeof types.ClientsDocument,
    "\n  mutation CreateRun($input: CreateIntegrationRunInput!) {\n    createIntegrationRun(input: $input) {\n      __typename\n      ... on CreateIntegrationRunSuccess { integrationRun { id databaseId status version allowedTransitions integration { name } } }\n    }\n  }\n": typeof types.CreateRunDocument,
    "\n  mutation StartRun($input: StartIntegrationRunInput!) {\n    startIntegrationRun(input: $input) {\n      __typename\n      ... on StartIntegrationRunSuccess { integrationRun { status totalRecords version } }\n    }\n  }\n": typeof types.StartRunDocument,
    "\n  mutation FailRun($input: FailIntegrationRunInput!) {\n    failIntegrationRun(input: $input) {\n      __typename\n      ... on FailIntegrationRunSuccess { integrationRun { status integrationErrors { totalCount nodes { id documentType message contract { number } } } } }\n    }\n  }\n": typeof types.FailRunDocument,
    "\n  mutation ResolveError($input: ResolveIntegrationErrorInput!) {\n    resolveIntegrationError(input: $input) {\n      __typename\n      ... on ResolveIntegrationErrorSuccess { integrationError { isResolved } }\n    }\n  }\n": typeof types.ResolveErrorDocument,
    "\n  mutation RequeueRun($input: RequeueIntegrationRunInput!) {\n    requeueIntegrationRun(input: $input) {\n      __typename\n      ... on RequeueIntegrationRunSuccess { integrationRun { status startTime endTime allowedTransitions } }\n    }\n  }\n": typeof types.RequeueRunDocument,
    "\n  mutation SucceedRun($input: SucceedIntegrationRunInput!) {\n    succeedIntegrationRun(input: $input) {\n      __typename\n      ... on SucceedIntegrationRunSuccess { integrationRun { status progress allowedTransitions } }\n      ... on InvalidTransitionError { currentStatus requestedStatus allowedTransitions }\n    }\n  }\n": typeof types.SucceedRunDocument,
    "\n  query History($id: ID!) {\n    node(id: $id) {\n      ... on IntegrationRun { version transitions { totalCount nodes { from to source note actor { name } } } }\n    }\n  }\n": typeof types.HistoryDocument,
};
const documents: Documents = {
    "\n  mutation CreateClient($input: CreateApiClientInput!) {\n    createApiClient(input: $input) {\n      ... on CreateApiClientSuccess {\n        clientSecret\n        apiKey\n        apiClient { id databaseId clientId name scopes hasApiKey createdAt rotatedAt lastUsedAt expiresAt revokedAt }\n      }\n      ... on ValidationError { code fieldErrors { path message } }\n    }\n  }\n": types.CreateClientDocument,
    "\n  mutation RotateClient($by: ApiClientBy!) {\n    rotateApiClient(input: { by: $by }) {\n      __typename\n      ... on RotateApiClientSuccess { clientSecret apiKey apiClient { rotatedAt } }\n      ... on Error { code message }\n    }\n  }\n": types.RotateClientDocument,
    "\n  mutation RevokeClient($by: ApiClientBy!) {\n    revokeApiClient(input: { by: $by }) {\n      __typename\n      ... on RevokeApiClientSuccess { apiClient { revokedAt } }\n      ... on Error { code message }\n    }\n  }\n": types.RevokeClientDocument,
    "\n  query Clients($first: Int!, $after: String) {\n    apiClients(first: $first, after: $after) { totalCount nodes { databaseId clientId name } pageInfo { hasNextPage endCursor } }\n  }\n": types.ClientsDocument,
    "\n  mutation CreateRun($input: CreateIntegrationRunInput!) {\n    createIntegrationRun(input: $input) {\n      __typename\n      ... on CreateIntegrationRunSuccess { integrationRun { id databaseId status version allowedTransitions integration { name } } }\n    }\n  }\n": types.CreateRunDocument,
    "\n  mutation StartRun($input: StartIntegrationRunInput!) {\n    startIntegrationRun(input: $input) {\n      __typename\n      ... on StartIntegrationRunSuccess { integrationRun { status totalRecords version } }\n    }\n  }\n": types.StartRunDocument,
    "\n  mutation FailRun($input: FailIntegrationRunInput!) {\n    failIntegrationRun(input: $input) {\n      __typename\n      ... on FailIntegrationRunSuccess { integrationRun { status integrationErrors { totalCount nodes { id documentType message contract { number } } } } }\n    }\n  }\n": types.FailRunDocument,
    "\n  mutation ResolveError($input: ResolveIntegrationErrorInput!) {\n    resolveIntegrationError(input: $input) {\n      __typename\n      ... on ResolveIntegrationErrorSuccess { integrationError { isResolved } }\n    }\n  }\n": types.ResolveErrorDocument,
    "\n  mutation RequeueRun($input: RequeueIntegrationRunInput!) {\n    requeueIntegrationRun(input: $input) {\n      __typename\n      ... on RequeueIntegrationRunSuccess { integrationRun { status startTime endTime allowedTransitions } }\n    }\n  }\n": types.RequeueRunDocument,
    "\n  mutation SucceedRun($input: SucceedIntegrationRunInput!) {\n    succeedIntegrationRun(input: $input) {\n      __typename\n      ... on SucceedIntegrationRunSuccess { integrationRun { status progress allowedTransitions } }\n      ... on InvalidTransitionError { currentStatus requestedStatus allowedTransitions }\n    }\n  }\n": types.SucceedRunDocument,
    "\n  query History($id: ID!) {\n    node(id: $id) {\n      ... on IntegrationRun { version transitions { totalCount nodes { from to source note actor { name } } } }\n    }\n  }\n": types.HistoryDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateClient($input: CreateApiClientInput!) {\n    createApiClient(input: $input) {\n      ... on CreateApiClientSuccess {\n        clientSecret\n        apiKey\n        apiClient { id databaseId clientId name scopes hasApiKey createdAt rotatedAt lastUsedAt expiresAt revokedAt }\n      }\n      ... on ValidationError { code fieldErrors { path message } }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateClient($input: CreateApiClientInput!) {\n    createApiClient(input: $input) {\n      ... on CreateApiClientSuccess {\n        clientSecret\n        apiKey\n        apiClient { id databaseId clientId name scopes hasApiKey createdAt rotatedAt lastUsedAt expiresAt revokedAt }\n      }\n      ... on ValidationError { code fieldErrors { path message } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RotateClient($by: ApiClientBy!) {\n    rotateApiClient(input: { by: $by }) {\n      __typename\n      ... on RotateApiClientSuccess { clientSecret apiKey apiClient { rotatedAt } }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation RotateClient($by: ApiClientBy!) {\n    rotateApiClient(input: { by: $by }) {\n      __typename\n      ... on RotateApiClientSuccess { clientSecret apiKey apiClient { rotatedAt } }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeClient($by: ApiClientBy!) {\n    revokeApiClient(input: { by: $by }) {\n      __typename\n      ... on RevokeApiClientSuccess { apiClient { revokedAt } }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeClient($by: ApiClientBy!) {\n    revokeApiClient(input: { by: $by }) {\n      __typename\n      ... on RevokeApiClientSuccess { apiClient { revokedAt } }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Clients($first: Int!, $after: String) {\n    apiClients(first: $first, after: $after) { totalCount nodes { databaseId clientId name } pageInfo { hasNextPage endCursor } }\n  }\n"): (typeof documents)["\n  query Clients($first: Int!, $after: String) {\n    apiClients(first: $first, after: $after) { totalCount nodes { databaseId clientId name } pageInfo { hasNextPage endCursor } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateRun($input: CreateIntegrationRunInput!) {\n    createIntegrationRun(input: $input) {\n      __typename\n      ... on CreateIntegrationRunSuccess { integrationRun { id databaseId status version allowedTransitions integration { name } } }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateRun($input: CreateIntegrationRunInput!) {\n    createIntegrationRun(input: $input) {\n      __typename\n      ... on CreateIntegrationRunSuccess { integrationRun { id databaseId status version allowedTransitions integration { name } } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartRun($input: StartIntegrationRunInput!) {\n    startIntegrationRun(input: $input) {\n      __typename\n      ... on StartIntegrationRunSuccess { integrationRun { status totalRecords version } }\n    }\n  }\n"): (typeof documents)["\n  mutation StartRun($input: StartIntegrationRunInput!) {\n    startIntegrationRun(input: $input) {\n      __typename\n      ... on StartIntegrationRunSuccess { integrationRun { status totalRecords version } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation FailRun($input: FailIntegrationRunInput!) {\n    failIntegrationRun(input: $input) {\n      __typename\n      ... on FailIntegrationRunSuccess { integrationRun { status integrationErrors { totalCount nodes { id documentType message contract { number } } } } }\n    }\n  }\n"): (typeof documents)["\n  mutation FailRun($input: FailIntegrationRunInput!) {\n    failIntegrationRun(input: $input) {\n      __typename\n      ... on FailIntegrationRunSuccess { integrationRun { status integrationErrors { totalCount nodes { id documentType message contract { number } } } } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResolveError($input: ResolveIntegrationErrorInput!) {\n    resolveIntegrationError(input: $input) {\n      __typename\n      ... on ResolveIntegrationErrorSuccess { integrationError { isResolved } }\n    }\n  }\n"): (typeof documents)["\n  mutation ResolveError($input: ResolveIntegrationErrorInput!) {\n    resolveIntegrationError(input: $input) {\n      __typename\n      ... on ResolveIntegrationErrorSuccess { integrationError { isResolved } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RequeueRun($input: RequeueIntegrationRunInput!) {\n    requeueIntegrationRun(input: $input) {\n      __typename\n      ... on RequeueIntegrationRunSuccess { integrationRun { status startTime endTime allowedTransitions } }\n    }\n  }\n"): (typeof documents)["\n  mutation RequeueRun($input: RequeueIntegrationRunInput!) {\n    requeueIntegrationRun(input: $input) {\n      __typename\n      ... on RequeueIntegrationRunSuccess { integrationRun { status startTime endTime allowedTransitions } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SucceedRun($input: SucceedIntegrationRunInput!) {\n    succeedIntegrationRun(input: $input) {\n      __typename\n      ... on SucceedIntegrationRunSuccess { integrationRun { status progress allowedTransitions } }\n      ... on InvalidTransitionError { currentStatus requestedStatus allowedTransitions }\n    }\n  }\n"): (typeof documents)["\n  mutation SucceedRun($input: SucceedIntegrationRunInput!) {\n    succeedIntegrationRun(input: $input) {\n      __typename\n      ... on SucceedIntegrationRunSuccess { integrationRun { status progress allowedTransitions } }\n      ... on InvalidTransitionError { currentStatus requestedStatus allowedTransitions }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query History($id: ID!) {\n    node(id: $id) {\n      ... on IntegrationRun { version transitions { totalCount nodes { from to source note actor { name } } } }\n    }\n  }\n"): (typeof documents)["\n  query History($id: ID!) {\n    node(id: $id) {\n      ... on IntegrationRun { version transitions { totalCount nodes { from to source note actor { name } } } }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;