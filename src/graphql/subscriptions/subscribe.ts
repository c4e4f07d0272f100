// Begins what a subscription asks for. Those who ask the same form a cohort: the same document, the same variables but for where they go on, and the same scopes.
import { type ExecutionResult, type FieldNode, GraphQLError, getArgumentValues } from 'graphql';
import type { Database } from '../../db/database.js';
import type { Live } from '../../domain/feed/live.js';
import { decodePosition, type FeedPosition } from '../../domain/feed/position.js';
import { readChanges } from '../../domain/feed/read-changes.js';
import type { DomainContext } from '../../domain/rules/viewer.js';
import type { RequestContext } from '../../request/request-context.js';
import type { Admitted } from '../request/admit.js';
import { schema } from '../schema/schema.js';
import { collectFields } from '../single-statement/collect-fields.js';
import { type Cohort, createCohort } from './cohort.js';
import { createEvaluate, lastMessage, present } from './evaluate.js';
import { createMember } from './member.js';
import { plans } from './plan.js';
import type { Subscribe, Subscribing } from './stream.js';

interface Asked {
  readonly field: string;
  readonly given: Readonly<Record<string, unknown>>;
  /** Names the cohort. */
  readonly key: string;
}

const nothingAsked = () =>
  new GraphQLError('A subscription asks for one field, and this one leaves it out.', { extensions: { code: 'BAD_USER_INPUT' } });

/** The variable that says where to go on, which is each client's own. */
const ownVariable = ({ arguments: given = [] }: FieldNode): string | null => {
  const value = given.find(({ name }) => name.value === 'after')?.value;
  return value?.kind === 'Variable' ? value.name.value : null;
};

/** @throws GraphQLError where no field is left, or an argument is none */
const read = ({ operation, params, text, variables }: Admitted, scopes: ReadonlySet<string>): Asked => {
  const type = schema.getSubscriptionType();
  if (!operation || !type) throw nothingAsked();
  const [nodes] = collectFields(schema, type, [operation.node.selectionSet], operation.fragments, variables).values();
  const node = nodes?.[0];
  const definition = node && type.getFields()[node.name.value];
  if (!node || !definition) throw nothingAsked();
  const own = ownVariable(node);
  const shared = Object.entries(params.variables ?? {}).filter(([name]) => name !== own);
  const key = JSON.stringify([text, params.operationName ?? null, shared.toSorted(([a], [b]) => (a < b ? -1 : 1)), [...scopes].toSorted()]);
  return { field: definition.name, given: getArgumentValues(definition, node, variables), key };
};

interface Shared {
  readonly cohort: Promise<Cohort>;
  /** How many use it, those that catch up among them. */
  users: number;
}

/** The database as subscriptions have it: no request ends what they read, and each of its statements waits for the caller's turn, as those of its requests. */
const databaseOf = (database: Database, caller: string): Database => ({
  ...database,
  read: (statement) => database.inTurn(caller, () => database.read(statement)),
});

/** `database`: whose statements end with no request. */
export const createSubscribe = (database: Database, live: Live): Subscribe => {
  const cohorts = new Map<string, Shared>();

  const leave = (key: string, shared: Shared): void => {
    shared.users -= 1;
    if (shared.users > 0) return;
    if (cohorts.get(key) === shared) cohorts.delete(key);
    shared.cohort.then(({ close }) => close()).catch(() => undefined); // whoever began it was told why it failed
  };

  const enter = ({ field, given, key }: Asked, admitted: Admitted, context: RequestContext): Shared => {
    const known = cohorts.get(key);
    if (known) return known;
    const { requestId, viewer, logger } = context;
    const domain: DomainContext = { database: context.database, viewer, source: 'GRAPHQL', logger, requestId };
    const plan = plans.get(field);
    if (!plan) throw new TypeError(`Nothing is planned for Subscription.${field}.`);
    const shared: Shared = {
      users: 0,
      cohort: createCohort({
        live,
        makePlan: () => plan(given, domain),
        evaluate: createEvaluate(admitted, context),
        onFailed: () => {
          if (cohorts.get(key) === shared) cohorts.delete(key);
        },
      }),
    };
    cohorts.set(key, shared);
    return shared;
  };

  /** @throws FeedPositionExpiredError, FeedDivergedError */
  const check = async (context: RequestContext, after: FeedPosition, cohort: Cohort): Promise<void> => {
    if (!live.kept(after, cohort.position)) await readChanges(context.database, { after, limit: 1 });
  };

  return async ({ admitted, context: asked, lastEventId }: Subscribing) => {
    const context = { ...asked, database: databaseOf(database, asked.caller) };
    const fail = (error: unknown): ExecutionResult => lastMessage(error, context).result ?? {};
    let leaveOnce: (() => void) | null = null;
    try {
      const wanted = read(admitted, context.viewer.scopes);
      const after = lastEventId ? decodePosition(lastEventId) : ((wanted.given['after'] as FeedPosition | null | undefined) ?? null);
      const shared = enter(wanted, admitted, context);
      shared.users += 1;
      leaveOnce = () => {
        leaveOnce = null;
        leave(wanted.key, shared);
      };
      const cohort = await shared.cohort;
      if (after) await check(context, after, cohort);
      return createMember({
        database: context.database,
        live,
        cohort,
        after,
        lastMessage: (error) => lastMessage(error, context),
        onClosed: () => leaveOnce?.(),
      });
    } catch (error) {
      leaveOnce?.();
      return error instanceof GraphQLError ? present({ errors: [error] }, context) : fail(error);
    }
  };
};
