// Which changes are sent to an endpoint: of its types, as alerts if it asks for these alone, and of the runs that its filter chooses.
import { changesOfRuns } from '../../feed/followed-list.js';
import { typesFor } from '../../feed/list-changes.js';
import type { ImagedChange } from '../../feed/read-changes.js';
import type { DomainContext } from '../../rules/viewer.js';
import { typesIn } from '../endpoint.js';
import type { WebhookRules } from '../rules.js';
import type { SendingEndpoint } from './endpoints.js';

/** Runs that fail alert everybody, and errors the group of contacts that they name. */
const isAlert = ({ type, after }: ImagedChange, contacts: ReadonlySet<unknown>): boolean =>
  type === 'RUN_MOVED' ? after['status'] === 'FAILED' : type === 'ERROR_CREATED' && contacts.has(after['contactAlertType']);

/** @throws ForbiddenError where the owner may not read what the filter looks at */
export const matching = async (
  context: DomainContext,
  { types, alertTypes, filter }: SendingEndpoint,
  changes: readonly ImagedChange[],
  { conditionOf }: Pick<WebhookRules, 'conditionOf'>,
): Promise<readonly ImagedChange[]> => {
  const told = typesFor(context.viewer, typesIn(types));
  const wanted = told && new Set(told);
  const contacts = alertTypes && new Set<unknown>(alertTypes);
  const found = changes.filter((change) => (wanted?.has(change.type) ?? true) && (contacts === null || isAlert(change, contacts)));
  return filter === null || found.length === 0 ? found : changesOfRuns(context, conditionOf(filter), found);
};
