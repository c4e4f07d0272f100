// What is kept of groups beside their errors: how many errors and runs each has, of all errors and of the open ones. Triggers and background work keep it right
// (migration `error_group_counts`); sums over the views are the truth at any moment.
import { Prisma } from '../../generated/prisma/client.js';
import { type Condition, everything } from '../read/conditions.js';

const { sql, raw } = Prisma;

/** The figures of the errors that are meant, as columns of the views. */
export interface KeptFigures {
  readonly errors: Prisma.Sql;
  readonly openErrors: Prisma.Sql;
  readonly runs: Prisma.Sql;
}

/** Rows of groups, and of groups by integration, which tell nothing of runs. */
export const figuresOfGroups = raw('error_group_figures');
export const figuresOfIntegrations = raw('error_group_integration_figures');

const [errors, openErrors] = [raw('errors'), raw('open_errors')];

/** Those of the errors that meet the condition; null where they have to be counted. */
export const keptFor = (where: Condition): KeptFigures | null => {
  if (where === everything) return { errors, openErrors, runs: raw('runs') };
  const isOpen = 'field' in where && where.field === 'isResolved' && where.operator === 'equals' && where.value === false;
  return isOpen ? { errors: openErrors, openErrors, runs: raw('open_runs') } : null;
};

/** The sum of one of them. */
export const total = (figure: Prisma.Sql): Prisma.Sql => sql`sum(${figure})::int`;
