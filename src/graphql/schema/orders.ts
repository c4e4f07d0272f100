// The order inputs: which columns a list can be sorted by, under which names.

import type { InputRef } from '@pothos/core';
import { entitiesHaving, type Having, sortingColumns } from '../../domain/entities/entities.js';
import type { Order } from '../../domain/read/cursor.js';
import { own } from '../../lib/own.js';
import { capitalised, constantCase } from '../../lib/words.js';
import { builder } from './builder.js';
import { OrderDirectionEnum } from './enums.js';

/** What it means to sort by a column, for every column that lists are sorted by. */
const descriptions: Readonly<Record<string, string>> = {
  id: 'By `databaseId`, which is the order of creation.',
  createdAt: 'By the time of creation.',
  updatedAt: 'By the time of the last change.',
  startTime: 'By when the run started.',
  endTime: 'By when the run ended.',
  status: 'By status, in the order of a life: pending, running, paused, successful, failed.',
  totalRecords: 'By how many records there are to carry.',
  recordsProcessed: 'By how many records have been carried.',
  name: 'By name, by code point.',
  code: 'By code, by code point.',
  number: 'By number, by code point.',
  documentType: 'By kind of document, in the order of the enum.',
  documentId: "By the document's number.",
  startDate: 'By when the contract takes effect.',
  endDate: 'By when the contract ends.',
};

export type OrderableEntity = Having<'sortedBy'>;

/** What a client gave for an order; the field is the column's name already. */
export interface OrderInput {
  readonly field: string;
  readonly direction: 'ASC' | 'DESC';
}

const makeOrder = (entity: OrderableEntity): InputRef<OrderInput> => {
  const name = capitalised(entity);
  const values = sortingColumns(entity).map((column) => {
    const description = own(descriptions, column);
    if (description === undefined) throw new TypeError(`Nothing says what it means to sort ${name} by ${column}.`);
    return [constantCase(column), { value: column, description }];
  });
  const field = builder.enumType(`${name}OrderField`, {
    description: `What a list of ${name} can be sorted by. Rows with the same value follow by \`databaseId\`, in the same direction.`,
    values: Object.fromEntries(values) as Readonly<Record<string, { value: string; description: string }>>,
  });
  return builder.inputRef<OrderInput>(`${name}Order`).implement({
    description: `How a list of ${name} is sorted. Left out, the newest come first.`,
    fields: (t) => ({
      field: t.field({ type: field, required: true, description: 'What to sort by.' }),
      direction: t.field({ type: OrderDirectionEnum, required: true, defaultValue: 'ASC', description: 'Which end comes first.' }),
    }),
  });
};

const orders = new Map(entitiesHaving('sortedBy').map((entity) => [entity, makeOrder(entity)]));

/** The order input of an entity. */
export const orderOf = (entity: OrderableEntity): InputRef<OrderInput> => {
  const order = orders.get(entity);
  if (!order) throw new TypeError(`Lists of ${entity} have no order.`);
  return order;
};

/** Newest first. */
export const defaultOrder: Order = Object.freeze({ field: 'createdAt', direction: 'DESC' });
