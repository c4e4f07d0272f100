// How much each door gives a caller: points a second, and a burst beyond them.

export interface RatePolicy {
  /** Points a second. A request is one point per `objectsPerPoint` of its cost, and at least one. */
  readonly rate: number;
  /** Points beyond the rate in each stretch of `burstSeconds`. */
  readonly burst: number;
}

const doors = ['rest', 'graphql'] as const;
export type Door = (typeof doors)[number];
export type RatePolicies = Readonly<Record<Door, RatePolicy>>;

export const burstSeconds = 10;

/** The REST door has the original's limit; the GraphQL door lets the largest query through, and a thousand small ones a second. */
export const defaultPolicies: RatePolicies = { rest: { rate: 25, burst: 20 }, graphql: { rate: 1_000, burst: 4_000 } };

/** `rest=25+20,graphql=1000+4000`: a door that isn't named has its default. Null for a text of another form, and one that names a door twice. */
export const parsePolicies = (text: string): RatePolicies | null => {
  const policies: Partial<Record<Door, RatePolicy>> = {};
  for (const part of text.split(',')) {
    const [, name, rate, burst] = /^\s*(\w+)\s*=\s*(\d{1,7})\s*\+\s*(\d{1,7})\s*$/.exec(part) ?? [];
    const door = doors.find((each) => each === name);
    if (!door || policies[door] || Number(rate) < 1) return null;
    policies[door] = { rate: Number(rate), burst: Number(burst) };
  }
  return { ...defaultPolicies, ...policies };
};

/** A REST request is of the size that the original's limit was made for: a page of runs with all that nests in them is one point. */
const objectsPerPoint: Readonly<Record<Door, number>> = { rest: 2_500, graphql: 100 };

/** The points of a request of this cost. */
export const pointsOf = (door: Door, cost: number): number => Math.max(1, Math.ceil(cost / objectsPerPoint[door]));
