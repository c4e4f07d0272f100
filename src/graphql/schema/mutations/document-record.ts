// The mutations of records about single documents: errors and history records, which are changed alike. Each kind is created in a way of its own.
import type { InputFieldBuilder, ObjectRef } from '@pothos/core';
import { type DocumentRecordName, maximumResponses } from '../../../domain/document-record/attributes.js';
import { setDocumentRecordResolved } from '../../../domain/document-record/resolve.js';
import { updateDocumentRecord } from '../../../domain/document-record/update.js';
import type { Rows } from '../../../domain/entities/entity.js';
import { fieldDoc } from '../../../domain/rules/docs.js';
import { NotFoundError, ValidationError, VersionConflictError } from '../../../domain/rules/errors.js';
import { capitalised } from '../../../lib/words.js';
import { builder, type SchemaTypes } from '../builder.js';
import { byInputOf, byOf } from '../by-inputs.js';
import { DocumentTypeEnum } from '../enums.js';
import { keyErrors, resultOf } from '../mutation-errors.js';
import { inInput, inputArgument, termFields, termsOf } from './input-argument.js';

/** The attributes of a record, as every mutation that takes them has them. `noun`: what descriptions call it. */
export const documentRecordFields = (entity: DocumentRecordName, noun: string) => {
  const type = capitalised(entity);
  const doc = (field: string) => fieldDoc(type, field);

  const responseInput = builder.inputType(`${type}ResponseInput`, {
    description: 'What the end system answered about the document.',
    fields: (t) => ({
      code: t.string({ description: fieldDoc(`${type}Response`, 'code') }),
      message: t.string({ description: fieldDoc(`${type}Response`, 'message') }),
    }),
  });

  return (t: InputFieldBuilder<SchemaTypes, 'InputObject'>) => ({
    documentType: t.field({ type: DocumentTypeEnum, description: doc('documentType') }),
    documentId: t.int({ description: doc('documentId') }),
    documentRevision: t.int({ description: doc('documentRevision') }),
    documentStatus: t.string({ description: doc('documentStatus') }),
    contactAlertType: t.string({ description: doc('contactAlertType') }),
    status: t.string({ description: doc('status') }),
    externalId: t.string({ description: doc('externalId') }),
    creationMethod: t.string({ description: doc('creationMethod') }),
    integrationFilename: t.string({ description: doc('integrationFilename') }),
    responses: t.field({
      type: [responseInput],
      description: `What the end system answered, in order; at most ${maximumResponses}. In an update the list takes the place of the one that the ${noun} has.`,
    }),
  });
};

/** What the mutations are made for. `noun`, `one`: what descriptions call it, and with its article. */
interface Kind<Name extends DocumentRecordName> {
  readonly entity: Name;
  readonly type: ObjectRef<SchemaTypes, Rows[Name]>;
  readonly noun: string;
  readonly one: string;
  readonly attributes: ReturnType<typeof documentRecordFields>;
}

/** `resolve…` and `unresolve…`. */
const resolveMutation = (
  { entity, type, noun, one }: Kind<'integrationError'>,
  verb: 'Resolve' | 'Unresolve',
  described: string,
  done: string,
): void => {
  const typeName = capitalised(entity);
  const name = `${verb.toLowerCase()}${typeName}`;
  const input = builder.inputType(`${verb}${typeName}Input`, {
    description: `Which ${noun} ${described}.`,
    fields: (t) => ({
      by: t.field({ type: byInputOf(entity), required: true, description: `The ${noun} to change.` }),
      ...termFields(t),
    }),
  });
  const isResolved = verb === 'Resolve';
  builder.mutationField(name, (t) =>
    t.field({
      type,
      nullable: true,
      description: `Declares ${one} ${isResolved ? 'dealt with' : 'open again'}. Harmless when it already is.`,
      errors: resultOf(name, entity, `The ${noun}, ${done}.`, [NotFoundError, VersionConflictError, ValidationError, ...keyErrors]),
      args: inputArgument(input),
      resolve: (_root, { input: { by, expectedVersion } }, context) =>
        setDocumentRecordResolved(context, entity, byOf(entity, by, inInput('by')), isResolved, {}, termsOf({ expectedVersion })),
    }),
  );
};

/** `update…`, `resolve…` and `unresolve…`. */
export const documentRecordMutations = <Name extends DocumentRecordName>(given: Kind<Name>): void => {
  const kind = given as unknown as Kind<'integrationError'>; // the kinds differ in what they belong to, which nothing here looks at
  const { entity, type, noun, one, attributes: attributeFields } = kind;
  const name = `update${capitalised(entity)}`;
  const input = builder.inputType(`Update${capitalised(entity)}Input`, {
    description: `Which ${noun} is to change, and how. What is left out stays; null clears.`,
    fields: (t) => ({
      by: t.field({ type: byInputOf(entity), required: true, description: `The ${noun} to change.` }),
      ...termFields(t),
      ...attributeFields(t),
    }),
  });
  builder.mutationField(name, (t) =>
    t.field({
      type,
      nullable: true,
      description: `Changes attributes of ${one}. What is left out stays; null clears.`,
      errors: resultOf(name, entity, `The ${noun} as it is now.`, [NotFoundError, VersionConflictError, ValidationError, ...keyErrors]),
      args: inputArgument(input),
      resolve: (_root, { input: { by, expectedVersion, ...attributes } }, context) =>
        updateDocumentRecord(context, entity, byOf(entity, by, inInput('by')), attributes, undefined, termsOf({ expectedVersion })),
    }),
  );
  resolveMutation(kind, 'Resolve', 'has been dealt with', 'resolved');
  resolveMutation(kind, 'Unresolve', 'is open again', 'open');
};
