import { connection, pageOf, requireScope } from '@nakku/graphql-kit';
import type { CourierChange } from '../../domain/courierChange.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { searchCourierChanges } from '../../store/courierChanges.ts';
import type { Key } from '../../store/pages.ts';
import { idOf } from '../access.ts';
import { keyOfList } from '../inputs.ts';

const keySchema = keyOfList('courierChanges');
const keyOf = ({ changeId, at }: CourierChange): Key => ['courierChanges', at.toISOString(), changeId];

export const courierChanges: QueryResolvers['courierChanges'] = async (_, args, { caller, deps }) => {
  requireScope(caller, 'couriers:admin');
  const page = pageOf(args, keySchema);
  const courierId = args.courierId == null ? null : idOf(args.courierId);
  if (args.courierId != null && courierId === null) return connection([], page, keyOf);
  return connection(await searchCourierChanges(deps.db, { courierId }, page), page, keyOf);
};
