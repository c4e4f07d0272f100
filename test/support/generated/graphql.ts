/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Names one ApiClient, by exactly one of these. */
export type ApiClientBy =
  {   /** The public half of its credentials: `client_id` of the OAuth 2.0 client credentials grant, and the login of its actor. */
  clientId: string; databaseId?: never; id?: never; }
  |  { clientId?: never;   /** Its `databaseId`, the number that `integration-runs client list` shows. */
  databaseId: number; id?: never; }
  |  { clientId?: never; databaseId?: never;   /** Its opaque `id`. */
  id: string | number; };

/** A new API client. */
export type CreateApiClientInput = {
  /** From when nothing of it is accepted any more; null when it doesn't expire. */
  expiresAt?: string | null | undefined;
  /** Name for people, and of its actor; at most 255 characters. Several clients may have the same. */
  name: string;
  /** What it may do; at least one scope. */
  scopes: Array<Scope>;
  /** Whether it gets an API key as well as a secret. */
  withApiKey?: boolean;
};

/** A new run, pending. */
export type CreateIntegrationRunInput = {
  /** When the run ended; set on success and failure unless the client has set it, cleared when a failed run is put back in the queue. Never before `startTime`. */
  endTime?: string | null | undefined;
  /** What the client says of the run's flow: any JSON value, kept and given back as it was sent, but that numbers are 64-bit doubles (of more digits, rounded ones), and that keys which are whole numbers come first. */
  flow?: unknown;
  /** A key of 1 to 255 visible ASCII characters that the caller makes up for this call, such as a UUID, and sends again with each repeat of it: the change is then made once, and a repeat answers the record as it is by then, with `idempotentReplayed` in the extensions. The header `Idempotency-Key` is the same. */
  idempotencyKey?: string | null | undefined;
  /** The integration that is executed; it can never be changed. */
  integration: IntegrationBy;
  /** Errors to add to the run, at most 1000 at once; those that it has stay. */
  integrationErrors?: Array<IntegrationErrorInput> | null | undefined;
  /** The newest modification time among the records exported by this run, where the next run may go on from; null until the client stores one. */
  maxUpdatedAt?: string | null | undefined;
  /** How many records the run has carried so far, as the client last reported; null when it has not. */
  recordsProcessed?: number | null | undefined;
  /** When the run started; set by the first start unless the client has set it. Null before. */
  startTime?: string | null | undefined;
  /** How many records the run is to carry; null while unknown. */
  totalRecords?: number | null | undefined;
};

/** The kind of document that an error is about. */
export type DocumentType =
  /** An account of the chart of accounts. */
  | 'ACCOUNT'
  /** A rule that accounts are validated by. */
  | 'ACCOUNT_VALIDATION_RULE'
  /** A postal address. */
  | 'ADDRESS'
  /** A chain of approvers. */
  | 'APPROVAL_CHAIN'
  /** An advance ship notice. */
  | 'ASN_HEADER'
  /** A charge on a card or an account. */
  | 'CHARGE'
  /** An order for contingent work. */
  | 'CONTINGENT_WORK_ORDER_HEADER'
  /** A contract; the error's `documentId` is the contract's `databaseId`. */
  | 'CONTRACT'
  /** A payment made through the platform. */
  | 'COUPA_PAY_PAYMENT'
  /** A statement of payments made through the platform. */
  | 'COUPA_PAY_STATEMENT'
  /** A rate between two currencies. */
  | 'EXCHANGE_RATE'
  /** An employee's expense report. */
  | 'EXPENSE_REPORT'
  /** A purchase order kept in another system. */
  | 'EXTERNAL_ORDER_HEADER'
  /** A request for goods from stock. */
  | 'INVENTORY_REQUEST_HEADER'
  /** A receipt, return or other movement of goods. */
  | 'INVENTORY_TRANSACTION'
  /** A bill that a supplier has sent, to be approved and paid. */
  | 'INVOICE'
  /** An invoice, as the platform's invoice interface names it. */
  | 'INVOICE_HEADER'
  /** An item of the catalogue. */
  | 'ITEM'
  /** A value of a look-up list. */
  | 'LOOKUP_VALUE'
  /** A purchase order. */
  | 'ORDER_HEADER'
  /** An expense to be paid. */
  | 'PAYABLES_EXPENSE'
  /** A payable kept in another system. */
  | 'PAYABLES_EXTERNAL_PAYABLE'
  /** An invoice to be paid. */
  | 'PAYABLES_INVOICE'
  /** Money sent to a supplier or an employee, in whatever system. */
  | 'PAYMENT'
  /** A request to record a receipt. */
  | 'RECEIPT_REQUEST'
  /** The address that a supplier's payments go to. */
  | 'REMIT_TO_ADDRESS'
  /** A request to buy. */
  | 'REQUISITION'
  /** A requisition, as the platform's requisition interface names it. */
  | 'REQUISITION_HEADER'
  /** A company that goods or services are bought from. */
  | 'SUPPLIER'
  /** What a supplier says of itself. */
  | 'SUPPLIER_INFORMATION'
  /** A user of the platform. */
  | 'USER';

