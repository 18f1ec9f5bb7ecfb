import { connection, idInput, operatesStore, pageOf, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { alertsOf } from '../../store/alerts.ts';
import type { AlertKey, StoredAlert } from '../../store/alerts.ts';
import { storesOf } from '../access.ts';

const keySchema = z.tuple([z.literal('orderAlerts'), idInput]);
const keyOf = ({ id }: StoredAlert): AlertKey => ['orderAlerts', id];

export const orderAlerts: NonNullable<QueryResolvers['orderAlerts']> = async (_, args, { caller, deps }) => {
  const user = requireScope(caller, 'store-orders:read');
  const page = pageOf<AlertKey>(args, keySchema);
  const stores = storesOf(user);
  const storeId = args.storeId == null ? null : idInput.safeParse(args.storeId);
  if (storeId && !(storeId.success && operatesStore(user, storeId.data))) return connection([], page, keyOf);
  const storeIds = storeId?.success ? [storeId.data] : stores === 'all' ? null : stores;
  const alerts = await alertsOf(deps.db, { storeIds, isOpen: args.isOpen ?? null }, page);
  return connection(alerts, page, keyOf);
};
