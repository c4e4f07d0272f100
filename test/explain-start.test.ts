import { expect, test } from 'vitest';
import { DatabaseUnavailableError } from '../src/db/unavailable.js';
import { explainStart } from '../src/process/startup-errors.js';

const systemError = (message: string, fields: object) => Object.assign(new Error(message), fields);

test.each([
  [
    systemError('', { code: 'EADDRINUSE', address: '127.0.0.1', port: 4000 }),
    'Something already listens on 127.0.0.1:4000. Stop it, or choose another PORT.',
  ],
  [
    systemError('', { code: 'EADDRNOTAVAIL', address: '1.2.3.4' }),
    'HOST is 1.2.3.4, but must be an address of this machine, such as 127.0.0.1 or 0.0.0.0.',
  ],
  [
    systemError('', { code: 'EACCES', syscall: 'listen', port: 80 }),
    'PORT is 80, which this user may not listen on. Choose one from 1024.',
  ],
  [
    systemError('', { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'nope.invalid' }),
    'There is no host nope.invalid. Mend DATABASE_URL, or HOST if it was to listen there.',
  ],
  [systemError('', { code: 'EEXIST', path: 'file' }), "DATA_DIR leads to file, which can't be made or written. Name a folder that can."],
  [
    systemError('database "nowhere" does not exist', { code: '3D000' }),
    'DATABASE_URL names a database that is not there: database "nowhere" does not exist. Create it, or mend the name.',
  ],
  [
    systemError('password authentication failed for user "somebody"', { code: '28P01' }),
    'PostgreSQL refuses the user of DATABASE_URL: password authentication failed for user "somebody". Mend its user or password.',
  ],
  [
    new DatabaseUnavailableError(new Error('Client has encountered a connection error and is not queryable'), false),
    'The connection to PostgreSQL was closed. See its log, and whether it is PostgreSQL that DATABASE_URL leads to.',
  ],
])('names the variable to mend for what the system says: %s', (error, message) => {
  expect(explainStart(error)).toBe(message);
});

test('shows everything of a cause that nobody foresaw', () => {
  expect(explainStart(new TypeError('surprise'))).toMatch(/^TypeError: surprise\n {4}at /);
});
