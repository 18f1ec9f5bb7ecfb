import type { Address, StoreState } from '@nakku/contracts';
import { addressInput, idInput, notFound, parseInput } from '@nakku/graphql-kit';
import { storesInReach, storesServing } from '@nakku/geo';
import type { Caller } from '@nakku/identity';
import { z } from 'zod';
import { servingStore, warningsOf } from '../domain/warnings.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { CartService } from '../service.ts';
import { addressOf, allStores } from '../store/projections.ts';
import { changeOwnCart } from './access.ts';

// GraphQL's @oneOf makes sure that exactly one of the two is there.
const input = z.object({
  cartId: idInput,
  address: z.object({ addressId: idInput.nullish(), address: addressInput.nullish() }),
});

export function cartAddressSet(service: CartService): NonNullable<MutationResolvers['cartAddressSet']> {
  return async (_, args, { caller }) => {
    const parsed = parseInput(input, args);
    if (!parsed.ok) return { cart: null, warnings: [], userErrors: parsed.errors };
    const { cartId, address: by } = parsed.value;
    const address = by.address ?? (await ownAddress(service, caller, by.addressId));
    if (address === null) {
      return { cart: null, warnings: [], userErrors: [notFound(['address', 'addressId'], 'address')] };
    }
    const store = pickStore(await allStores(service.db), address, service.now());
    const answer = await changeOwnCart(service, caller, cartId, () =>
      store === null ? { refused: [notServed()] } : { change: { address, storeId: store.storeId } },
    );
    return { ...answer, warnings: answer.cart ? warningsOf(answer.cart, service.now()) : [] };
  };
}

async function ownAddress(
  service: CartService,
  caller: Caller,
  addressId: string | null | undefined,
): Promise<Address | null> {
  if (caller.kind !== 'user' || addressId == null) return null;
  return addressOf(service.db, caller.userId, addressId);
}

/** The nearest store that is open; if none is, the nearest that will be, so that the customer sees when. */
function pickStore(stores: readonly StoreState[], address: Address, now: Date): StoreState | null {
  const candidates = stores.map((state) => ({ ...servingStore(state), state }));
  const [open] = storesServing(candidates, address.location, now);
  const [inReach] = storesInReach(candidates, address.location);
  return (open ?? inReach)?.state ?? null;
}

function notServed() {
  return {
    __typename: 'NotServedError' as const,
    message: 'No store delivers to this address.',
    code: 'NOT_SERVED',
    path: ['address'],
  };
}
