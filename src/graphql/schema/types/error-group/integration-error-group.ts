// Groups of errors: those that have the same cause, by their fingerprints.
import type { ErrorGroup } from '../../../../domain/error-group/group.js';
import { type Condition, everything } from '../../../../domain/read/conditions.js';
import { maximumPageSize } from '../../../../domain/read/page.js';
import { defaultIntegrations } from '../../../../domain/statistics/request.js';
import { openList } from '../../../field-by-field/list.js';
import { requireRow } from '../../../field-by-field/require-row.js';
import { checkTopLength } from '../../../field-by-field/window.js';
import { builder } from '../../builder.js';
import { listArguments } from '../../sources/connection.js';
import { readFrom, usedAs } from '../../sources/source.js';
import { IntegrationType } from '../integration.js';
import { IntegrationErrorConnection, IntegrationErrorType } from '../integration-error.js';

const both = (one: Condition, other: Condition): Condition =>
  one === everything ? other : other === everything ? one : { all: [one, other] };

export const ErrorGroupType = builder.objectRef<ErrorGroup>('IntegrationErrorGroup').implement({
  description:
    'Errors that have the same cause. It is there while it has errors, and open while one of them is not resolved: a new error opens it again. Under a filter, counts, times and lists are of the errors that it lets through.',
  fields: (t) => ({
    fingerprint: t.exposeString('fingerprint', { description: 'What the group is told by: its errors have it as theirs.' }),
    title: t.string({
      description:
        "The message of the group's first error with its changing parts as `…`: numbers, ids, dates, times, addresses and quoted texts. Without a response, the document's type and the statuses.",
      resolve: async ({ fingerprint }, _args, { loaders }) => requireRow(await loaders.errorGroups.causes().load(fingerprint)).title,
    }),
    code: t.string({
      nullable: true,
      description: "The code of its errors' first responses; null without one.",
      resolve: async ({ fingerprint }, _args, { loaders }) => requireRow(await loaders.errorGroups.causes().load(fingerprint)).code,
    }),
    count: t.int({
      description: 'How many errors there are.',
      resolve: async ({ fingerprint, where }, _args, { loaders }) => (await loaders.errorGroups.counts(where).load(fingerprint)).count,
    }),
    openCount: t.int({
      description: 'How many of them are not resolved.',
      resolve: async ({ fingerprint, where }, _args, { loaders }) => (await loaders.errorGroups.counts(where).load(fingerprint)).openCount,
    }),
    runCount: t.int({
      description: 'How many runs met them.',
      resolve: ({ fingerprint, where }, _args, { loaders }) => loaders.errorGroups.runCounts(where).load(fingerprint),
    }),
    firstSeenAt: t.field({
      type: 'DateTime',
      description: 'When the first of them was recorded.',
      resolve: async ({ fingerprint, where }, _args, { loaders }) =>
        requireRow(await loaders.errorGroups.times(where).load(fingerprint)).firstSeenAt,
    }),
    lastSeenAt: t.field({
      type: 'DateTime',
      description: 'When the last of them was recorded.',
      resolve: async ({ fingerprint, where }, _args, { loaders }) =>
        requireRow(await loaders.errorGroups.times(where).load(fingerprint)).lastSeenAt,
    }),
    integrations: t.field({
      type: [IntegrationType],
      description: 'The integrations whose runs met them, those with the most of them first.',
      args: {
        first: t.arg.int({
          defaultValue: defaultIntegrations,
          description: `How many at most, up to ${maximumPageSize}.`,
          ...usedAs({ as: 'pageSize', within: checkTopLength }),
        }),
      },
      resolve: ({ fingerprint, where }, { first }, { loaders }) =>
        loaders.errorGroups.integrations(where, checkTopLength('first', first ?? defaultIntegrations)).load(fingerprint),
    }),
    integrationErrors: t.field({
      type: IntegrationErrorConnection,
      description: 'The errors themselves.',
      args: listArguments('integrationError'),
      ...readFrom({ listed: 'integrationError' }),
      resolve: ({ fingerprint, where }, args, { loaders }, info) =>
        openList('integrationError', args, info, {
          read: (slice) => loaders.errorGroups.errors({ ...slice, where: both(where, slice.where) }).load(fingerprint),
          count: (own) => loaders.errorGroups.errorCounts(both(where, own)).load(fingerprint),
        }),
    }),
  }),
});

builder.objectFields(IntegrationErrorType, (t) => ({
  fingerprint: t.exposeString('fingerprint', {
    description:
      'What its group is told by. Two errors have the same one when the code and the message of their first responses are equal once numbers, ids, dates, times, addresses and quoted texts are taken out, whatever the case of letters; without a response, document type, document status and status decide.',
  }),
  group: t.field({
    type: ErrorGroupType,
    description: 'All errors that have the same cause.',
    ...readFrom({ errorGroups: 'one' }),
    resolve: ({ fingerprint }) => ({ fingerprint, where: everything }),
  }),
}));
