// Says in words which database a configuration leads to. Never a password.
import { resolve } from 'node:path';
import pg from 'pg';
import type { DatabaseSettings } from '../open.js';

/** The parts as the driver takes them from the address, its parameters and the environment. */
const ofServer = (url: string): string => {
  try {
    const { host, port, database, user = '' } = new pg.Client({ connectionString: url });
    return `PostgreSQL, database "${database ?? user}" on ${host.includes(':') ? `[${host}]` : host}:${port} as "${user}"`;
  } catch {
    return 'PostgreSQL'; // it names a certificate that isn't there: whoever connects is told
  }
};

/** Such as `PostgreSQL, database "runs" on db.example.com:5432 as "gateway"`. */
export const placeOf = ({ databaseUrl, dataDir }: Pick<DatabaseSettings, 'databaseUrl' | 'dataDir'>): string =>
  databaseUrl === undefined ? `embedded, in ${resolve(dataDir)}` : ofServer(databaseUrl);
