// What the domain can't know of webhooks by itself, and is given: how their queries and filters are read, which addresses may be sent to, and how secrets are kept.
import type { Condition } from '../read/conditions.js';
import type { Viewer } from '../rules/viewer.js';
import type { WrappingKeys } from '../signing-key/key-wrapping.js';
import type { ChangedEntity } from './message.js';

/** What is looked at before an endpoint is made or changed. */
export interface WebhookRules {
  /** What secrets are wrapped by. */
  readonly wrapping: WrappingKeys;
  /** Why nothing can be sent to the address, to end the sentence "Url …"; null where it can. */
  readonly targetProblem: (url: URL) => string | null;
  /** Why the query can't be asked for the viewer about those records, to end the sentence "Document …"; null where it can. @throws ForbiddenError */
  readonly documentProblem: (document: string, about: readonly ChangedEntity[], viewer: Viewer) => string | null;
  /** @throws BadInputError for a filter that asks for nothing that can be asked for */
  readonly conditionOf: (filter: unknown) => Condition;
}
