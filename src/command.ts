#!/usr/bin/env node
// The command `integration-runs`: what operators do from a terminal. It works on the database that the configuration names; beside a running
// gateway that has the embedded one open, it works through that gateway.
import { resolve } from 'node:path';
import { Command } from 'commander';
import { type AdminRequest, runOperation, type ShownClient, type ShownSecrets } from './admin/operations.js';
import { AdminRefusedError, AdminUnreachableError, askAdmin } from './admin/socket.js';
import { clientsText, revokedText, secretsText } from './admin/texts.js';
import { type Config, ConfigError, readConfig } from './config.js';
import { FolderInUseError } from './db/folder-lock.js';
import { migrate } from './db/migrate.js';
import { openDatabase } from './db/open.js';
import { BadInputError, DomainError } from './domain/errors.js';
import { readTime } from './domain/time.js';
import { scopes } from './domain/viewer.js';
import { explainStart } from './explain-start.js';
import { createLogger } from './logger.js';

const runHere = async (config: Config, asked: AdminRequest): Promise<unknown> => {
  const database = await openDatabase(config, createLogger('silent')); // standard output is for the answer
  try {
    await migrate(database);
    return await runOperation(database, asked);
  } finally {
    await database.close();
  }
};

const run = async (asked: AdminRequest): Promise<unknown> => {
  const config = readConfig();
  try {
    return await runHere(config, asked);
  } catch (error) {
    if (error instanceof FolderInUseError) return askAdmin(resolve(config.dataDir), asked);
    throw error;
  }
};

const print = (isJson: boolean | undefined, result: unknown, text: string): void => {
  process.stdout.write(`${isJson ? JSON.stringify(result, null, 2) : text}\n`);
};

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
    const made = (await run({ operation: 'createClient', name, scopes: names, withApiKey: apiKey, expiresAt })) as ShownSecrets; // as the operation gives it
    print(isJson, made, secretsText(made));
  });

client
  .command('list')
  .description('list the clients, revoked ones among them')
  .option(...json)
  .action(async ({ json: isJson }: Output) => {
    const clients = (await run({ operation: 'listClients' })) as ShownClient[]; // as the operation gives them
    print(isJson, clients, clientsText(clients, new Date()));
  });

client
  .command('revoke <id>')
  .description('refuse a client for good; <id> is its number or its client_id')
  .option(...json)
  .action(async (by: string, { json: isJson }: Output) => {
    const revoked = (await run({ operation: 'revokeClient', by })) as ShownClient; // as the operation gives it
    print(isJson, revoked, revokedText(revoked));
  });

client
  .command('rotate <id>')
  .description('give a client new secrets, which are shown this once; <id> is its number or its client_id')
  .option(...json)
  .action(async (by: string, { json: isJson }: Output) => {
    const rotated = (await run({ operation: 'rotateClient', by })) as ShownSecrets; // as the operation gives it
    print(isJson, rotated, secretsText(rotated));
  });

program
  .command('key')
  .description('The key that access tokens are signed with, where TOKEN_KEYS does not give it.')
  .command('rotate')
  .description('sign with a new key from now on; what the old one has signed runs out by itself')
  .option(...json)
  .action(async ({ json: isJson }: Output) => {
    const { kid } = (await run({ operation: 'rotateKey' })) as { kid: string }; // as the operation gives it
    print(isJson, { kid }, `The key ${kid} signs from now on; every gateway on this database uses it within seconds.`);
  });

const expected = [ConfigError, DomainError, BadInputError, AdminRefusedError, AdminUnreachableError];

try {
  await program.parseAsync();
  process.exit(0);
} catch (error) {
  const isExpected = error instanceof Error && expected.some((kind) => error instanceof kind);
  process.stderr.write(`${isExpected ? error.message : explainStart(error)}\n`);
  process.exit(1);
}
