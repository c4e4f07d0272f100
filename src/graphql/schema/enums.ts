// The enums of the schema, each value described. The values themselves come from Prisma's schema.

import type { GroupMetric } from '../../domain/error-group/group.js';
import type { ListChange } from '../../domain/feed/followed-list.js';
import { actions, type IntegrationRunAction, transitionOf } from '../../domain/integration-run/status.js';
import type { Scope } from '../../domain/rules/viewer.js';
import { statusWords } from '../../domain/rules/wording.js';
import type { TimelineUnit } from '../../domain/statistics/calendar.js';
import type { Metric, TimelineTime } from '../../domain/statistics/request.js';
import type {
  ChangeType,
  ContractType,
  DocumentType,
  EndSystemType,
  IntegrationDirection,
  IntegrationRunStatus,
  IntegrationType,
  TransitionSource,
  WebhookDeliveryState,
  WebhookEndpointState,
} from '../../generated/prisma/enums.js';
import { builder } from './builder.js';

const describe = <Value extends string>(name: string, description: string, values: Record<Value, string>) =>
  builder.enumType(name, {
    description,
    values: Object.fromEntries(Object.entries<string>(values).map(([value, text]) => [value, { description: text }])) as Record<
      Value,
      { description: string }
    >, // the same keys
  });

export const IntegrationDirectionEnum = describe<IntegrationDirection>(
  'IntegrationDirection',
  'Which way an integration carries records, seen from the procurement platform.',
  {
    TO_COUPA: 'Records flow from the end system into the platform.',
    FROM_COUPA: 'Records flow from the platform to the end system.',
  },
);

export const EndSystemTypeEnum = describe<EndSystemType>('EndSystemType', 'The kind of system at the other end of an integration.', {
  PAYROLL: 'A system that computes and pays wages.',
  ERP: 'Enterprise resource planning: finance, accounting, supply.',
  HR: 'Human resources: people, positions, organisation.',
  THIRD_PARTY_PARTNER: 'A system run by a business partner.',
  THIRD_PARTY_VENDOR: 'A system run by a software vendor.',
  OTHER: 'Any system that fits no other kind.',
  INTERNAL: "A system of the company's own making.",
});

export const IntegrationTypeEnum = describe<IntegrationType>('IntegrationType', 'How an integration exchanges its records.', {
  FLAT_FILE: 'Delimited or fixed-width files.',
  API: 'Calls to a programming interface, record by record.',
  CORPORATE_CREDIT_CARD_FILE: 'Statement files of corporate credit cards.',
  JSON: 'Files or messages in JSON.',
  XML: 'Files or messages in XML.',
  ORIGINAL_FORMAT: 'Files passed on as the source system wrote them.',
});

export const IntegrationRunStatusEnum = describe<IntegrationRunStatus>('IntegrationRunStatus', 'Where a run stands in its life.', {
  PENDING: 'Created or put back in the queue; nothing is being carried yet.',
  RUNNING: 'Records are being carried.',
  PAUSED: 'Held back, to be started again or ended.',
  SUCCESSFUL: 'Ended well; final.',
  FAILED: 'Ended badly; it can be put back in the queue.',
});

export const TransitionSourceEnum = describe<TransitionSource>('TransitionSource', 'The door through which a change came.', {
  GRAPHQL: 'A GraphQL mutation.',
  REST: 'A request to the original REST paths.',
  SYSTEM: 'The gateway itself, such as the sample world.',
});

