import { isMissingRow } from '../../db/violations.js';
import { given } from '../attributes.js';
import { absence, type ErrorBy, findExisting, uniqueOf } from '../by.js';
import { NotFoundError } from '../errors.js';
import type { Rows } from '../read/entities.js';
import { refuseInvalid } from '../validate.js';
import { alsoAllowed, authorize, type DomainContext } from '../viewer.js';
import { defaultContactAlertType, type ErrorAttributes, findErrorProblems } from './attributes.js';

/** The attributes as Prisma writes them. */
const writtenOf = ({ responses, ...attributes }: ErrorAttributes) => {
  const { contactAlertType, ...columns } = given(attributes);
  const list = (responses ?? []).map(({ code, message }) => ({ code: code ?? null, message: message ?? null }));
  return {
    ...columns,
    ...(contactAlertType === undefined ? {} : { contactAlertType: contactAlertType ?? defaultContactAlertType }),
    ...(responses === undefined ? {} : { responses: { deleteMany: {}, create: list } }),
  };
};

/**
 * Changes an error, in one transaction; with `isResolved` it is declared dealt with or open in the same one. What is undefined stays; null
 * clears (the contact alert type goes back to `Technical`). Responses that are given take the place of those that the error has, so that a
 * retried call is harmless. With nothing given, nothing changes.
 * @throws ForbiddenError without `core.integration.write`
 * @throws NotFoundError when there is no such error
 * @throws ValidationError when a value breaks a rule
 */
export const updateIntegrationError = async (
  context: DomainContext,
  by: ErrorBy,
  attributes: ErrorAttributes,
  isResolved?: boolean,
): Promise<Rows['integrationError']> => {
  authorize(context, 'core.integration.write');
  refuseInvalid(findErrorProblems(attributes));
  const written = { ...writtenOf(attributes), ...(isResolved === undefined ? {} : { isResolved }) };
  if (Object.keys(written).length === 0) return findExisting(alsoAllowed(context, 'core.integration.read'), 'integrationError', by);
  const data = { ...written, updatedById: context.viewer.actorId };
  try {
    return await context.database.prisma.integrationError.update({ where: uniqueOf(by), data });
  } catch (error) {
    throw isMissingRow(error) ? new NotFoundError(absence('integrationError', by)) : error;
  }
};
