import type { Layout } from './layout.js';

/** What is made of a layout is made once, and kept as long as the layout is. `More`: what is always the same for one layout. */
export const perLayout = <Made extends object, More extends readonly unknown[]>(
  make: (layout: Layout, ...more: More) => Made,
): ((layout: Layout, ...more: More) => Made) => {
  const kept = new WeakMap<Layout, Made>();
  return (layout, ...more) => {
    const known = kept.get(layout);
    if (known) return known;
    const made = make(layout, ...more);
    kept.set(layout, made);
    return made;
  };
};
