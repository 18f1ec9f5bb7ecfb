import { connection, pageOf } from '@nakku/graphql-kit';
import type { StoreResolvers } from '../../generated/graphql.ts';
import { zoneKey, type ZoneKey, zonePage } from '../../store/zones.ts';
import { knownId } from '../inputs.ts';

/** Inventory knows which stores there are; here each has the zones that bear its ID. */
export const storeType: StoreResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  async zones({ id }, args, { deps }) {
    const page = pageOf(args, zoneKey);
    const storeId = knownId(id);
    const keyOf = ({ name, zoneId }: { name: string; zoneId: string }): ZoneKey => ['zones', name, zoneId];
    return connection(storeId === null ? [] : await zonePage(deps.db, storeId, page), page, keyOf);
  },
};
