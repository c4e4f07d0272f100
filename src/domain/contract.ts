// Contracts: what the gateway keeps of them, so that errors can show the document that they are about.
import { isMissingRow } from '../db/violations.js';
import type { ContractType } from '../generated/prisma/enums.js';
import { given } from './attributes.js';
import { absence, type ContractBy, findExisting, uniqueOf } from './by.js';
import { explainViolations } from './constraints.js';
import { NotFoundError } from './errors.js';
import type { Rows } from './read/entities.js';
import { findFieldErrors, refuseInvalid } from './validate.js';
import { alsoAllowed, authorize, type DomainContext } from './viewer.js';

/** What can be said of a contract; decimals as text. */
export interface NewContract {
  readonly number: string;
  readonly name: string;
  readonly status: string;
  readonly version?: number | null | undefined;
  readonly type?: ContractType | null | undefined;
  readonly startDate?: Date | null | undefined;
  readonly endDate?: Date | null | undefined;
  readonly supplierName?: string | null | undefined;
  readonly minimumValue?: string | null | undefined;
  readonly maximumValue?: string | null | undefined;
  readonly currencyCode?: string | null | undefined;
}

export type ContractChanges = { readonly [Key in keyof NewContract]?: NewContract[Key] | null | undefined };

/**
 * Creates a contract.
 * @throws ForbiddenError without `core.contract.write`
 * @throws ValidationError when a value breaks a rule, or the number is taken
 */
export const createContract = (context: DomainContext, values: NewContract): Promise<Rows['contract']> => {
  authorize(context, 'core.contract.write');
  refuseInvalid(findFieldErrors('contract', { ...values }));
  const { number, name, status } = values;
  const { actorId } = context.viewer;
  return explainViolations(
    context.database.prisma.contract.create({
      data: { ...given(values), number, name, status, createdById: actorId, updatedById: actorId },
    }),
  );
};

/**
 * Changes a contract. What is undefined stays; null clears; with nothing given, nothing changes.
 * @throws ForbiddenError without `core.contract.write`
 * @throws NotFoundError when there is no such contract
 * @throws ValidationError when a value breaks a rule, or the number is taken
 */
export const updateContract = async (context: DomainContext, by: ContractBy, changes: ContractChanges): Promise<Rows['contract']> => {
  authorize(context, 'core.contract.write');
  refuseInvalid(findFieldErrors('contract', { ...changes }));
  const written = given(changes as Partial<NewContract>); // the check has refused null where it can't be
  if (Object.keys(written).length === 0) return findExisting(alsoAllowed(context, 'core.contract.read'), 'contract', by);
  const data = { ...written, updatedById: context.viewer.actorId };
  try {
    return await explainViolations(context.database.prisma.contract.update({ where: uniqueOf(by), data }));
  } catch (error) {
    throw isMissingRow(error) ? new NotFoundError(absence('contract', by)) : error;
  }
};
