// Writes rows by what stands between their values. Texts between values are put together once, when the writer is made: every piece that is
// added to an answer costs again when the answer is made one text, and that costs more than all the rest.
import { AnswerTooLargeError } from '../../db/lifetime.js';
import type { Column } from '../../domain/entities/columns.js';
import type { ShapedRow } from '../../domain/read/prepared-read.js';
import { wireEnum } from '../wire/names.js';
import type { GroupElement } from './layout.js';
import { columnAt, nameAt } from './selection.js';

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

/** `pick`: what is written, where it isn't the value at the member's place. */
export type Member = OwnMember | { readonly append: Append; readonly pick?: (row: ShapedRow) => unknown };

/** A writer of rows whose members are in the order of the layout. */
export const rowWriter = (open: string, members: readonly Member[], close: string): Append => {
  let before = open;
  const steps = members.map((member, place) => {
    const pending = before; // what the member before may have left to be written
    const isOwn = 'start' in member;
    before = isOwn ? member.end : '';
    const own = isOwn ? { ...member, startAfter: pending + member.start, unsetAfter: pending + member.unset } : null;
    const pick = isOwn ? undefined : member.pick;
    return { key: nameAt(place), pending, own, append: isOwn ? null : member.append, pick };
  });
  const closeAfter = before + close;
  return (start, value, zone) => {
    const row = value as ShapedRow; // as its shape says
    let text = start;
    let isPending = true;
    for (const { key, pending, own, append, pick } of steps) {
      const found = pick ? pick(row) : row[key];
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

/** Writes the names of an enum's values, which are escaped once. A value that only a newer gateway on the same database knows is written, too. */
export const enumWriter = (column: Column, escaped: (text: string) => string): OwnMember['write'] => {
  const texts = new Map<unknown, string>(column.values?.map((value) => [value, escaped(wireEnum(column, value))]));
  return (value) => texts.get(value) ?? escaped(wireEnum(column, String(value)));
};

/** Gives the row that a group stands for, of the row that has its values; null where all of them are unset. */
export const groupOf = ({ group, layout }: GroupElement, place: number): ((row: ShapedRow) => ShapedRow | null) => {
  const columns = group.map((_, index) => columnAt(place, index));
  const members = layout.map((element) => ('field' in element ? columns[group.indexOf(element.field)] : undefined) ?? '');
  return (row) =>
    columns.every((column) => row[column] === null)
      ? null
      : Object.fromEntries(members.map((column, index) => [nameAt(index), row[column]]));
};

/** The text of each row. @throws AnswerTooLargeError as soon as they have more characters in all */
export const writeEach = (
  rows: readonly ShapedRow[],
  write: (row: ShapedRow, index: number) => string,
  mostCharacters = Number.MAX_SAFE_INTEGER,
): readonly string[] => {
  let characters = 0;
  return rows.map((row, index) => {
    const text = write(row, index);
    characters += text.length;
    if (characters > mostCharacters) throw new AnswerTooLargeError(mostCharacters);
    return text;
  });
};
