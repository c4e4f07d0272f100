// The gateway as a process of its own, as `npm start` runs it, on a copy of the sample world.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, inject } from 'vitest';
import { briefly } from './briefly.js';

export interface GatewayProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  output(): string;
}

export interface GatewayProcesses {
  /** The folder of the embedded database, new for each test. */
  folder(): string;
  /** Starts a gateway on any free port; it is killed after the test if it still lives. */
  run(environment?: Record<string, string>): GatewayProcess;
}

/** Gateways for the tests of a file. */
export const useGatewayProcesses = (): GatewayProcesses => {
  let folder: string;
  let processes: GatewayProcess[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'integration-runs-'));
    processes = [];
  });

  afterEach(async () => {
    for (const { child } of processes) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
    await rm(folder, { recursive: true, force: true });
  });

  return {
    folder: () => folder,
    run: (environment = {}) => {
      const isNew =
        environment['DATABASE_URL'] === undefined && environment['DATA_DIR'] === undefined && !existsSync(join(folder, 'pgdata'));
      if (isNew) cpSync(inject('template').folder, folder, { recursive: true });
      const env = { PATH: process.env['PATH'], DATA_DIR: folder, PORT: '0', ...environment };
      const child = spawn(process.execPath, [...briefly, '--enable-source-maps', 'dist/src/main.js'], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          output += chunk.toString();
        });
      }
      const exited = once(child, 'exit').then(([code]) => code as number | null);
      const gateway = { child, exited, output: () => output };
      processes.push(gateway);
      return gateway;
    },
  };
};

/** Where it listens, once it does. */
export const addressOf = async (gateway: GatewayProcess): Promise<string> => {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const url = /listens on (http:\S+)/.exec(gateway.output())?.[1];
    if (url) return url;
    if (gateway.child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The gateway did not start:\n${gateway.output()}`);
};
