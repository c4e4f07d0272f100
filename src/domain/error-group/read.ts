// Reads groups of errors. Each function checks what the viewer may read, and costs one statement, for as many groups as there are.
import { isStorable, storableRule } from '../../lib/text.js';
import type { Rows } from '../entities/entity.js';
import { type Condition, everything } from '../read/conditions.js';
import { authorizeRead } from '../read/scopes.js';
import { BadInputError } from '../rules/errors.js';
import type { DomainContext } from '../rules/viewer.js';
import type { Slice } from '../sql/statement.js';
import type { ErrorGroup, GroupCause, GroupCounts, GroupSlice, GroupTimes, PlacedGroup } from './group.js';
import {
  causesStatement,
  countsStatement,
  errorCountsStatement,
  errorsStatement,
  groupCountStatement,
  groupsStatement,
  integrationsStatement,
  runCountsStatement,
  timesStatement,
} from './statement.js';

type Fingerprints = readonly string[];
type OfGroup<Row> = Row & { readonly fingerprint: string };

/** The first of the rows of each group, in the order of the fingerprints; null where there is none. */
const byGroup = <Row extends { readonly fingerprint: string }>(fingerprints: Fingerprints, rows: readonly Row[]): (Row | null)[] => {
  const known = new Map(rows.map((row) => [row.fingerprint, row]));
  return fingerprints.map((fingerprint) => known.get(fingerprint) ?? null);
};

/** All of them. */
const listsByGroup = <Row>(fingerprints: Fingerprints, rows: readonly Row[], groupOf: (row: Row) => string): Row[][] => {
  const lists = new Map<string, Row[]>(fingerprints.map((fingerprint) => [fingerprint, []]));
  for (const row of rows) lists.get(groupOf(row))?.push(row);
  return fingerprints.map((fingerprint) => lists.get(fingerprint) ?? []);
};

/**
 * The groups of one slice of the errors that meet a condition, in its order (in reverse for a slice taken from the end).
 * @throws ForbiddenError without the scope of errors, or of one that the condition leads to; so do all of these
 */
export const readGroups = async (context: DomainContext, slice: GroupSlice): Promise<PlacedGroup[]> => {
  authorizeRead(context, 'integrationError', slice.where);
  const rows = await context.database.read<{ fingerprint: string; value: Date | number }>(groupsStatement(slice));
  return rows.map(({ fingerprint, value }) => ({
    fingerprint,
    where: slice.where,
    value: value instanceof Date ? value.toISOString() : value,
  }));
};

/** How many groups there are of the errors that meet a condition. */
export const countGroups = async (context: DomainContext, where: Condition): Promise<number> => {
  authorizeRead(context, 'integrationError', where);
  const [row] = await context.database.read<{ count: number }>(groupCountStatement(where));
  return row?.count ?? 0;
};

/** The times of groups; null of one without such errors. */
export const readGroupTimes = async (
  context: DomainContext,
  fingerprints: Fingerprints,
  where: Condition,
): Promise<(GroupTimes | null)[]> => {
  authorizeRead(context, 'integrationError', where);
  return byGroup(fingerprints, await context.database.read<OfGroup<GroupTimes>>(timesStatement(fingerprints, where)));
};

/** How many errors groups have. */
export const readGroupCounts = async (context: DomainContext, fingerprints: Fingerprints, where: Condition): Promise<GroupCounts[]> => {
  authorizeRead(context, 'integrationError', where);
  const rows = await context.database.read<OfGroup<GroupCounts>>(countsStatement(fingerprints, where));
  return byGroup(fingerprints, rows).map((counts) => counts ?? { count: 0, openCount: 0 });
};

/** How many runs met errors of groups. */
export const readGroupRuns = async (context: DomainContext, fingerprints: Fingerprints, where: Condition): Promise<number[]> => {
  authorizeRead(context, 'integrationError', where);
  const rows = await context.database.read<OfGroup<{ runCount: number }>>(runCountsStatement(fingerprints, where));
  return byGroup(fingerprints, rows).map((row) => row?.runCount ?? 0);
};

/** What the errors of groups have in common; null of a group without errors. */
export const readGroupCauses = async (context: DomainContext, fingerprints: Fingerprints): Promise<(GroupCause | null)[]> => {
  authorizeRead(context, 'integrationError', everything);
  return byGroup(fingerprints, await context.database.read<OfGroup<GroupCause>>(causesStatement(fingerprints)));
};

/** The integrations whose runs met errors of groups, at most so many of each: those with the most of them first. */
export const readGroupIntegrations = async (
  context: DomainContext,
  fingerprints: Fingerprints,
  where: Condition,
  most: number,
): Promise<Rows['integration'][][]> => {
  authorizeRead(context, 'integration', everything);
  authorizeRead(context, 'integrationError', where);
  const rows = await context.database.read<OfGroup<Rows['integration']>>(integrationsStatement(fingerprints, where, most));
  return listsByGroup(fingerprints, rows, ({ fingerprint }) => fingerprint);
};

/** The same slice of the errors of groups. */
export const readGroupErrors = async (
  context: DomainContext,
  fingerprints: Fingerprints,
  slice: Slice,
): Promise<Rows['integrationError'][][]> => {
  authorizeRead(context, 'integrationError', slice.where);
  const rows = await context.database.read<Rows['integrationError']>(errorsStatement(fingerprints, slice));
  return listsByGroup(fingerprints, rows, ({ fingerprint }) => fingerprint);
};

/** How many errors of groups meet a condition. */
export const countGroupErrors = async (context: DomainContext, fingerprints: Fingerprints, where: Condition): Promise<number[]> => {
  authorizeRead(context, 'integrationError', where);
  const rows = await context.database.read<{ fingerprint: string; count: number }>(errorCountsStatement(fingerprints, where));
  return byGroup(fingerprints, rows).map((row) => row?.count ?? 0);
};

/**
 * The group with that fingerprint, all of its errors; null where there is none.
 * @throws BadInputError for a text that the database can't hold
 */
export const findGroup = async (context: DomainContext, fingerprint: string): Promise<ErrorGroup | null> => {
  if (!isStorable(fingerprint)) throw new BadInputError(`A text ${storableRule}.`, ['fingerprint']);
  const [times] = await readGroupTimes(context, [fingerprint], everything);
  return times ? { fingerprint, where: everything } : null;
};