/** Which run is to become failed, and attributes to change with the move, all of it or nothing. */
export type FailIntegrationRunInput = {
  /** The run to change. */
  by: IntegrationRunBy;
  /** When the run ended; set on success and failure unless the client has set it, cleared when a failed run is put back in the queue. Never before `startTime`. */
  endTime?: string | null | undefined;
  /** The `version` that the record must have, as it was last read. With another one nothing is changed, and the answer is `VersionConflictError`. Left out or null: any. */
  expectedVersion?: number | null | undefined;
  /** What the client says of the run's flow: any JSON value, kept and given back as it was sent, but that numbers are 64-bit doubles (of more digits, rounded ones), and that keys which are whole numbers come first. */
  flow?: unknown;
  /** A key of 1 to 255 visible ASCII characters that the caller makes up for this call, such as a UUID, and sends again with each repeat of it: the change is then made once, and a repeat answers the record as it is by then, with `idempotentReplayed` in the extensions. The header `Idempotency-Key` is the same. */
  idempotencyKey?: string | null | undefined;
  /** Errors to add to the run, at most 1000 at once; those that it has stay. */
  integrationErrors?: Array<IntegrationErrorInput> | null | undefined;
  /** The newest modification time among the records exported by this run, where the next run may go on from; null until the client stores one. */
  maxUpdatedAt?: string | null | undefined;
  /** What is to stand in the run's history about this move; at most 2000 characters. */
  note?: string | null | undefined;
  /** How many records the run has carried so far, as the client last reported; null when it has not. */
  recordsProcessed?: number | null | undefined;
  /** When the run started; set by the first start unless the client has set it. Null before. */
  startTime?: string | null | undefined;
  /** How many records the run is to carry; null while unknown. */
  totalRecords?: number | null | undefined;
};

/** Names one Integration, by exactly one of these. */
export type IntegrationBy =
  {   /** Short handle that programs use to name the integration; unique, at most 255 characters. */
  code: string; databaseId?: never; id?: never; name?: never; }
  |  { code?: never;   /** Its `databaseId`, the number that the REST door calls `id`. */
  databaseId: number; id?: never; name?: never; }
  |  { code?: never; databaseId?: never;   /** Its opaque `id`. */
  id: string | number; name?: never; }
  |  { code?: never; databaseId?: never; id?: never;   /** Name for people; unique among integrations, at most 255 characters. */
  name: string; };

/** Names one IntegrationError, by exactly one of these. */
export type IntegrationErrorBy =
  {   /** Its `databaseId`, the number that the REST door calls `id`. */
  databaseId: number; id?: never; }
  |  { databaseId?: never;   /** Its opaque `id`. */
  id: string | number; };

/** An error that a run met. */
export type IntegrationErrorInput = {
  /** Which group of contacts is alerted; `Technical` unless the client says otherwise, such as `Functional`. An error that is recorded with it raises an alert, a line in the gateway's log. */
  contactAlertType?: string | null | undefined;
  /** How the document came to be, in the client's words. */
  creationMethod?: string | null | undefined;
  /** The platform's number of the document; null when it has none. */
  documentId?: number | null | undefined;
  /** Which revision of the document; null when it has none. */
  documentRevision?: number | null | undefined;
  /** The document's status when the error was met, in the platform's words. */
  documentStatus?: string | null | undefined;
  /** What kind of document the error is about; null when it is about none. */
  documentType?: DocumentType | null | undefined;
  /** The document's identifier in the end system. */
  externalId?: string | null | undefined;
  /** The file that held the document, for integrations that exchange files. */
  integrationFilename?: string | null | undefined;
  /** What the end system answered, in order; at most 100. In an update the list takes the place of the one that the error has. */
  responses?: Array<IntegrationErrorResponseInput> | null | undefined;
  /** Free text of the client about where the error stands. */
  status?: string | null | undefined;
};

