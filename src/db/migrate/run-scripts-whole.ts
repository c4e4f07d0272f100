// The drivers' adapters run a migration's script badly: the PostgreSQL one cuts it at every semicolon, even within a function or a comment,
// and the PGlite one doesn't wait for it. Both databases take a script as it is.
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';

/** The same adapter, whose `executeScript` hands the whole script over and waits. */
export const runScriptsWhole = <Adapter extends SqlDriverAdapter>(adapter: Adapter, run: (script: string) => Promise<unknown>): Adapter =>
  Object.assign(adapter, {
    executeScript: async (script: string) => {
      await run(script);
    },
  });
