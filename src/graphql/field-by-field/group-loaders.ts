// Batches what is told of groups of errors: all groups that are asked for in one tick, of which the same errors are meant, are one statement.
import DataLoader from 'dataloader';
import type { Rows } from '../../domain/entities/entity.js';
import type { GroupCause, GroupCounts, GroupTimes } from '../../domain/error-group/group.js';
import {
  countGroupErrors,
  readGroupCauses,
  readGroupCounts,
  readGroupErrors,
  readGroupIntegrations,
  readGroupRuns,
  readGroupTimes,
} from '../../domain/error-group/read.js';
import type { Condition } from '../../domain/read/conditions.js';
import type { DomainContext } from '../../domain/rules/viewer.js';
import type { Slice } from '../../domain/sql/statement.js';

/** By fingerprint. `where`: which errors of the groups are meant. */
export interface GroupLoaders {
  times(where: Condition): DataLoader<string, GroupTimes | null>;
  counts(where: Condition): DataLoader<string, GroupCounts>;
  runCounts(where: Condition): DataLoader<string, number>;
  causes(): DataLoader<string, GroupCause | null>;
  integrations(where: Condition, most: number): DataLoader<string, Rows['integration'][]>;
  errors(slice: Slice): DataLoader<string, Rows['integrationError'][]>;
  errorCounts(where: Condition): DataLoader<string, number>;
}

/** `once`: gives what was made for the same key before. */
type Once = <Loader>(key: readonly unknown[], make: () => Loader) => Loader;

export const groupLoaders = (context: DomainContext, once: Once): GroupLoaders => ({
  times: (where) => once(['group times', where], () => new DataLoader((groups) => readGroupTimes(context, groups, where))),
  counts: (where) => once(['group counts', where], () => new DataLoader((groups) => readGroupCounts(context, groups, where))),
  runCounts: (where) => once(['group runs', where], () => new DataLoader((groups) => readGroupRuns(context, groups, where))),
  causes: () => once(['group causes'], () => new DataLoader((groups) => readGroupCauses(context, groups))),
  integrations: (where, most) =>
    once(['group integrations', where, most], () => new DataLoader((groups) => readGroupIntegrations(context, groups, where, most))),
  errors: (slice) => once(['group errors', slice], () => new DataLoader((groups) => readGroupErrors(context, groups, slice))),
  errorCounts: (where) => once(['group error counts', where], () => new DataLoader((groups) => countGroupErrors(context, groups, where))),
});