/** What the end system answered about the document. */
export type IntegrationErrorResponseInput = {
  /** The end system's code, such as `422` or `SAP-F5-201`; null when it gave none. */
  code?: string | null | undefined;
  /** The end system's message; null when it gave none. */
  message?: string | null | undefined;
};

/** What can be done with a run: the moves that change its status, and the retry. Everything legal is listed here; a move from any other status is refused. */
export type IntegrationRunAction =
  /** Makes a pending, running or paused run failed: `failIntegrationRun`. */
  | 'FAIL'
  /** Makes a pending or running run paused: `pauseIntegrationRun`. */
  | 'PAUSE'
  /** Makes a running, paused or failed run pending: `requeueIntegrationRun`. */
  | 'REQUEUE'
  /** Makes a new run that does the work of a failed run again: `retryIntegrationRun`. The failed run stays as it is. */
  | 'RETRY'
  /** Makes a pending or paused run running: `startIntegrationRun`. */
  | 'START'
  /** Makes a pending, running or paused run successful: `succeedIntegrationRun`. */
  | 'SUCCEED';

/** Names one IntegrationRun, by exactly one of these. */
export type IntegrationRunBy =
  {   /** Its `databaseId`, the number that the REST door calls `id`. */
  databaseId: number; id?: never; }
  |  { databaseId?: never;   /** Its opaque `id`. */
  id: string | number; };

/** Where a run stands in its life. */
export type IntegrationRunStatus =
  /** Ended badly; it can be put back in the queue. */
  | 'FAILED'
  /** Held back, to be started again or ended. */
  | 'PAUSED'
  /** Created or put back in the queue; nothing is being carried yet. */
  | 'PENDING'
  /** Records are being carried. */
  | 'RUNNING'
  /** Ended well; final. */
  | 'SUCCESSFUL';

/** Which run is to become pending, and attributes to change with the move, all of it or nothing. */
export type RequeueIntegrationRunInput = {
  /** The run to change. */
  by: IntegrationRunBy;
  /** When the run ended; set on success and failure unless the client has set it, cleared when a failed run is put back in the queue. Never before `startTime`. */
  endTime?: string | null | undefined;
  /** The `version` that the record must have, as it was last read. With another one nothing is changed, and the answer is `VersionConflictError`. Left out or null: any. */
  expectedVersion?: number | null | undefined;
  /** What the client says of the run's flow: any JSON value, kept and given back as it was sent, but that numbers are 64-bit doubles (of more digits, rounded ones), and that keys which are whole numbers come first. */
  flow?: unknown;
  /** A key of 1 to 255 visible ASCII characters that the caller makes up for this call, such as a UUID, and sends again with each repeat of it: the change is then made once, and a repeat answers the record as it is by then, with `idempotentReplayed` in the extensions. The header `Idempotency-Key` is the same. */
  idempotencyKey?: string | null | undefined;
  /** Errors to add to the run, at most 1000 at once; those that it has stay. */
  integrationErrors?: Array<IntegrationErrorInput> | null | undefined;
  /** The newest modification time among the records exported by this run, where the next run may go on from; null until the client stores one. */
  maxUpdatedAt?: string | null | undefined;
  /** What is to stand in the run's history about this move; at most 2000 characters. */
  note?: string | null | undefined;
  /** How many records the run has carried so far, as the client last reported; null when it has not. */
  recordsProcessed?: number | null | undefined;
  /** When the run started; set by the first start unless the client has set it. Null before. */
  startTime?: string | null | undefined;
  /** How many records the run is to carry; null while unknown. */
  totalRecords?: number | null | undefined;
};

/** Which error has been dealt with. */
export type ResolveIntegrationErrorInput = {
  /** The error to change. */
  by: IntegrationErrorBy;
  /** The `version` that the record must have, as it was last read. With another one nothing is changed, and the answer is `VersionConflictError`. Left out or null: any. */
  expectedVersion?: number | null | undefined;
  /** A key of 1 to 255 visible ASCII characters that the caller makes up for this call, such as a UUID, and sends again with each repeat of it: the change is then made once, and a repeat answers the record as it is by then, with `idempotentReplayed` in the extensions. The header `Idempotency-Key` is the same. */
  idempotencyKey?: string | null | undefined;
};

