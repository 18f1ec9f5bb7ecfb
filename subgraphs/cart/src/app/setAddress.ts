import type { Address } from '@nakku/contracts';
import { currencyOf } from '../domain/pricing.ts';
import { pickStore } from '../domain/serving.ts';
import { addressOf, allStores } from '../store/projections.ts';
import { type CartChanged, type CartCommand, changeOwnCart } from './changeCart.ts';
import type { Deps } from './deps.ts';

export type AddressRefusal = { readonly kind: 'address_not_found' } | { readonly kind: 'not_served' };

/** An address as it is, or one of the caller's own. */
export type AddressChoice = { readonly address: Address } | { readonly addressId: string };

/**
 * Sets where to deliver, which picks the store. An address out of reach is refused, unless the cart would stay with a
 * store that has closed for good: then it has none. A tip of another currency than the new store's is taken back.
 */
export async function setAddress(
  deps: Deps,
  command: CartCommand & { readonly choice: AddressChoice },
): Promise<CartChanged<AddressRefusal>> {
  const { choice, opener } = command;
  const address =
    'address' in choice ? choice.address : await ownAddress(deps, opener.userId, choice.addressId);
  if (address === null) return { kind: 'refused', refusals: [{ kind: 'address_not_found' }] };
  const store = pickStore(await allStores(deps.db), address.location, deps.now());
  return changeOwnCart<AddressRefusal>(deps, command, (cart) => {
    if (store === null) {
      return cart.store?.status === 'CLOSED'
        ? { change: { address, storeId: null } }
        : { refusals: [{ kind: 'not_served' }] };
    }
    const currency = currencyOf(cart);
    const keepsTip = currency === null || currency === store.currency;
    return { change: { address, storeId: store.storeId, ...(keepsTip ? {} : { tip: 0 }) } };
  });
}

async function ownAddress(deps: Deps, userId: string | null, addressId: string): Promise<Address | null> {
  return userId === null ? null : addressOf(deps.db, userId, addressId);
}
