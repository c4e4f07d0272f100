#!/usr/bin/env node
// The command `integration-runs`: what operators do from a terminal. It works on the database that the configuration names; beside a running
// gateway that has the embedded one open, it works through that gateway.
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { Database } from '../db/database.js';
import { hasEmbedded } from '../db/embedded/embedded.js';
import { FolderInUseError } from '../db/embedded/folder-lock.js';
import { pendingMigrations } from '../db/migrate/migrate.js';
import { placeOf } from '../db/migrate/place.js';
import { openDatabase } from '../db/open.js';
import { checkServer } from '../db/postgres/check-server.js';
import { readTime } from '../domain/rules/time.js';
import { scopes } from '../domain/rules/viewer.js';
import { createAuditLogger, createLogger } from '../observability/logger.js';
import { type Config, readConfig } from '../process/config.js';
import { addressOf, firstClientCommand, hostOf, portOf } from '../process/printed-command.js';
import { explainStart, OperatorError } from '../process/startup-errors.js';
import { clientsText, revokedText, secretsText } from './format.js';
import { type AdminRequest, runOperation, type ShownClient, type ShownSecrets } from './operations.js';
import { askAdmin } from './socket.js';
import { lineWriter, printAnswer, printTo } from './terminal.js';
import { exportTo, importFrom } from './transfer.js';
import { exitCodes, gatewayAt, watchRun, wholeNumber } from './watch-run.js';

/** @throws OperatorError where there is no gateway's database: whoever mistypes a name must not get another, new one */
const onDatabase = async <Result>(config: Config, work: (database: Database) => Promise<Result>): Promise<Result> => {
  const { databaseUrl, dataDir } = config;
  if (databaseUrl === undefined && !hasEmbedded(resolve(dataDir)))
    throw new OperatorError(
      'There is no database, and none was made. Start the gateway there first (npm start), or name its folder in DATA_DIR, or its PostgreSQL in DATABASE_URL.',
    );
  const database = await openDatabase(config, createLogger('silent')); // standard output is for the answer
  try {
    await checkServer(database);
    const { length } = await pendingMigrations(database);
    if (length > 0)
      throw new OperatorError(
        `The database lacks ${length} of the gateway's migrations, and nothing was done. Name the database that the gateway works on in DATABASE_URL or DATA_DIR, or make them: npm run db:migrate`,
      );
    return await work(database);
  } finally {
    await database.close();
  }
};

const runHere = (config: Config, asked: AdminRequest): Promise<unknown> =>
  onDatabase(config, (database) => runOperation(database, createAuditLogger(), asked, config.auth));

/** What was answered, with the configuration of the gateway that it is about. */
interface Answered {
  readonly result: unknown;
  readonly url: string;
  readonly config: Config;
}

const runAnywhere = async (config: Config, asked: AdminRequest): Promise<Answered> => {
  try {
    return { result: await runHere(config, asked), url: addressOf(config), config };
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    const { result, url } = await askAdmin(resolve(config.dataDir), asked);
    const listens = { host: hostOf(url), port: portOf(url) };
    return { result, url: addressOf(listens), config: { ...config, ...listens } };
  }
};

/** Does it, and says on standard error which database it was done on, or was to be. */
const sayingWhere = async <Result>(work: (config: Config) => Promise<Result>): Promise<Result> => {
  const config = readConfig();
  const place = `Database: ${placeOf(config)}`;
  try {
    const result = await work(config);
    printTo(process.stderr, place);
    return result;
  } catch (error) {
    throw new OperatorError(`${explainStart(error)}\n${place}`);
  }
};

const run = (asked: AdminRequest): Promise<Answered> => sayingWhere((config) => runAnywhere(config, asked));

const print = (isJson: boolean | undefined, result: unknown, text: string, otherwise?: string): Promise<void> =>
  printAnswer(process.stdout, isJson ? JSON.stringify(result, null, 2) : text, otherwise);

/** What to do where the secrets could not be shown. */
const secretsLost = ({ id }: ShownSecrets): string =>
  `Nobody has the secrets of API client ${id}: give it new ones with integration-runs client rotate ${id}`;

interface Output {
  readonly json?: boolean;
}

interface CreateOptions extends Output {
  readonly name: string;
  readonly scope: string[];
  readonly apiKey?: boolean;
  readonly expires?: string;
}

const program = new Command('integration-runs').description('What operators of an integration runs gateway do from a terminal.');
const client = program.command('client').description('Programs that may call the gateway.');
const json = ['--json', 'print JSON, for programs'] as const;

