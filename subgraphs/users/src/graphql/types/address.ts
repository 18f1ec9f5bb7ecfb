import type { AddressResolvers } from '../../generated/graphql.ts';
import { visibleTo } from '../access.ts';

export const addressType: AddressResolvers = {
  async __resolveReference({ id }, { loaders, caller }) {
    const address = await loaders.address.load(id);
    return address !== null && visibleTo(caller, address.userId) ? address : null;
  },
};