export const DocumentTypeEnum = describe<DocumentType>('DocumentType', 'The kind of document that an error is about.', {
  CONTINGENT_WORK_ORDER_HEADER: 'An order for contingent work.',
  EXTERNAL_ORDER_HEADER: 'A purchase order kept in another system.',
  ORDER_HEADER: 'A purchase order.',
  INVENTORY_TRANSACTION: 'A receipt, return or other movement of goods.',
  INVOICE_HEADER: "An invoice, as the platform's invoice interface names it.",
  EXPENSE_REPORT: "An employee's expense report.",
  REQUISITION_HEADER: "A requisition, as the platform's requisition interface names it.",
  ACCOUNT: 'An account of the chart of accounts.',
  SUPPLIER: 'A company that goods or services are bought from.',
  USER: 'A user of the platform.',
  ADDRESS: 'A postal address.',
  REMIT_TO_ADDRESS: "The address that a supplier's payments go to.",
  CONTRACT: "A contract; the error's `documentId` is the contract's `databaseId`.",
  EXCHANGE_RATE: 'A rate between two currencies.',
  INVOICE: 'A bill that a supplier has sent, to be approved and paid.',
  REQUISITION: 'A request to buy.',
  PAYMENT: 'Money sent to a supplier or an employee, in whatever system.',
  APPROVAL_CHAIN: 'A chain of approvers.',
  LOOKUP_VALUE: 'A value of a look-up list.',
  ITEM: 'An item of the catalogue.',
  SUPPLIER_INFORMATION: 'What a supplier says of itself.',
  ASN_HEADER: 'An advance ship notice.',
  ACCOUNT_VALIDATION_RULE: 'A rule that accounts are validated by.',
  PAYABLES_EXTERNAL_PAYABLE: 'A payable kept in another system.',
  CHARGE: 'A charge on a card or an account.',
  PAYABLES_INVOICE: 'An invoice to be paid.',
  PAYABLES_EXPENSE: 'An expense to be paid.',
  COUPA_PAY_PAYMENT: 'A payment made through the platform.',
  COUPA_PAY_STATEMENT: 'A statement of payments made through the platform.',
  RECEIPT_REQUEST: 'A request to record a receipt.',
  INVENTORY_REQUEST_HEADER: 'A request for goods from stock.',
});

export const ContractTypeEnum = describe<ContractType>('ContractType', 'Whether a contract stands on its own or changes another.', {
  MASTER_CONTRACT: 'A contract that stands on its own.',
  AMENDMENT_CONTRACT: 'A contract that changes another one.',
});

const moved = (action: IntegrationRunAction): string => {
  if (action === 'RETRY')
    return 'Makes a new run that does the work of a failed run again: `retryIntegrationRun`. The failed run stays as it is.';
  const { from, to } = transitionOf(action);
  return `Makes a ${statusWords(from)} run ${to.toLowerCase()}: \`${action.toLowerCase()}IntegrationRun\`.`;
};

export const IntegrationRunActionEnum = describe<IntegrationRunAction>(
  'IntegrationRunAction',
  'What can be done with a run: the moves that change its status, and the retry. Everything legal is listed here; a move from any other status is refused.',
  Object.fromEntries(actions.map((action) => [action, moved(action)])) as Record<IntegrationRunAction, string>, // a key for every action
);

export const MoveOutcomeEnum = describe<'CHANGED' | 'UNCHANGED' | 'REFUSED'>('MoveOutcome', 'What became of one of many runs.', {
  CHANGED: 'It was moved, or a new run retries it.',
  UNCHANGED: 'It had the status already.',
  REFUSED: 'Its status did not allow it, or a retry of it has not ended.',
});

const scopeTexts: Readonly<Record<Scope, string>> = {
  'core.integration.read': 'Reads runs, their errors and history, and integrations.',
  'core.integration.write': 'Creates and changes runs, errors and integrations, and moves runs. A change answers with what it changed.',
  'core.contract.read': 'Reads contracts, and filters by them.',
  'core.contract.write': 'Creates and changes contracts.',
  admin: 'Makes, lists, revokes and rotates API clients; nothing else.',
};

/** `core.integration.read` → `CORE_INTEGRATION_READ`. */
const scopeName = (scope: string) => scope.toUpperCase().replaceAll('.', '_');

export const ScopeEnum = builder.enumType('Scope', {
  description: 'What a credential may do, one thing each. OAuth writes them in small letters with dots: `core.integration.read`.',
  values: Object.fromEntries(
    Object.entries(scopeTexts).map(([scope, description]) => [scopeName(scope), { value: scope as Scope, description }]),
  ) as Record<string, { value: Scope; description: string }>, // the keys of a Record over Scope
});

export const OrderDirectionEnum = describe<'ASC' | 'DESC'>(
  'OrderDirection',
  'Which end of a list comes first. Unset values come last either way.',
  {
    ASC: 'Smallest, earliest or first in the alphabet first.',
    DESC: 'Largest, latest or last in the alphabet first.',
  },
);

