// What the GraphQL door knows of a request before it is executed.
import type { WebhookRules } from '../domain/webhook/rules.js';
import type { RequestContext } from '../request/request-context.js';

export interface DoorContext extends RequestContext {
  readonly webhooks: WebhookRules;
  /** Whether the client may be told names that it didn't know, and ask about the schema. */
  readonly suggests: boolean;
  /** Whether the answer is to show its cost. */
  readonly wantsCost: boolean;
  /** The key in the head of the request, for its one mutation. */
  readonly idempotencyKey: string | undefined;
  /** What is known of the operation, once it is read. */
  readonly known: { cost: number | null; isMutation: boolean };
}
