import { idInput } from '@nakku/graphql-kit';
import type { AddressResolvers } from '../../generated/graphql.ts';
import { visibleTo } from '../access.ts';

export const addressType: AddressResolvers = {
  async __resolveReference({ id }, { loaders, caller }) {
    const addressId = idInput.safeParse(id);
    const address = addressId.success ? await loaders.address.load(addressId.data) : null;
    return address !== null && visibleTo(caller, address.userId) ? address : null;
  },
};
