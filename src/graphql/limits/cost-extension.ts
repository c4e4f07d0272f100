// The cost of a query as its answer shows it, in `extensions.cost`, to whoever sends the header `X-GraphQL-Cost: 1`.
import { pointsOf } from '../../rate-limit/policy.js';

/** Objects, the most that may be asked for, and the points of the rate limit. */
export const costShown = (cost: number, limit: number) => ({ objects: cost, limit, points: pointsOf('graphql', cost) });
