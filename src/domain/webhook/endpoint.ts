// What can be said of a webhook endpoint, and the checks on it. They are made whenever somebody makes or changes one, and on their behalf: whoever did it last
// is its owner, and answers for all of it.
import { ChangeType } from '../../generated/prisma/enums.js';
import { shown } from '../../lib/shown.js';
import { isStorable } from '../../lib/text.js';
import type { Rows } from '../entities/entity.js';
import { typesFor } from '../feed/list-changes.js';
import { authorizeRead } from '../read/scopes.js';
import type { FieldError } from '../rules/errors.js';
import { findFieldErrors, refuseInvalid } from '../rules/validate.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { type ChangedEntity, entityOfType } from './message.js';
import type { WebhookRules } from './rules.js';

export interface WebhookEndpointValues {
  /** Null is refused. */
  readonly url: string | null;
  readonly description: string | null;
  /** Null for all. */
  readonly types: readonly ChangeType[] | null;
  /** Null for all changes, and not only alerts. */
  readonly alertTypes: readonly string[] | null;
  /** As it was given; null for none. */
  readonly filter: unknown;
  readonly document: string | null;
}

const mostAlertTypes = 20;
const longestAlertType = 255;

/** Types of changes as they are kept. */
export const typesText = (types: readonly ChangeType[] | null): string | null => types && [...new Set(types)].join(' ');

/** The types in what is kept; null for all. */
export const typesIn = (text: string | null): readonly ChangeType[] | null => (text === null ? null : (text.split(' ') as ChangeType[])); // as `typesText` has written them

/** What an endpoint says of itself, as an input would. */
export const valuesOf = ({ url, description, types, alertTypes, filter, document }: Rows['webhookEndpoint']): WebhookEndpointValues => ({
  url,
  description,
  types: typesIn(types),
  alertTypes: alertTypes as readonly string[] | null, // which is what was checked
  filter,
  document,
});

const urlProblem = (text: string, { targetProblem }: WebhookRules): string | null => {
  if (!URL.canParse(text)) return 'must be an address, such as https://example.com/hooks';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    return "can't have a user or a password in it; receivers know a delivery by its signature";
  return targetProblem(url);
};

const alertTypesProblem = (alertTypes: readonly string[]): string | null => {
  if (alertTypes.length > mostAlertTypes) return `are too many (at most ${mostAlertTypes})`;
  const wrong = alertTypes.find((type) => type.trim() === '' || [...type].length > longestAlertType || !isStorable(type));
  return wrong === undefined
    ? null
    : `can't have ${shown(wrong)}: each is a name of 1 to ${longestAlertType} characters, such as Technical`;
};

/** A filter chooses runs: changes of what has no run would never meet it. */
const unmeetable = (type: ChangeType): boolean => /^(INTEGRATION|CONTRACT)_/.test(type);

const findProblems = (
  { url, description, types, alertTypes, filter, document }: WebhookEndpointValues,
  rules: WebhookRules,
): FieldError[] => {
  const found = findFieldErrors('webhookEndpoint', { url, description, document });
  if (found.length > 0) return found;
  const problems = {
    url: ['Url', urlProblem(String(url), rules)],
    alertTypes: ['Alert types', alertTypes && alertTypesProblem(alertTypes)],
    types: ['Types', types?.length === 0 ? "can't be empty: leave them out for all types of changes" : null],
  } as const;
  const hopeless = filter === null ? undefined : types?.find(unmeetable);
  return [
    ...Object.entries(problems).flatMap(([field, [name, problem]]) =>
      problem === null ? [] : [{ path: [field], message: `${name} ${problem}` }],
    ),
    ...(hopeless === undefined
      ? []
      : [
          {
            path: ['types'],
            message: `Types can't have ${hopeless} beside a filter, which only changes of runs and of their errors can meet. Make another endpoint for it, without a filter`,
          },
        ]),
  ];
};

/** The kinds of records whose changes are sent. */
const about = ({ viewer }: DomainContext, { types }: WebhookEndpointValues): readonly ChangedEntity[] => [
  ...new Set((typesFor(viewer, types) ?? Object.values(ChangeType)).map(entityOfType)),
];

/**
 * Checks all of an endpoint, for whoever makes or changes it.
 * @throws ForbiddenError without `admin` and `core.integration.read`, and without the scopes of what its types, its filter and its document read
 * @throws ValidationError when a value breaks a rule
 * @throws BadInputError for a filter that asks for nothing that can be asked for
 */
export const checkEndpoint = (context: DomainContext, values: WebhookEndpointValues, rules: WebhookRules): void => {
  authorize(context, 'admin');
  authorize(context, 'core.integration.read');
  if (values.types?.some((type) => type.startsWith('CONTRACT_'))) authorize(context, 'core.contract.read');
  refuseInvalid(findProblems(values, rules));
  authorizeRead(context, 'integrationRun', rules.conditionOf(values.filter));
  const problem = values.document === null ? null : rules.documentProblem(values.document, about(context, values), context.viewer);
  refuseInvalid(problem === null ? [] : [{ path: ['document'], message: `Document ${problem}` }]);
};