export const StatisticsMetricEnum = describe<Metric>(
  'IntegrationRunStatisticsOrderField',
  'What integrations can be sorted by, of the statistics of their runs.',
  {
    COUNT: 'By how many runs there are.',
    FAILED: 'By how many of the runs failed.',
    SUCCESS_RATE: 'By the part that ended well among the runs that ended; integrations without any come last.',
    DURATION_P95: 'By the 95th percentile of the durations; integrations without any come last.',
  },
);

export const ErrorGroupMetricEnum = describe<GroupMetric>('IntegrationErrorGroupOrderField', 'What groups of errors can be sorted by.', {
  LAST_SEEN_AT: 'By when the last of their errors was recorded.',
  FIRST_SEEN_AT: 'By when the first of their errors was recorded.',
  COUNT: 'By how many errors they have.',
  OPEN_COUNT: 'By how many of their errors are not resolved.',
});

export const TimelineUnitEnum = describe<TimelineUnit>(
  'TimelineUnit',
  'How long a bucket of a timeline is, by the calendar of its time zone.',
  {
    HOUR: '3,600 seconds from a full hour on; where clocks are put back, two of them have the same name.',
    DAY: 'From midnight to midnight, or from where the clocks pass over it when they are put forward: 23 to 25 hours.',
    WEEK: 'Seven days from Monday on.',
    MONTH: 'A month of the calendar.',
  },
);

/** `createdAt` → `CREATED_AT`. */
const screaming = (name: string) => name.replace(/[A-Z]/g, '_$&').toUpperCase();

const timelineTexts: Readonly<Record<TimelineTime, string>> = {
  createdAt: 'When the run was created.',
  startTime: 'When the run started.',
  endTime: 'When the run ended.',
};

export const TimelineTimeEnum = builder.enumType('TimelineTime', {
  description: 'The time of a run by which a timeline goes.',
  values: Object.fromEntries(
    Object.entries(timelineTexts).map(([field, description]) => [screaming(field), { value: field as TimelineTime, description }]),
  ) as Record<string, { value: TimelineTime; description: string }>, // the keys of a Record over TimelineTime
});

export const ChangeTypeEnum = describe<ChangeType>('ChangeType', 'What kind of change of a record it was.', {
  RUN_CREATED: 'A run was created, maybe as a retry of another.',
  RUN_UPDATED: 'Attributes of a run changed, and its status did not.',
  RUN_MOVED: 'The status of a run changed, and maybe attributes with it.',
  ERROR_CREATED: 'An error was recorded.',
  ERROR_UPDATED: 'Attributes or responses of an error changed.',
  ERROR_RESOLVED: 'An error was declared dealt with, and maybe attributes changed with it.',
  ERROR_UNRESOLVED: 'An error was declared open again, and maybe attributes changed with it.',
  INTEGRATION_CREATED: 'An integration was created.',
  INTEGRATION_UPDATED: 'Attributes of an integration changed.',
  CONTRACT_CREATED: 'A contract was created.',
  CONTRACT_UPDATED: 'Attributes of a contract changed.',
});

export const ListChangeEnum = describe<ListChange>('ListChange', 'What a change meant for a list that is followed.', {
  ENTERED: 'The record is in the list, and was not before: it was created, or the filter did not let it through.',
  UPDATED: 'The record was in the list, and still is.',
  LEFT: 'The record was in the list, and the filter does not let it through any more.',
});

export const WebhookEndpointStateEnum = describe<WebhookEndpointState>('WebhookEndpointState', 'Whether changes are sent to an endpoint.', {
  ACTIVE: 'They are.',
  DISABLED: 'They are not: somebody has disabled it, or it has disabled itself for the reason that it tells. What it was not sent waits.',
});

export const WebhookDeliveryStateEnum = describe<WebhookDeliveryState>('WebhookDeliveryState', 'What has become of a delivery.', {
  PENDING: 'It is sent, or waits for its next attempt, for earlier changes of the same record, or for its endpoint.',
  DELIVERED: 'The receiver has taken it, with a status of 200 to 299.',
  FAILED: 'It is not tried any more. `replayWebhookDelivery` sends it again.',
});
