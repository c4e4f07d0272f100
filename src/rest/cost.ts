// What a REST request costs, by the prices that both doors go by: before it is read by what it asks for, afterwards by what it was.
import { bytesOfObject, conditionCost, overCost, prices } from '../domain/read/cost.js';
import type { Account } from '../rate-limit/account.js';
import { RestError } from './errors.js';
import type { Representation } from './route.js';
import type { StatisticsQuery } from './statistics/query.js';

/** Runs are gone through once for the figures of all of them, and once more for each list of groups. */
const costOfStatistics = ({ where, groups }: StatisticsQuery): number =>
  (1 + groups.length) * (prices.statistics + conditionCost('integrationRun', where)) +
  groups.reduce((sum, { grouping }) => sum + (grouping.by === 'time' ? grouping.buckets.length : grouping.first) * prices.object, 0);

/** What is shown, without what nests in it: of a list its rows and their number, which both have to be looked for. */
const costOf = (shown: Representation): number => {
  if ('id' in shown) return prices.object;
  if ('statistics' in shown) return costOfStatistics(shown.statistics);
  return shown.query.limit + prices.count + 2 * conditionCost(shown.entity, shown.query.where);
};

/**
 * Charges for what is to be read; gives how the rest is charged, once its bytes are known.
 * @throws RestError 400 for what costs too much, 429 for a caller who has too few points
 */
export const chargeFor = async (account: Account, shown: Representation, most: number): Promise<(bytes: number) => Promise<void>> => {
  const cost = costOf(shown);
  if (cost > most) throw new RestError(400, overCost(cost, most), {}, 'QUERY_TOO_LARGE');
  const refusal = await account.charge(cost);
  if (refusal) throw new RestError(429, refusal.message, { 'retry-after': String(refusal.retryAfter) }, 'RATE_LIMITED');
  return (bytes) => account.settle(cost + bytes / bytesOfObject);
};
