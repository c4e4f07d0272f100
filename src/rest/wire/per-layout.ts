import type { Layout } from './layout.js';

/** What is made of a layout is made once, and kept as long as the layout is. */
export const perLayout = <Made extends object>(make: (layout: Layout) => Made): ((layout: Layout) => Made) => {
  const kept = new WeakMap<Layout, Made>();
  return (layout) => {
    const known = kept.get(layout);
    if (known) return known;
    const made = make(layout);
    kept.set(layout, made);
    return made;
  };
};
