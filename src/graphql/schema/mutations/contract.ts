import type { InputFieldBuilder } from '@pothos/core';
import { createContract, updateContract } from '../../../domain/contract/contract.js';
import { fieldDoc } from '../../../domain/rules/docs.js';
import { NotFoundError, ValidationError, VersionConflictError } from '../../../domain/rules/errors.js';
import { builder, type SchemaTypes } from '../builder.js';
import { ContractByInput, contractBy } from '../by-inputs.js';
import { ContractTypeEnum } from '../enums.js';
import { keyErrors, resultOf } from '../mutation-errors.js';
import { ContractType } from '../types/contract.js';
import { inInput, inputArgument, keyField, termFields, termsOf } from './input-argument.js';

const doc = (field: string) => fieldDoc('Contract', field);

const optionalFields = (t: InputFieldBuilder<SchemaTypes, 'InputObject'>) => ({
  version: t.int({ description: doc('version') }),
  type: t.field({ type: ContractTypeEnum, description: doc('type') }),
  startDate: t.field({ type: 'DateTime', description: doc('startDate') }),
  endDate: t.field({ type: 'DateTime', description: doc('endDate') }),
  supplierId: t.int({ description: doc('supplierId') }),
  supplierNumber: t.string({ description: doc('supplierNumber') }),
  supplierName: t.string({ description: doc('supplierName') }),
  minimumValue: t.field({ type: 'Decimal', description: doc('minimumValue') }),
  maximumValue: t.field({ type: 'Decimal', description: doc('maximumValue') }),
  currencyCode: t.string({ description: doc('currencyCode') }),
});

const CreateInput = builder.inputType('CreateContractInput', {
  description: 'A new contract.',
  fields: (t) => ({
    number: t.string({ required: true, description: doc('number') }),
    name: t.string({ required: true, description: doc('name') }),
    status: t.string({ required: true, description: doc('status') }),
    ...optionalFields(t),
    ...keyField(t),
  }),
});

const UpdateInput = builder.inputType('UpdateContractInput', {
  description: 'Which contract is to change, and how. What is left out stays; null clears.',
  fields: (t) => ({
    by: t.field({ type: ContractByInput, required: true, description: 'The contract to change.' }),
    ...termFields(t, 'recordVersion'),
    number: t.string({ description: doc('number') }),
    name: t.string({ description: doc('name') }),
    status: t.string({ description: doc('status') }),
    ...optionalFields(t),
  }),
});

builder.mutationFields((t) => ({
  createContract: t.field({
    type: ContractType,
    nullable: true,
    description: 'Makes a contract known to the gateway. Its number must not be taken.',
    errors: resultOf('createContract', 'contract', 'The new contract.', [ValidationError, ...keyErrors]),
    args: inputArgument(CreateInput),
    resolve: (_root, { input }, context) => createContract(context, input),
  }),
  updateContract: t.field({
    type: ContractType,
    nullable: true,
    description: 'Changes what the gateway keeps of a contract. What is left out stays; null clears.',
    errors: resultOf('updateContract', 'contract', 'The contract as it is now.', [
      NotFoundError,
      VersionConflictError,
      ValidationError,
      ...keyErrors,
    ]),
    args: inputArgument(UpdateInput),
    resolve: (_root, { input: { by, expectedVersion, ...changes } }, context) =>
      updateContract(context, contractBy(by, inInput('by')), changes, termsOf({ expectedVersion })),
  }),
}));