/** What a credential may do, one thing each. OAuth writes them in small letters with dots: `core.integration.read`. */
export type Scope =
  /** Makes, lists, revokes and rotates API clients; nothing else. */
  | 'ADMIN'
  /** Reads contracts, and filters by them. */
  | 'CORE_CONTRACT_READ'
  /** Creates and changes contracts. */
  | 'CORE_CONTRACT_WRITE'
  /** Reads runs, their errors and history, and integrations. */
  | 'CORE_INTEGRATION_READ'
  /** Creates and changes runs, errors and integrations, and moves runs. A change answers with what it changed. */
  | 'CORE_INTEGRATION_WRITE';

/** Which run is to become running, and attributes to change with the move, all of it or nothing. */
export type StartIntegrationRunInput = {
  /** The run to change. */
  by: IntegrationRunBy;
  /** When the run ended; set on success and failure unless the client has set it, cleared when a failed run is put back in the queue. Never before `startTime`. */
  endTime?: string | null | undefined;
  /** The `version` that the record must have, as it was last read. With another one nothing is changed, and the answer is `VersionConflictError`. Left out or null: any. */
  expectedVersion?: number | null | undefined;
  /** What the client says of the run's flow: any JSON value, kept and given back as it was sent, but that numbers are 64-bit doubles (of more digits, rounded ones), and that keys which are whole numbers come first. */
  flow?: unknown;
  /** A key of 1 to 255 visible ASCII characters that the caller makes up for this call, such as a UUID, and sends again with each repeat of it: the change is then made once, and a repeat answers the record as it is by then, with `idempotentReplayed` in the extensions. The header `Idempotency-Key` is the same. */
  idempotencyKey?: string | null | undefined;
  /** Errors to add to the run, at most 1000 at once; those that it has stay. */
  integrationErrors?: Array<IntegrationErrorInput> | null | undefined;
  /** The newest modification time among the records exported by this run, where the next run may go on from; null until the client stores one. */
  maxUpdatedAt?: string | null | undefined;
  /** What is to stand in the run's history about this move; at most 2000 characters. */
  note?: string | null | undefined;
  /** How many records the run has carried so far, as the client last reported; null when it has not. */
  recordsProcessed?: number | null | undefined;
  /** When the run started; set by the first start unless the client has set it. Null before. */
  startTime?: string | null | undefined;
  /** How many records the run is to carry; null while unknown. */
  totalRecords?: number | null | undefined;
};

/** Which run is to become successful, and attributes to change with the move, all of it or nothing. */
export type SucceedIntegrationRunInput = {
  /** The run to change. */
  by: IntegrationRunBy;
  /** When the run ended; set on success and failure unless the client has set it, cleared when a failed run is put back in the queue. Never before `startTime`. */
  endTime?: string | null | undefined;
  /** The `version` that the record must have, as it was last read. With another one nothing is changed, and the answer is `VersionConflictError`. Left out or null: any. */
  expectedVersion?: number | null | undefined;
  /** What the client says of the run's flow: any JSON value, kept and given back as it was sent, but that numbers are 64-bit doubles (of more digits, rounded ones), and that keys which are whole numbers come first. */
  flow?: unknown;
  /** A key of 1 to 255 visible ASCII characters that the caller makes up for this call, such as a UUID, and sends again with each repeat of it: the change is then made once, and a repeat answers the record as it is by then, with `idempotentReplayed` in the extensions. The header `Idempotency-Key` is the same. */
  idempotencyKey?: string | null | undefined;
  /** Errors to add to the run, at most 1000 at once; those that it has stay. */
  integrationErrors?: Array<IntegrationErrorInput> | null | undefined;
  /** The newest modification time among the records exported by this run, where the next run may go on from; null until the client stores one. */
  maxUpdatedAt?: string | null | undefined;
  /** What is to stand in the run's history about this move; at most 2000 characters. */
  note?: string | null | undefined;
  /** How many records the run has carried so far, as the client last reported; null when it has not. */
  recordsProcessed?: number | null | undefined;
  /** When the run started; set by the first start unless the client has set it. Null before. */
  startTime?: string | null | undefined;
  /** How many records the run is to carry; null while unknown. */
  totalRecords?: number | null | undefined;
};

