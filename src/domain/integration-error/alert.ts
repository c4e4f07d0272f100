// Alerts: lines of the log, which operators route to whoever a contact alert type means. The gateway sends no mail.
import type { DomainContext } from '../rules/viewer.js';
import type { ErrorAttributes } from './attributes.js';

/** An error that was just recorded. */
interface RecordedError {
  readonly id: number;
  readonly integrationRunId: number;
  readonly integrationId: number;
  readonly contactAlertType: string;
}

/** Whether recording an error alerts somebody: where the client has said whom, in whatever request. */
export const namesContacts = ({ contactAlertType }: ErrorAttributes): boolean => contactAlertType != null;

export const alertContacts = (
  { logger, requestId }: DomainContext,
  { id, integrationRunId, integrationId, contactAlertType }: RecordedError,
): void =>
  logger.warn({ requestId, alert: contactAlertType, integrationErrorId: id, integrationRunId, integrationId }, 'Integration error alert');

/** Alerts for the errors that were recorded with their run; the ids are in the order of the errors, and there are none where no error was recorded. */
export const alertForErrors = (
  context: DomainContext,
  run: { readonly id: number; readonly integrationId: number },
  errors: readonly ErrorAttributes[],
  ids: readonly number[],
): void => {
  for (const [index, id] of ids.entries()) {
    const { contactAlertType } = errors[index] ?? {};
    if (contactAlertType != null)
      alertContacts(context, { id, integrationRunId: run.id, integrationId: run.integrationId, contactAlertType });
  }
};
