import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, mergeConfig } from 'vitest/config';
import usual from './vitest.config.js';

// the files whose tests hold a bound on processor time, one at a time
const undisturbed = 'support/processor-time.js';
const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((name) => join('test', name))
  .filter((path) => path.endsWith('.test.ts') && readFileSync(path, 'utf8').includes(undisturbed));

const config = mergeConfig(usual, defineConfig({ test: { pool: 'forks', maxWorkers: 1, env: { TIMED_TESTS: '1' } } }));
if (config.test) config.test.include = files; // merging would add them to those of the suite
export default config;