/** The door through which a change came. */
export type TransitionSource =
  /** A GraphQL mutation. */
  | 'GRAPHQL'
  /** A request to the original REST paths. */
  | 'REST'
  /** The gateway itself, such as the sample world. */
  | 'SYSTEM';

export type CreateClientMutationVariables = Exact<{
  input: CreateApiClientInput;
}>;


export type CreateClientMutation = { createApiClient:
    | { clientSecret: string, apiKey: string | null, apiClient: { id: string, databaseId: number, clientId: string, name: string, scopes: Array<Scope>, hasApiKey: boolean, createdAt: string, rotatedAt: string | null, lastUsedAt: string | null, expiresAt: string | null, revokedAt: string | null } }
    | { code: string, fieldErrors: Array<{ path: Array<string>, message: string }> }
   | null };

export type RotateClientMutationVariables = Exact<{
  by: ApiClientBy;
}>;


export type RotateClientMutation = { rotateApiClient:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'RotateApiClientSuccess', clientSecret: string, apiKey: string | null, apiClient: { rotatedAt: string | null } }
    | { __typename: 'ValidationError', code: string, message: string }
   | null };

export type RevokeClientMutationVariables = Exact<{
  by: ApiClientBy;
}>;


export type RevokeClientMutation = { revokeApiClient:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'RevokeApiClientSuccess', apiClient: { revokedAt: string | null } }
   | null };

