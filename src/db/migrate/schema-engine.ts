// Prisma's own schema engine, as WebAssembly: the real `migrate deploy` and `migrate diff` without the download that Prisma's CLI insists on.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { bindMigrationAwareSqlAdapterFactory, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { projectFile } from '../../lib/project-root.js';

// Node's types leave this global to the DOM's, which this project doesn't take in
declare const WebAssembly: { instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }> };

const instantiate = async () => {
  // the package's entry imports the .wasm file as a module, which Node can't: its two halves are joined here instead
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const folder = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = await readFile(folder.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return bindings.SchemaEngine;
};

// the bindings keep one instance in a variable of their module: a second one would share its memory
let engine: ReturnType<typeof instantiate> | undefined;
const loadEngine = () => {
  engine ??= instantiate();
  return engine;
};

/** The engine on one database, with `prisma/schema.prisma` as its data model. */
export const startSchemaEngine = async (adapter: SqlMigrationAwareDriverAdapterFactory): Promise<SchemaEngine> => {
  const SchemaEngine = await loadEngine();
  const path = projectFile('prisma/schema.prisma');
  const datamodels: [string, string][] = [[path, await readFile(path, 'utf8')]];
  return SchemaEngine.new({ datamodels }, () => undefined, bindMigrationAwareSqlAdapterFactory(adapter));
};
