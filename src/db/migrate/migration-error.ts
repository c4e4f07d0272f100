// Why a migration was not made. Prisma's schema engine tells it as a text with the places in its own source; what the driver said is lost in it.
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';

/** Its cause is what the database said, where it was the database that refused. */
export class MigrationError extends Error {
  constructor(
    message: string,
    /** Prisma's name of the problem, such as `P3009`. */
    readonly code: string | undefined,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

type Keep = (error: unknown) => void;

const keepFailures = <Adapter extends SqlDriverAdapter>(adapter: Adapter, keep: Keep): Adapter => {
  const keeping =
    <Arguments extends unknown[], Result>(work: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments): Promise<Result> => {
      try {
        return await work(...given);
      } catch (error) {
        keep(error);
        throw error;
      }
    };
  return Object.assign(adapter, {
    queryRaw: keeping(adapter.queryRaw.bind(adapter)),
    executeRaw: keeping(adapter.executeRaw.bind(adapter)),
    executeScript: keeping(adapter.executeScript.bind(adapter)),
  });
};

/**
 * Works with the schema engine on the adapter.
 * @throws MigrationError instead of what the engine throws
 */
export const explainEngine = async <Result>(
  factory: SqlMigrationAwareDriverAdapterFactory,
  work: (factory: SqlMigrationAwareDriverAdapterFactory) => Promise<Result>,
): Promise<Result> => {
  let lastFailure: unknown;
  const keep: Keep = (error) => {
    lastFailure = error;
  };
  const { provider, adapterName } = factory;
  const kept: SqlMigrationAwareDriverAdapterFactory = {
    provider,
    adapterName,
    connect: async () => keepFailures(await factory.connect(), keep),
    connectToShadowDb: async () => keepFailures(await factory.connectToShadowDb(), keep),
  };
  try {
    return await work(kept);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SchemaConnectorError') throw lastFailure ?? error;
    const [said = ''] = error.message.split(/\n\s*0: |\. Read more/); // what follows is for those who write the engine
    throw new MigrationError(said, (error as { code?: string }).code, lastFailure);
  }
};
