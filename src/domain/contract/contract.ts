// Contracts: what the gateway keeps of them, so that errors can show the document that they are about.
import type { Attributes, RequiredAttributes } from '../entities/attributes.js';
import type { ContractBy } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { noTerms, type Terms } from '../rules/terms.js';
import { findFieldErrors, refuseInvalid } from '../rules/validate.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { changeExisting } from '../sql/change-record.js';
import { createPlain } from '../sql/create-record.js';

/** The columns that clients set. */
export const contractColumns = [
  'number',
  'name',
  'status',
  'version',
  'type',
  'startDate',
  'endDate',
  'supplierId',
  'supplierNumber',
  'supplierName',
  'minimumValue',
  'maximumValue',
  'currencyCode',
] as const;

/** What can be said of a contract. */
export type ContractChanges = Attributes<'contract', (typeof contractColumns)[number]>;

export type NewContract = RequiredAttributes<'contract', (typeof contractColumns)[number], 'number' | 'name' | 'status'>;

/**
 * Creates a contract.
 * @throws ForbiddenError without `core.contract.write`
 * @throws ValidationError when a value breaks a rule, or the number is taken
 */
export const createContract = async (context: DomainContext, values: NewContract): Promise<Rows['contract']> => {
  authorize(context, 'core.contract.write');
  refuseInvalid(findFieldErrors('contract', { ...values }));
  return createPlain(context, 'contract', contractColumns, values);
};

/**
 * Changes a contract. What is undefined stays; null clears. When nothing differs from what the contract has, it is a read.
 * @throws ForbiddenError without `core.contract.write`; for a read, without its scope
 * @throws NotFoundError when there is no such contract
 * @throws VersionConflictError when the contract has none of the versions of the terms
 * @throws ValidationError when a value breaks a rule, or the number is taken
 */
export const updateContract = async (
  context: DomainContext,
  by: ContractBy,
  changes: ContractChanges,
  terms: Terms = noTerms,
): Promise<Rows['contract']> => {
  authorize(context, 'core.contract.write');
  refuseInvalid(findFieldErrors('contract', { ...changes }));
  return changeExisting(context, 'contract', { by, fields: contractColumns, values: { ...changes }, terms });
};
