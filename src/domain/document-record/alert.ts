// Alerts: lines of the log, which operators route to whoever a contact alert type means. The gateway sends no mail.
import type { DomainContext } from '../rules/viewer.js';
import { label } from '../rules/wording.js';
import type { DocumentRecordAttributes, DocumentRecordName } from './attributes.js';

/** A record that was just made. */
interface MadeRecord {
  readonly id: number;
  readonly integrationRunId: number | null;
  readonly integrationId: number;
  readonly contactAlertType: string;
}

/** Whether making a record alerts somebody: where the client has said whom, in whatever request. */
export const namesContacts = ({ contactAlertType }: DocumentRecordAttributes): boolean => contactAlertType != null;

export const alertContacts = (
  { logger, requestId }: DomainContext,
  entity: DocumentRecordName,
  { id, integrationRunId, integrationId, contactAlertType }: MadeRecord,
): void =>
  logger.warn({ requestId, alert: contactAlertType, [`${entity}Id`]: id, integrationRunId, integrationId }, `${label(entity)} alert`);

/** Alerts for the errors that were recorded with their run; the ids are in the order of the errors, and there are none where no error was recorded. */
export const alertForErrors = (
  context: DomainContext,
  run: { readonly id: number; readonly integrationId: number },
  errors: readonly DocumentRecordAttributes[],
  ids: readonly number[],
): void => {
  for (const [index, id] of ids.entries()) {
    const { contactAlertType } = errors[index] ?? {};
    if (contactAlertType != null)
      alertContacts(context, 'integrationError', { id, integrationRunId: run.id, integrationId: run.integrationId, contactAlertType });
  }
};
