// `integration-runs run watch 7`: shows how far a run is until it has ended.
import { readSubscription } from './event-stream.js';

/** How a program tells what became of the run: by the status that it ends with. */
export const exitCodes = { successful: 0, failed: 1, refused: 2, timeUp: 124 } as const;

const query = `subscription ($id: Int!) {
  integrationRunChanged(by: { databaseId: $id }) { integrationRun { status progress recordsProcessed totalRecords integration { name } } }
}`;

interface Run {
  readonly status: 'PENDING' | 'RUNNING' | 'PAUSED' | 'SUCCESSFUL' | 'FAILED';
  readonly progress: number | null;
  readonly recordsProcessed: number | null;
  readonly totalRecords: number | null;
  readonly integration: { readonly name: string };
}

const width = 30;

/** Where the run stands, on one line. */
export const lineOf = (id: number, { status, progress, recordsProcessed, totalRecords, integration }: Run): string => {
  const filled = Math.round((progress ?? 0) * width);
  const bar = progress === null ? '' : `  [${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${Math.floor(progress * 100)} %`;
  const counts = recordsProcessed === null ? '' : `  ${recordsProcessed}${totalRecords === null ? '' : ` of ${totalRecords}`} records`;
  return `Run ${id} (${integration.name})  ${status.toLowerCase()}${bar}${counts}`;
};

interface Options {
  readonly id: number;
  readonly url: string;
  readonly token: string | undefined;
  /** Seconds; null for as long as it takes. */
  readonly timeout: number | null;
  readonly show: (line: string) => void;
}

/** Gives the status to exit with. @throws OperatorError for what the gateway refuses */
export const watchRun = async ({ id, url, token, timeout, show }: Options): Promise<number> => {
  const controller = new AbortController();
  const alarm = timeout === null ? undefined : setTimeout(() => controller.abort(), timeout * 1_000);
  try {
    for await (const message of readSubscription({ url: `${url}/graphql`, token, query, variables: { id }, signal: controller.signal })) {
      const { integrationRun } = (message as { integrationRunChanged: { integrationRun: Run } }).integrationRunChanged; // as it was asked for
      show(lineOf(id, integrationRun));
      if (integrationRun.status === 'SUCCESSFUL') return exitCodes.successful;
      if (integrationRun.status === 'FAILED') return exitCodes.failed;
    }
    return exitCodes.timeUp;
  } finally {
    clearTimeout(alarm);
    controller.abort();
  }
};
