// What the inputs of mutations have in common.
import type { InputFieldBuilder, InputRef } from '@pothos/core';
import type { Terms } from '../../../domain/rules/terms.js';
import { builder, type SchemaTypes } from '../builder.js';

/** Where a field of that argument stands in the arguments. */
export const inInput = (field: string): readonly string[] => ['input', field];

/** The one argument of every mutation. */
export const inputArgument = <Input extends object>(type: InputRef<Input>) =>
  builder.args((t) => ({ input: t.field({ type, required: true, description: 'What is to be done.' }) }));

/** What every mutation takes that can be repeated. Its errors have to have `keyErrors` among them. */
export const keyField = (t: InputFieldBuilder<SchemaTypes, 'InputObject'>) => ({
  idempotencyKey: t.string({
    description:
      'A key of 1 to 255 visible ASCII characters that the caller makes up for this call, such as a UUID, and sends again with each repeat of it: the change is then made once, and a repeat answers the record as it is by then, with `idempotentReplayed` in the extensions. The header `Idempotency-Key` is the same.',
  }),
});

/** What every mutation takes that changes a record. `version`: the field that tells the record's version. */
export const termFields = (t: InputFieldBuilder<SchemaTypes, 'InputObject'>, version: 'version' | 'recordVersion' = 'version') => ({
  ...keyField(t),
  expectedVersion: t.int({
    description: `The \`${version}\` that the record must have, as it was last read. With another one nothing is changed, and the answer is \`VersionConflictError\`. Left out or null: any.`,
  }),
});

/** What is asked of a write beside the change itself. */
export const termsOf = ({ expectedVersion }: { readonly expectedVersion?: number | null | undefined }): Terms => ({
  versions: expectedVersion == null ? null : [expectedVersion],
});