export type ClientsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ClientsQuery = { apiClients: { totalCount: number, nodes: Array<{ databaseId: number, clientId: string, name: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type CreateRunMutationVariables = Exact<{
  input: CreateIntegrationRunInput;
}>;


export type CreateRunMutation = { createIntegrationRun:
    | { __typename: 'CreateIntegrationRunSuccess', integrationRun: { id: string, databaseId: number, status: IntegrationRunStatus, version: number, allowedTransitions: Array<IntegrationRunAction>, integration: { name: string } } }
    | { __typename: 'IdempotencyConflictError' }
    | { __typename: 'ValidationError' }
   | null };

export type StartRunMutationVariables = Exact<{
  input: StartIntegrationRunInput;
}>;


export type StartRunMutation = { startIntegrationRun:
    | { __typename: 'IdempotencyConflictError' }
    | { __typename: 'InvalidTransitionError' }
    | { __typename: 'NotFoundError' }
    | { __typename: 'StartIntegrationRunSuccess', integrationRun: { status: IntegrationRunStatus, totalRecords: number | null, version: number } }
    | { __typename: 'ValidationError' }
    | { __typename: 'VersionConflictError' }
   | null };

export type FailRunMutationVariables = Exact<{
  input: FailIntegrationRunInput;
}>;


export type FailRunMutation = { failIntegrationRun:
    | { __typename: 'FailIntegrationRunSuccess', integrationRun: { status: IntegrationRunStatus, integrationErrors: { totalCount: number, nodes: Array<{ id: string, documentType: DocumentType | null, message: string | null, contract: { number: string } | null }> } } }
    | { __typename: 'IdempotencyConflictError' }
    | { __typename: 'InvalidTransitionError' }
    | { __typename: 'NotFoundError' }
    | { __typename: 'ValidationError' }
    | { __typename: 'VersionConflictError' }
   | null };

export type ResolveErrorMutationVariables = Exact<{
  input: ResolveIntegrationErrorInput;
}>;


export type ResolveErrorMutation = { resolveIntegrationError:
    | { __typename: 'IdempotencyConflictError' }
    | { __typename: 'NotFoundError' }
    | { __typename: 'ResolveIntegrationErrorSuccess', integrationError: { isResolved: boolean } }
    | { __typename: 'ValidationError' }
    | { __typename: 'VersionConflictError' }
   | null };

export type RequeueRunMutationVariables = Exact<{
  input: RequeueIntegrationRunInput;
}>;


export type RequeueRunMutation = { requeueIntegrationRun:
    | { __typename: 'IdempotencyConflictError' }
    | { __typename: 'InvalidTransitionError' }
    | { __typename: 'NotFoundError' }
    | { __typename: 'RequeueIntegrationRunSuccess', integrationRun: { status: IntegrationRunStatus, startTime: string | null, endTime: string | null, allowedTransitions: Array<IntegrationRunAction> } }
    | { __typename: 'ValidationError' }
    | { __typename: 'VersionConflictError' }
   | null };

export type SucceedRunMutationVariables = Exact<{
  input: SucceedIntegrationRunInput;
}>;


export type SucceedRunMutation = { succeedIntegrationRun:
    | { __typename: 'IdempotencyConflictError' }
    | { __typename: 'InvalidTransitionError', currentStatus: IntegrationRunStatus, requestedStatus: IntegrationRunStatus, allowedTransitions: Array<IntegrationRunAction> }
    | { __typename: 'NotFoundError' }
    | { __typename: 'SucceedIntegrationRunSuccess', integrationRun: { status: IntegrationRunStatus, progress: number | null, allowedTransitions: Array<IntegrationRunAction> } }
    | { __typename: 'ValidationError' }
    | { __typename: 'VersionConflictError' }
   | null };

export type HistoryQueryVariables = Exact<{
  id: string | number;
}>;


export type HistoryQuery = { node:
    | { version: number, transitions: { totalCount: number, nodes: Array<{ from: IntegrationRunStatus | null, to: IntegrationRunStatus, source: TransitionSource, note: string | null, actor: { name: string } | null }> } }
    | Record<PropertyKey, never>
   | null };


export const CreateClientDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateClient"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiClientInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createApiClient"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiClientSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clientSecret"}},{"kind":"Field","name":{"kind":"Name","value":"apiKey"}},{"kind":"Field","name":{"kind":"Name","value":"apiClient"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"hasApiKey"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"rotatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CreateClientMutation, CreateClientMutationVariables>;
export const RotateClientDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RotateClient"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ApiClientBy"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotateApiClient"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RotateApiClientSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clientSecret"}},{"kind":"Field","name":{"kind":"Name","value":"apiKey"}},{"kind":"Field","name":{"kind":"Name","value":"apiClient"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotatedAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RotateClientMutation, RotateClientMutationVariables>;
export const RevokeClientDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeClient"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ApiClientBy"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeApiClient"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeApiClientSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiClient"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RevokeClientMutation, RevokeClientMutationVariables>;
export const ClientsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Clients"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiClients"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<ClientsQuery, ClientsQueryVariables>;
export const CreateRunDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateRun"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateIntegrationRunInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createIntegrationRun"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateIntegrationRunSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"integrationRun"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"allowedTransitions"}},{"kind":"Field","name":{"kind":"Name","value":"integration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<CreateRunMutation, CreateRunMutationVariables>;
export const StartRunDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartRun"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StartIntegrationRunInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startIntegrationRun"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StartIntegrationRunSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"integrationRun"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"totalRecords"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]}}]}}]}}]} as unknown as DocumentNode<StartRunMutation, StartRunMutationVariables>;
export const FailRunDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"FailRun"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"FailIntegrationRunInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"failIntegrationRun"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FailIntegrationRunSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"integrationRun"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"integrationErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"documentType"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"contract"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<FailRunMutation, FailRunMutationVariables>;
export const ResolveErrorDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResolveError"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResolveIntegrationErrorInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resolveIntegrationError"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ResolveIntegrationErrorSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"integrationError"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isResolved"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ResolveErrorMutation, ResolveErrorMutationVariables>;
export const RequeueRunDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RequeueRun"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RequeueIntegrationRunInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requeueIntegrationRun"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RequeueIntegrationRunSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"integrationRun"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"allowedTransitions"}}]}}]}}]}}]}}]} as unknown as DocumentNode<RequeueRunMutation, RequeueRunMutationVariables>;
export const SucceedRunDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SucceedRun"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SucceedIntegrationRunInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"succeedIntegrationRun"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SucceedIntegrationRunSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"integrationRun"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"progress"}},{"kind":"Field","name":{"kind":"Name","value":"allowedTransitions"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidTransitionError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currentStatus"}},{"kind":"Field","name":{"kind":"Name","value":"requestedStatus"}},{"kind":"Field","name":{"kind":"Name","value":"allowedTransitions"}}]}}]}}]}}]} as unknown as DocumentNode<SucceedRunMutation, SucceedRunMutationVariables>;
export const HistoryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"History"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IntegrationRun"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"transitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<HistoryQuery, HistoryQueryVariables>;