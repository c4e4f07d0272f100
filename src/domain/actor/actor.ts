// Actors of people and programs that another identity provider vouches for: each gets its row when it first comes.
import type { Database } from '../../db/database.js';
import { Prisma } from '../../generated/prisma/client.js';

/** The id of the actor with that login, made where there is none. Its name follows what the provider says. */
export const ensureActor = async (database: Database, login: string, name: string): Promise<number> => {
  const [known] = await database.read<{ id: number; name: string }>(Prisma.sql`SELECT id, name FROM actors WHERE login = ${login}`);
  if (known?.name === name) return known.id;
  const [actor] = await database.write<{ id: number }>(
    Prisma.sql`INSERT INTO actors (login, name) VALUES (${login}, ${name}) ON CONFLICT (login) DO UPDATE SET name = excluded.name RETURNING id`,
  );
  if (!actor) throw new Error('An INSERT with RETURNING gave no row.');
  return actor.id;
};
