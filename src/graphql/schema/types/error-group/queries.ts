// Which groups there are.
import { decodeGroupCursor, encodeGroupCursor } from '../../../../domain/error-group/cursor.js';
import type { GroupOrder, PlacedGroup } from '../../../../domain/error-group/group.js';
import { countGroups, findGroup, readGroups } from '../../../../domain/error-group/read.js';
import { openWindow } from '../../../field-by-field/list.js';
import { windowIn } from '../../../field-by-field/window.js';
import { builder } from '../../builder.js';
import { ErrorGroupMetricEnum, OrderDirectionEnum } from '../../enums.js';
import { filterOf } from '../../filters/filter-inputs.js';
import { toCondition } from '../../filters/to-condition.js';
import { connectionOf, pageArguments } from '../../sources/connection.js';
import { nullOnlyWithError } from '../../sources/from.js';
import { readFrom, usedAs } from '../../sources/source.js';
import { ErrorGroupType } from './integration-error-group.js';

const GroupOrderInput = builder.inputRef<GroupOrder>('IntegrationErrorGroupOrder').implement({
  description: 'How groups of errors are sorted. Left out, those that were seen last come first.',
  fields: (t) => ({
    field: t.field({ type: ErrorGroupMetricEnum, required: true, description: 'What to sort by.' }),
    direction: t.field({ type: OrderDirectionEnum, required: true, defaultValue: 'ASC', description: 'Which end comes first.' }),
  }),
});

const ErrorGroupConnection = connectionOf<PlacedGroup>('IntegrationErrorGroup', ErrorGroupType);

const lastSeenFirst: GroupOrder = { field: 'LAST_SEEN_AT', direction: 'DESC' };

builder.queryFields((t) => ({
  integrationErrorGroup: t.field({
    type: ErrorGroupType,
    nullable: true,
    description: 'One group of errors; null when no error has that fingerprint.',
    args: { fingerprint: t.arg.string({ required: true, description: 'Which group: the `fingerprint` of one of its errors.' }) },
    ...readFrom({ errorGroups: 'one' }),
    resolve: (_root, { fingerprint }, context) => findGroup(context, fingerprint),
  }),
  integrationErrorGroups: t.field({
    type: ErrorGroupConnection,
    nullable: true,
    description: `The errors of all runs in groups of the same cause. ${nullOnlyWithError}`,
    args: {
      filter: t.arg({
        type: filterOf('integrationError'),
        description: 'Which errors; all unless given. Groups without any of them are left out.',
        ...usedAs({ as: 'filter', entity: 'integrationError' }),
      }),
      orderBy: t.arg({
        type: GroupOrderInput,
        description:
          'In which order; those that were seen last first unless given. Groups that are alike follow by `fingerprint`, in the same direction.',
      }),
      ...pageArguments(),
    },
    ...readFrom({ errorGroups: 'table' }),
    resolve: (_root, { filter, orderBy, ...page }, context, info) => {
      const order = orderBy ?? lastSeenFirst;
      const where = toCondition('integrationError', filter, ['filter']);
      const window = windowIn((cursor) => decodeGroupCursor(order, cursor), page);
      const { backward, after, before } = window;
      return openWindow<PlacedGroup>(window, info, {
        read: (limit) => readGroups(context, { where, order, limit, backward, after, before }),
        count: () => countGroups(context, where),
        cursor: (group) => encodeGroupCursor(order, group),
      });
    },
  }),
}));
