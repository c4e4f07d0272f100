// Finds what the system, the driver or PostgreSQL said in an error that has been wrapped: by this folder, by Prisma's client or by its adapters.
import { MigrationError } from './migrate/migration-error.js';
import { DatabaseUnavailableError } from './unavailable.js';

/** What errors of the system and of PostgreSQL have. */
export interface DriverError {
  readonly message: string;
  readonly code?: string | undefined;
  readonly syscall?: string | undefined;
  readonly address?: string | undefined;
  readonly hostname?: string | undefined;
  readonly port?: number | undefined;
  readonly path?: string | undefined;
  /** There where PostgreSQL has said it. */
  readonly severity?: string | undefined;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
}

/** What Prisma's adapters make of it. */
interface Adapted {
  readonly kind?: unknown;
  readonly originalCode?: string;
  readonly originalMessage?: string;
  readonly host?: string;
  readonly port?: number;
  readonly reason?: string;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const fromAdapted = ({ kind, originalCode, originalMessage, host, port, reason }: Adapted): DriverError | null => {
  if (originalCode !== undefined) return { message: originalMessage ?? '', code: originalCode, severity: 'ERROR' };
  if (kind === 'DatabaseNotReachable') return { message: '', code: 'ECONNREFUSED', syscall: 'connect', address: host, port };
  if (kind === 'TlsConnectionError') return { message: reason ?? '' };
  if (kind === 'ConnectionClosed' || kind === 'SocketTimeout') return { message: 'Connection terminated unexpectedly' };
  return null;
};

/** What was said first. Of a host with several addresses, of the first one. */
export const driverErrorOf = (error: Error): DriverError => {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return driverErrorOf(error.errors[0]);
  if ((error instanceof DatabaseUnavailableError || error instanceof MigrationError) && error.cause instanceof Error)
    return driverErrorOf(error.cause);
  const { meta, cause } = error as { meta?: { driverAdapterError?: unknown }; cause?: unknown };
  if (meta?.driverAdapterError instanceof Error) return driverErrorOf(meta.driverAdapterError);
  return (isObject(cause) && fromAdapted(cause)) || error;
};
