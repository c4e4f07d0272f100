// The feed as clients may read it.
import { Prisma } from '../../generated/prisma/client.js';
import { ChangeType } from '../../generated/prisma/enums.js';
import { authorize, type DomainContext, type Viewer } from '../rules/viewer.js';
import { type FeedPosition, headPosition } from './position.js';
import { type ChangesRead, readChanges } from './read-changes.js';

const { sql, raw } = Prisma;

const allTypes = Object.values(ChangeType);

/** The types of changes that the viewer may be told of, among those that are asked for; null for all that there are. */
export const typesFor = ({ scopes }: Viewer, asked: readonly ChangeType[] | null): readonly ChangeType[] | null => {
  if (asked === null && scopes.has('core.contract.read')) return null;
  return (asked ?? allTypes).filter((type) => !type.startsWith('CONTRACT_') || scopes.has('core.contract.read'));
};

/**
 * What comes after the position, of the types that are asked for; changes of contracts are left out for who may not read them.
 * @throws ForbiddenError without `core.integration.read`
 * @throws FeedPositionExpiredError, FeedDivergedError for a position from which it can't be told without a gap
 */
export const listChanges = (
  context: DomainContext,
  after: FeedPosition | null,
  limit: number,
  types: readonly ChangeType[] | null,
): Promise<ChangesRead> => {
  authorize(context, 'core.integration.read');
  return readChanges(context.database, { after, limit, types: typesFor(context.viewer, types) });
};

/** The end of the feed: whatever is read from now on has everything up to it. */
export const currentPosition = async ({ database }: Pick<DomainContext, 'database'>): Promise<string> => {
  const [row] = await database.read<{ position: string }>(sql`SELECT ${raw(headPosition)} AS position`);
  if (!row) throw new Error('A SELECT of single values gave no row.');
  return row.position;
};
