// Writes schema/openapi.json; run by `npm run generate`.
import { writeFile } from 'node:fs/promises';
import { projectFile } from '../project-root.js';
import { openApiText } from './openapi.js';

await writeFile(projectFile('schema', 'openapi.json'), openApiText());
