// How rows of one entity refer to rows of another.
import { Prisma } from '../../generated/prisma/client.js';

const { sql, raw } = Prisma;

export interface Association<Target extends string = string> {
  readonly entity: Target;
  readonly many: boolean;
  /** The join condition between an owner and its target. For a list it uses no column of the owner but its id. */
  readonly on: (owner: Prisma.Sql, target: Prisma.Sql) => Prisma.Sql;
  /** The column of the owner that is a foreign key: the target's id, or null without one. */
  readonly key?: string;
}

/** One record. */
export const one = <Target extends string>(entity: Target, on: Association['on']) => ({ entity, many: false, on }) as const;

/** The record that a foreign key of the owner leads to. */
export const keyed = <Target extends string>(entity: Target, key: string) => ({
  ...one(entity, (owner, target) => sql`${target}.id = ${owner}.${raw(key)}`),
  key,
});

/** A list of records. */
export const many = <Target extends string>(entity: Target, on: Association['on']) => ({ entity, many: true, on }) as const;
