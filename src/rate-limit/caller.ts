// Whom a request is charged to: the credential, or without one the address.
import { localDeveloper, type Viewer } from '../domain/rules/viewer.js';
import { networkOf } from '../http/ip-address.js';

/** The key of whoever has no credential. */
export const addressKey = (address: string): string => `address:${networkOf(address)}`;

/** The key of whoever sends the request; null for a viewer whose credential was refused. */
export const callerKey = (viewer: Viewer | null, address: string): string =>
  viewer === null || viewer === localDeveloper || viewer.actorId === null ? addressKey(address) : `actor:${viewer.actorId}`;
