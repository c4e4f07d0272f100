// The order inputs: which columns a list can be sorted by, under which names.

import type { InputRef } from '@pothos/core';
import type { EntityName } from '../../domain/entities/entity.js';
import type { Order } from '../../domain/read/cursor.js';
import { capitalised } from '../../lib/words.js';
import { builder } from './builder.js';
import { OrderDirectionEnum } from './enums.js';

const common = {
  ID: ['id', 'By `databaseId`, which is the order of creation.'],
  CREATED_AT: ['createdAt', 'By the time of creation.'],
  UPDATED_AT: ['updatedAt', 'By the time of the last change.'],
} as const;

const fields = {
  integrationRun: {
    ...common,
    START_TIME: ['startTime', 'By when the run started.'],
    END_TIME: ['endTime', 'By when the run ended.'],
    STATUS: ['status', 'By status, in the order of a life: pending, running, paused, successful, failed.'],
    TOTAL_RECORDS: ['totalRecords', 'By how many records there are to carry.'],
    RECORDS_PROCESSED: ['recordsProcessed', 'By how many records have been carried.'],
  },
  integration: { ...common, NAME: ['name', 'By name, by code point.'], CODE: ['code', 'By code, by code point.'] },
  integrationError: {
    ...common,
    DOCUMENT_TYPE: ['documentType', 'By kind of document, in the order of the enum.'],
    DOCUMENT_ID: ['documentId', "By the document's number."],
  },
  contract: {
    ...common,
    NUMBER: ['number', 'By number, by code point.'],
    NAME: ['name', 'By name, by code point.'],
    START_DATE: ['startDate', 'By when the contract takes effect.'],
    END_DATE: ['endDate', 'By when the contract ends.'],
  },
} as const satisfies Partial<Record<EntityName, Record<string, readonly [string, string]>>>;

export type OrderableEntity = keyof typeof fields;

/** What a client gave for an order; the field is the column's name already. */
export interface OrderInput {
  readonly field: string;
  readonly direction: 'ASC' | 'DESC';
}

const makeOrder = (entity: OrderableEntity): InputRef<OrderInput> => {
  const name = capitalised(entity);
  const entries = Object.entries<readonly [string, string]>(fields[entity]);
  const field = builder.enumType(`${name}OrderField`, {
    description: `What a list of ${name} can be sorted by. Rows with the same value follow by \`databaseId\`, in the same direction.`,
    values: Object.fromEntries(entries.map(([value, [column, description]]) => [value, { value: column, description }])),
  });
  return builder.inputRef<OrderInput>(`${name}Order`).implement({
    description: `How a list of ${name} is sorted. Left out, the newest come first.`,
    fields: (t) => ({
      field: t.field({ type: field, required: true, description: 'What to sort by.' }),
      direction: t.field({ type: OrderDirectionEnum, required: true, defaultValue: 'ASC', description: 'Which end comes first.' }),
    }),
  });
};

/** The order inputs of the entities that have one. */
export const orderOf: Readonly<Record<OrderableEntity, InputRef<OrderInput>>> = {
  integrationRun: makeOrder('integrationRun'),
  integration: makeOrder('integration'),
  integrationError: makeOrder('integrationError'),
  contract: makeOrder('contract'),
};

/** Newest first. */
export const defaultOrder: Order = Object.freeze({ field: 'createdAt', direction: 'DESC' });