client
  .command('create')
  .description('make a client; its secrets are shown this once')
  .requiredOption('--name <name>', 'name for people')
  .requiredOption('--scope <scope...>', `what it may do: ${scopes.join(', ')}`)
  .option('--api-key', 'give it an API key as well, for X-COUPA-API-KEY')
  .option('--expires <time>', 'when it ends, in ISO 8601, such as 2027-12-31')
  .option(...json)
  .action(async ({ name, scope, apiKey = false, expires, json: isJson }: CreateOptions) => {
    const expiresAt = expires === undefined ? null : readTime(expires).toISOString();
    const names = scope.flatMap((text) => text.split(/[\s,]+/));
    const { result, url } = await run({ operation: 'createClient', name, scopes: names, withApiKey: apiKey, expiresAt });
    const made = result as ShownSecrets; // as the operation gives it
    await print(isJson, made, secretsText(made, url), secretsLost(made));
  });

client
  .command('list')
  .description('list the clients, revoked ones among them')
  .option(...json)
  .action(async ({ json: isJson }: Output) => {
    const { result, config } = await run({ operation: 'listClients' });
    const clients = result as ShownClient[]; // as the operation gives them
    await print(isJson, clients, clientsText(clients, new Date(), firstClientCommand(config)));
  });

client
  .command('revoke <id>')
  .description('refuse a client for good; <id> is its number or its client_id')
  .option(...json)
  .action(async (by: string, { json: isJson }: Output) => {
    const { result } = await run({ operation: 'revokeClient', by });
    const revoked = result as ShownClient; // as the operation gives it
    await print(isJson, revoked, revokedText(revoked));
  });

client
  .command('rotate <id>')
  .description('give a client new secrets, which are shown this once; <id> is its number or its client_id')
  .option(...json)
  .action(async (by: string, { json: isJson }: Output) => {
    const { result, url } = await run({ operation: 'rotateClient', by });
    const rotated = result as ShownSecrets; // as the operation gives it
    await print(isJson, rotated, secretsText(rotated, url), secretsLost(rotated));
  });

program
  .command('key')
  .description('The key that access tokens are signed with, where TOKEN_KEYS does not give it.')
  .command('rotate')
  .description('sign with a new key from now on; what the old one has signed runs out by itself')
  .option(...json)
  .action(async ({ json: isJson }: Output) => {
    const { result } = await run({ operation: 'rotateKey' });
    const { kid } = result as { kid: string }; // as the operation gives it
    await print(
      isJson,
      { kid },
      `The key ${kid} signs from now on; every gateway on this database that has no TOKEN_KEYS uses it within seconds.`,
    );
  });

program
  .command('run')
  .description('The runs of a gateway.')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : exitCodes.refused))
  .command('watch')
  .description(
    'show how far a run is until it has ended; ends with 0 when it was successful, 1 when it failed, 124 when time is up, 2 when it is refused',
  )
  .argument('<id>', 'its number', wholeNumber)
  .option('--url <url>', 'where the gateway is; where HOST and PORT say, unless it is given')
  .addOption(new Option('--token <token>', 'an access token, where it asks for one').env('INTEGRATION_RUNS_TOKEN'))
  .option('--timeout <seconds>', 'how long to watch at most', wholeNumber)
  .action(async (id: number, { url, token, timeout }: { readonly url?: string; readonly token?: string; readonly timeout?: number }) => {
    process.stdout.on('error', () => process.exit(exitCodes.unread));
    const { show, finish } = lineWriter(process.stdout);
    const tell = (problem: string): void => printTo(process.stderr, problem);
    try {
      const address = url === undefined ? addressOf(readConfig()) : gatewayAt(url);
      const code = await watchRun({ id, url: address, token, timeout: timeout ?? null, show, tell });
      finish();
      process.exit(code);
    } catch (error) {
      finish();
      printTo(process.stderr, explainStart(error));
      process.exit(exitCodes.refused);
    }
  });

/** Milliseconds for a statement that moves a whole database. */
const day = 86_400_000;

/** As one works whose statements have all the time they need, behind a pooler too. */
const transfer = (work: (database: Database) => Promise<number>): Promise<number> =>
  sayingWhere((config) => onDatabase({ ...config, requestTimeout: day }, work));

program
  .command('export <file>')
  .description('write all runs, errors, history records, integrations, contracts and clients into a file; - is standard output')
  .action(async (file: string) => {
    const rows = await transfer((database) => exportTo(database, file));
    printTo(process.stderr, `Exported ${rows} rows.`);
  });

program
  .command('import <file>')
  .description('read an export into a database that has nothing yet, all of it or nothing; - is standard input')
  .action(async (file: string) => {
    const rows = await transfer((database) => importFrom(database, file));
    printTo(process.stderr, `Imported ${rows} rows.`);
  });

try {
  await program.parseAsync();
  process.exit(0);
} catch (error) {
  printTo(process.stderr, explainStart(error));
  process.exit(1);
}
