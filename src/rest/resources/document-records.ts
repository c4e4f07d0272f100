// The paths of records about single documents: errors and history records have the same ones.
import type { DocumentRecordAttributes, DocumentRecordName } from '../../domain/document-record/attributes.js';
import type { Alerts } from '../../domain/document-record/create.js';
import { setDocumentRecordResolved } from '../../domain/document-record/resolve.js';
import { updateDocumentRecord } from '../../domain/document-record/update.js';
import type { DomainContext } from '../../domain/rules/viewer.js';
import { readDocumentRecordAttributes } from '../request/attributes.js';
import type { Body } from '../request/elements.js';
import type { Answer, RestRequest, Route } from '../route.js';
import { resources } from '../wire/resources.js';
import { listHandler, recordAnswer, showing } from './handlers.js';

interface Kind {
  readonly entity: DocumentRecordName;
  /** What summaries call it: with its article, many, and what making one is. */
  readonly one: string;
  readonly many: string;
  readonly making: string;
  /** Makes a record of what the body says that it belongs to. */
  readonly create: (
    context: DomainContext,
    body: Body,
    attributes: DocumentRecordAttributes,
    alerts: Alerts,
  ) => Promise<{ readonly id: number }>;
}

export const documentRecordRoutes = ({ entity, one, many, making, create }: Kind): readonly Route[] => {
  const resource = resources[entity];
  const path = resource.plural.replaceAll('-', '_');

  const creating =
    (alerts: Alerts) =>
    async ({ context, body }: RestRequest): Promise<Answer> =>
      recordAnswer(entity, await create(context, body, readDocumentRecordAttributes(entity, body), alerts), 201);

  const update = async ({ context, id, body, terms }: RestRequest): Promise<Answer> =>
    recordAnswer(entity, await updateDocumentRecord(context, entity, { id }, readDocumentRecordAttributes(entity, body), undefined, terms));

  const setResolved =
    (isResolved: boolean) =>
    async ({ context, id, body, terms }: RestRequest): Promise<Answer> =>
      recordAnswer(
        entity,
        await setDocumentRecordResolved(context, entity, { id }, isResolved, readDocumentRecordAttributes(entity, body), terms),
      );

  return [
    { method: 'GET', path, resource, summary: `Query ${many}`, handle: listHandler(entity) },
    {
      method: 'POST',
      path,
      resource,
      summary: `${making}, and alert its contacts if it names them`,
      handle: creating('if contacts are named'),
    },
    { method: 'POST', path: `${path}/create_alert`, resource, summary: `${making}, and alert its contacts`, handle: creating('always') },
    { method: 'GET', path: `${path}/:id`, resource, summary: `Show ${one}`, handle: showing(entity) },
    { method: 'PUT', path: `${path}/:id`, resource, summary: `Change ${one}, in part`, handle: update },
    { method: 'PATCH', path: `${path}/:id`, resource, summary: `Change ${one}, in part`, handle: update },
    { method: 'PUT', path: `${path}/:id/resolve`, resource, summary: `Declare ${one} dealt with`, handle: setResolved(true) },
    { method: 'PUT', path: `${path}/:id/unresolve`, resource, summary: `Declare ${one} open again`, handle: setResolved(false) },
  ];
};
