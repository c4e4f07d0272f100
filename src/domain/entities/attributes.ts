// What inputs say of a record: the types of its columns, as a client may give them.
import type { Prisma } from '../../generated/prisma/client.js';
import type { EntityName, Rows } from './entity.js';

/** The value of a column in an input: decimals are texts, JSON is anything. */
type InputValue<Value> = [Prisma.JsonValue] extends [Value] ? unknown : Value extends Prisma.Decimal ? string : Value;

/** Values for some of an entity's columns: undefined leaves one as it is, null clears it. */
export type Attributes<Entity extends EntityName, Column extends string> = {
  readonly [Key in Column & keyof Rows[Entity]]?: InputValue<Rows[Entity][Key]> | null | undefined;
};

/** Values for those columns, of which some are there. */
export type RequiredAttributes<Entity extends EntityName, Column extends string, Required extends string> = Attributes<Entity, Column> & {
  readonly [Key in Required & keyof Rows[Entity]]: NonNullable<InputValue<Rows[Entity][Key]>>;
};
