// Parts of a plan that wait for a request's variables, and parts that don't: those are made once, when the plan is.
import type { Variables } from './collect-fields.js';

/** What a plan is bound to: one request. */
export interface Binding {
  /** Coerced, defaults among them. */
  readonly variables: Variables;
  readonly now: Date;
}

export type Bound<Result> = { readonly fixed: Result } | { readonly bind: (binding: Binding) => Result };

export const fixed = <Result>(result: Result): Bound<Result> => ({ fixed: result });

/** The result for one request. */
export const boundTo = <Result>(bound: Bound<Result>, binding: Binding): Result => ('fixed' in bound ? bound.fixed : bound.bind(binding));

/** Something made of the result: at once where that is fixed. */
export const mapped = <From, To>(bound: Bound<From>, make: (from: From) => To): Bound<To> =>
  'fixed' in bound ? fixed(make(bound.fixed)) : { bind: (binding) => make(bound.bind(binding)) };

/** Something made of two results. */
export const joined = <Left, Right, To>(left: Bound<Left>, right: Bound<Right>, make: (left: Left, right: Right) => To): Bound<To> =>
  'fixed' in left && 'fixed' in right
    ? fixed(make(left.fixed, right.fixed))
    : { bind: (binding) => make(boundTo(left, binding), boundTo(right, binding)) };

/** All of the results, in their order. */
export const allOf = <Result>(bounds: readonly Bound<Result>[]): Bound<readonly Result[]> => {
  const known = bounds.flatMap((bound) => ('fixed' in bound ? [bound.fixed] : []));
  return known.length === bounds.length ? fixed(known) : { bind: (binding) => bounds.map((bound) => boundTo(bound, binding)) };
};
