// What the sample world says of single documents: errors of its runs, and history records.
import type { Prisma } from '../src/generated/prisma/client.js';
import { DocumentType, type IntegrationRunStatus } from '../src/generated/prisma/enums.js';

export const contractCount = 20;
const historyRecordCount = 40;

/** What a run went through. */
export interface Life {
  readonly id: number;
  readonly status: IntegrationRunStatus;
  readonly integrationId: number;
  readonly createdAt: Date;
  readonly startTime: Date | null;
  readonly endTime: Date | null;
}

const problems = [
  ['422', 'The supplier has no remit-to address.'],
  ['409', 'A document with this number already exists.'],
  ['404', 'The account code is not in the chart of accounts.'],
  ['SAP-F5-201', 'Posting period is closed.'],
  ['504', 'The end system did not answer in time.'],
] as const;

const documents = Object.values(DocumentType);

/** A failed run has one to four errors, some successful ones have one; every third error is about a contract. */
export const errorRows = (lives: readonly Life[]): (Prisma.IntegrationErrorCreateManyInput & { id: number })[] => {
  let id = 0;
  return lives.flatMap((run) => {
    const count =
      run.status === 'FAILED' ? 1 + (run.id % 4) : run.status === 'SUCCESSFUL' && run.id % 5 === 0 ? 1 : run.status === 'PAUSED' ? 2 : 0;
    return Array.from({ length: count }, () => {
      id += 1;
      const isContract = id % 3 === 0;
      const at = new Date((run.endTime ?? run.startTime ?? run.createdAt).getTime());
      return {
        id,
        integrationRunId: run.id,
        integrationId: run.integrationId,
        documentType: isContract ? DocumentType.CONTRACT : (documents[(id * 7) % documents.length] ?? null),
        documentId: isContract ? 1 + (id % (contractCount + 2)) : 5000 + id,
        documentRevision: id % 4 === 0 ? null : id % 4,
        documentStatus: id % 2 === 0 ? 'approved' : 'pending_approval',
        contactAlertType: id % 6 === 0 ? 'Functional' : 'Technical',
        externalId: id % 5 === 0 ? `EXT-${90_000 + id}` : null,
        isResolved: id % 4 === 1,
        version: id % 4 === 1 ? 2 : 1,
        createdAt: at,
        updatedAt: at,
      };
    });
  });
};

export const responseRows = (errorId: number): Prisma.IntegrationErrorResponseCreateManyInput[] => {
  const responses = errorId % 3 === 0 ? [errorId, errorId + 2] : [errorId];
  return responses.map((number) => {
    const [code, message] = problems[number % problems.length] ?? problems[0];
    return { integrationErrorId: errorId, code, message };
  });
};

/** The latest runs that ended well have a record of a document that was posted; every fourth record is of an integration alone, between runs. */
export const historyRecordRows = (lives: readonly Life[]): (Prisma.IntegrationHistoryRecordCreateManyInput & { id: number })[] =>
  lives
    .filter(({ status }) => status === 'SUCCESSFUL')
    .slice(-historyRecordCount)
    .map((run, index) => {
      const id = index + 1;
      const isOfRun = id % 4 !== 0;
      const isContract = id % 5 === 0;
      const at = run.endTime ?? run.createdAt;
      return {
        id,
        integrationRunId: isOfRun ? run.id : null,
        integrationId: run.integrationId,
        documentType: isContract ? DocumentType.CONTRACT : (documents[(id * 5) % documents.length] ?? null),
        documentId: isContract ? 1 + (id % contractCount) : 7000 + id,
        documentRevision: id % 3 === 0 ? null : id % 3,
        documentStatus: 'approved',
        contactAlertType: id % 7 === 0 ? 'Functional' : 'Technical',
        status: isOfRun ? 'Posted' : 'Posted by hand',
        externalId: `DOC-${70_000 + id}`,
        creationMethod: isOfRun ? 'interface' : 'manual',
        isResolved: id % 2 === 0,
        version: id % 2 === 0 ? 2 : 1,
        createdAt: at,
        updatedAt: at,
      };
    });

export const historyResponseRow = ({ id }: { readonly id: number }): Prisma.IntegrationHistoryRecordResponseCreateManyInput => ({
  integrationHistoryRecordId: id,
  code: '201',
  message: `Document ${5_100_000_000 + id} was posted.`,
});
