// `integration-runs run watch 7`: shows how far a run is until it has ended.
import { InvalidArgumentError } from 'commander';
import { isEnded } from '../domain/integration-run/status.js';
import type { IntegrationRunStatus } from '../generated/prisma/enums.js';
import { shown } from '../lib/shown.js';
import { OperatorError } from '../process/startup-errors.js';
import { readSubscription } from './event-stream.js';

/** How a program tells what became of the run: by the status that it ends with. That of what nobody reads is the shell's for it. */
export const exitCodes = { successful: 0, failed: 1, refused: 2, timeUp: 124, unread: 141 } as const;

const mostOfInt = 2_147_483_647;

export const wholeNumber = (text: string): number => {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > mostOfInt) throw new InvalidArgumentError(`It is a whole number from 1 to ${mostOfInt}.`);
  return number;
};

/** The address of a gateway, which may be given as that of its `/graphql`. @throws OperatorError where there can be none */
export const gatewayAt = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new OperatorError(`--url is ${shown(text)}, but must be the address of a gateway, such as http://127.0.0.1:4000.`);
  return `${url.origin}${url.pathname}`.replace(/(\/graphql)?\/*$/, '');
};

const query = `subscription ($id: Int!) {
  integrationRunChanged(by: { databaseId: $id }) { integrationRun { status progress recordsProcessed totalRecords integration { name } } }
}`;

interface Run {
  readonly status: IntegrationRunStatus;
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
  /** Told once, each time that the gateway can't be reached. */
  readonly tell: (problem: string) => void;
}

/** Gives the status to exit with. @throws OperatorError for what the gateway refuses */
export const watchRun = async ({ id, url, token, timeout, show, tell }: Options): Promise<number> => {
  const controller = new AbortController();
  const alarm = timeout === null ? undefined : setTimeout(() => controller.abort(), Math.min(timeout * 1_000, mostOfInt)); // the most that a timer takes
  try {
    const asked = { url: `${url}/graphql`, token, query, variables: { id }, signal: controller.signal, tell };
    for await (const message of readSubscription(asked)) {
      const { integrationRun } = (message as { integrationRunChanged: { integrationRun: Run } }).integrationRunChanged; // as it was asked for
      show(lineOf(id, integrationRun));
      if (integrationRun.status === 'SUCCESSFUL') return exitCodes.successful;
      if (isEnded(integrationRun.status)) return exitCodes.failed;
    }
    return exitCodes.timeUp;
  } finally {
    clearTimeout(alarm);
    controller.abort();
  }
};
