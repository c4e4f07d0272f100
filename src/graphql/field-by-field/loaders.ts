// Batches the reads of one request: everything that is asked for in one tick with the same association and arguments is one statement.
import DataLoader from 'dataloader';
import type { AssociationName, TargetOf } from '../../domain/entities/entities.js';
import type { EntityName, Rows } from '../../domain/entities/entity.js';
import { readComputed } from '../../domain/read/computed.js';
import type { Condition } from '../../domain/read/conditions.js';
import { countChildren, readByIds, readChildren } from '../../domain/read/read.js';
import type { DomainContext } from '../../domain/rules/viewer.js';
import type { Slice } from '../../domain/sql/statement.js';
import { readStatisticsOfIntegrations } from '../../domain/statistics/read.js';
import type { RunStatistics } from '../../domain/statistics/request.js';
import { type GroupLoaders, groupLoaders } from './group-loaders.js';
import type { AskedStatistics } from './statistics.js';

export interface Loaders {
  /** Rows by their ids. */
  byId<Name extends EntityName>(entity: Name): DataLoader<number, Rows[Name] | null>;
  /** One slice of an association, by the owners' ids. */
  children<Owner extends EntityName, Name extends AssociationName<Owner>>(
    owner: Owner,
    association: Name,
    slice: Slice,
  ): DataLoader<number, Rows[TargetOf<Owner, Name>][]>;
  /** Statistics of the runs of integrations, by their ids. */
  statistics(asked: AskedStatistics): DataLoader<number, RunStatistics>;
  /** A computed value, by the ids of its rows. */
  computed(entity: EntityName, field: string): DataLoader<number, unknown>;
  /** What is told of groups of errors, by their fingerprints. */
  readonly errorGroups: GroupLoaders;
  /** How many rows of an association meet a condition, by the owners' ids. */
  counts<Owner extends EntityName>(owner: Owner, association: AssociationName<Owner>, where: Condition): DataLoader<number, number>;
  /** Forgets what was read, before something is written and read again. */
  forget(): void;
}

/** Loaders for one request. They keep what they have read, so they must not outlive it. */
export const createLoaders = (context: DomainContext): Loaders => {
  let loaders: Map<string, unknown> | null = null; // most requests load nothing
  let statistics: Map<AskedStatistics, DataLoader<number, RunStatistics>> | null = null;
  const once = <Loader>(key: readonly unknown[], make: () => Loader): Loader => {
    loaders ??= new Map();
    const text = JSON.stringify(key);
    const known = loaders.get(text) as Loader | undefined; // the key says what kind of loader it is
    const loader = known ?? make();
    if (known === undefined) loaders.set(text, loader);
    return loader;
  };
  return {
    byId: (entity) => once(['byId', entity], () => new DataLoader((ids) => readByIds(context, entity, ids))),
    children: (owner, association, slice) =>
      once(['children', owner, association, slice], () => new DataLoader((ids) => readChildren(context, owner, association, ids, slice))),
    statistics: (asked) => {
      statistics ??= new Map();
      const loader =
        statistics.get(asked) ??
        new DataLoader((ids: readonly number[]) => readStatisticsOfIntegrations(context, ids, asked.where, asked.request));
      statistics.set(asked, loader);
      return loader;
    },
    errorGroups: groupLoaders(context, once),
    computed: (entity, field) =>
      once(['computed', entity, field], () => new DataLoader((ids) => readComputed(context, entity, field, ids))),
    counts: (owner, association, where) =>
      once(['counts', owner, association, where], () => new DataLoader((ids) => countChildren(context, owner, association, ids, where))),
    forget: () => {
      loaders = null;
      statistics = null;
    },
  };
};
