// Writes rows by what stands between their values. Texts between values are put together once, when the writer is made: every piece that is
// added to an answer costs again when the answer is made one text, and that costs more than all the rest.
import type { ShapedRow } from '../../domain/read/read-shaped.js';
import type { Layout } from './layout.js';
import { nameAt } from './shape.js';

/** Adds a value to the text. */
export type Append = (text: string, value: unknown, zone: string) => string;

/** A value of the row itself: `write` gives what stands between start and end. */
export interface OwnMember {
  readonly start: string;
  readonly end: string;
  /** Stands for the whole while there is no value. */
  readonly unset: string;
  readonly write: (value: unknown, zone: string) => string;
}

export type Member = OwnMember | { readonly append: Append };

/** A writer of rows whose members are in the order of the layout. */
export const rowWriter = (open: string, members: readonly Member[], close: string): Append => {
  let before = open;
  const steps = members.map((member, place) => {
    const pending = before; // what the member before may have left to be written
    const isOwn = 'start' in member;
    before = isOwn ? member.end : '';
    const own = isOwn ? { ...member, startAfter: pending + member.start, unsetAfter: pending + member.unset } : null;
    return { key: nameAt(place), pending, own, append: isOwn ? null : member.append };
  });
  const closeAfter = before + close;
  return (start, value, zone) => {
    const row = value as ShapedRow; // as its shape says
    let text = start;
    let isPending = true;
    for (const { key, pending, own, append } of steps) {
      const found = row[key];
      if (own) {
        if (found === null) text += isPending ? own.unsetAfter : own.unset;
        else text = text + (isPending ? own.startAfter : own.start) + own.write(found, zone);
        isPending = found !== null;
      } else if (append) {
        text = append(isPending ? text + pending : text, found, zone);
        isPending = false;
      }
    }
    return text + (isPending ? closeAfter : close);
  };
};

/** The row that stands for a group: the one value, for each element in it. */
export const groupRow = (layout: Layout, value: unknown): ShapedRow => Object.fromEntries(layout.map((_, place) => [nameAt(place), value]));
