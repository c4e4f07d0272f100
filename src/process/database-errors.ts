// What is wrong with a database, in plain sentences, and what would mend it.

import { type DriverError, driverErrorOf } from '../db/driver-error.js';
import { MigrationError } from '../db/migrate/migration-error.js';
import { UnfitDatabaseError } from '../db/postgres/check-server.js';
import { own } from '../lib/own.js';

type Explanation = (error: DriverError) => string;

const credential: Explanation = ({ message }) => `PostgreSQL refuses the user of DATABASE_URL: ${message}. Mend its user or password.`;

const noTls =
  'PostgreSQL speaks no TLS, which DATABASE_URL asks for. Turn it on there (ssl = on), or take sslmode out of DATABASE_URL where nobody can listen in between.';
const noAnswer =
  'PostgreSQL does not answer in time. See whether it runs, whether a firewall lets this machine through, and whether DATABASE_URL is right.';
const closed = 'The connection to PostgreSQL was closed. See its log, and whether it is PostgreSQL that DATABASE_URL leads to.';

const unreachable: Explanation = ({ code, address, hostname }) =>
  `There is no way to the host ${address ?? hostname ?? 'of DATABASE_URL'} (${code}). Mend the network, or DATABASE_URL.`;

const forbidden: Explanation = ({ message }) =>
  `PostgreSQL refuses the role of DATABASE_URL a right that it needs: ${message}. To migrate, it must own the tables, and as an owner of the schema: GRANT USAGE, CREATE ON SCHEMA public TO the role. (Or: npm run db:migrate, with a DATABASE_URL of such a role; then this one needs only SELECT, INSERT, UPDATE, DELETE ON ALL TABLES and USAGE ON ALL SEQUENCES.)`;

/** By the code that the system or PostgreSQL gives. */
const byCode: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: ({ address, port }) =>
    `No PostgreSQL answers at ${address}:${port}. Start it, or mend DATABASE_URL, or leave it unset for the embedded database.`,
  ENOTFOUND: ({ hostname }) => `There is no host ${hostname}. Mend DATABASE_URL, or HOST if it was to listen there.`,
  EAI_AGAIN: ({ hostname }) => `The host ${hostname} can't be looked up, as no name server answers. Mend the network, or DATABASE_URL.`,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: () => noAnswer,
  ECONNRESET: () => closed,
  EPROTO: ({ message }) => `PostgreSQL and this gateway agree on no TLS: ${message}. See the TLS settings of the server.`,
  '3D000': ({ message }) => `DATABASE_URL names a database that is not there: ${message}. Create it, or mend the name.`,
  '28P01': credential,
  '28000': (error) =>
    error.message.includes('no encryption') || error.message.includes('SSL off')
      ? `PostgreSQL refuses the user of DATABASE_URL without TLS: ${error.message}. Add sslmode=verify-full to DATABASE_URL, or let the user in without it (pg_hba.conf).`
      : credential(error),
  '42501': forbidden,
  '3F000': ({ message }) =>
    `The search path of the role of DATABASE_URL leads to no schema: ${message}. ALTER ROLE … SET search_path TO public;`,
  '25006': ({ message }) => `This PostgreSQL takes no changes: ${message}. Name the primary in DATABASE_URL.`,
  '53300': ({ message }) => `PostgreSQL takes no more connections: ${message}. End others, raise its limit, or lower DATABASE_POOL_SIZE.`,
  '57P03': ({ message }) => `PostgreSQL is not ready: ${message}. Wait until it is, and start again.`,
};

/** By the beginning of what the driver says where it has no code. */
const byMessage: readonly (readonly [RegExp, Explanation])[] = [
  [/^(timeout e|Connection terminated due to connection timeout)/, () => noAnswer],
  [/^(Connection terminated|Client has encountered a connection error)/, () => closed],
  [/^The server does not support SSL/, () => noTls],
  [/^There was an error establishing an SSL/, () => closed],
  [
    /client password must be a/,
    () => 'PostgreSQL asks for a password, and DATABASE_URL has none. Write it there (postgresql://user:password@host/database).',
  ],
  [/^SASL: /, ({ message }) => `PostgreSQL and this gateway agree on no way to check the password: ${message}.`],
];

const certificateCode = /^(ERR_TLS_CERT|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA)/;
const certificateMessage = /certificate|altname/i;

/** Node 24 goes on, behind a semicolon, with advice that doesn't reach the driver. */
const certificate: Explanation = ({ message }) =>
  `The certificate of PostgreSQL can't be trusted: ${message.split(';')[0]}. Name the certificate of who has signed it (sslrootcert=/path/of/ca.pem in DATABASE_URL); or sslmode=no-verify, where nobody can stand in between.`;

const migrationProblems: Readonly<Record<string, string>> = {
  P3005:
    'The schema public has tables already, but not the gateway’s. Name a database in DATABASE_URL that is empty, or the one that the gateway has worked on.',
  P3009:
    'A migration has failed here before, and nothing of it was kept. When its reason is mended, forget that (DELETE FROM _prisma_migrations WHERE finished_at IS NULL), and start again.',
};

const ofDriver = (error: DriverError): string | null => {
  const { code = '', message, syscall } = error;
  const explanation = own(byCode, code) ?? byMessage.find(([pattern]) => pattern.test(message))?.[1];
  if (explanation) return explanation(error);
  if (certificateCode.test(code) || (code === '' && certificateMessage.test(message))) return certificate(error);
  if (code.startsWith('ERR_SSL')) return byCode['EPROTO']?.(error) ?? null;
  if (syscall === 'connect') return `PostgreSQL can't be reached (${message}). Start it, or mend DATABASE_URL.`;
  if (syscall === 'open') return `DATABASE_URL names a file that can't be read (${message}). Mend sslrootcert, sslcert or sslkey.`;
  if (error.severity === undefined) return null;
  const more = [error.detail, error.hint].filter((text) => text !== undefined).map((text) => ` ${text}`);
  return `PostgreSQL refuses: ${message} (${code}).${more.join('')}`;
};

/** Null for an error that has nothing to do with the database. */
export const explainDatabase = (error: Error): string | null => {
  if (error instanceof UnfitDatabaseError) return error.message;
  const said = ofDriver(driverErrorOf(error));
  if (!(error instanceof MigrationError)) return said;
  return own(migrationProblems, error.code ?? '') ?? said ?? `The database could not be migrated: ${error.message}.`;
};
