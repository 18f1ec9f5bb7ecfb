import { type NotFound, notFound, versionConflict, type VersionConflict } from '@nakku/graphql-kit';
import type { Caller } from '@nakku/identity';
import { type Cart, opens } from '../domain/cart.ts';
import type { CartService } from '../service.ts';
import { changeCart, type PublishedChange } from '../store/changeCart.ts';
import type { CartTransaction } from '../store/database.ts';

/** Whether the caller may open the cart: its customer, or the guest who sends its secret. */
export function mayOpen(caller: Caller, cart: Cart): boolean {
  return opens(cart, {
    userId: caller.kind === 'user' ? caller.userId : null,
    cartTokenHash: caller.cartTokenHash ?? null,
  });
}

/** What a mutation decides for a cart: a change, nothing, or a refusal. */
export type Decision<Refused> =
  { readonly change: PublishedChange | null } | { readonly refused: readonly Refused[] };

/** Payload of a mutation of one cart. */
export interface CartAnswer<Refused> {
  readonly cart: Cart | null;
  readonly userErrors: (Refused | NotFound)[];
}

/** Changes a cart of the caller's under its lock. A foreign cart and a missing one give the same answer. */
export function changeOwnCart<Refused>(
  service: CartService,
  caller: Caller,
  cartId: string,
  decide: (cart: Cart, tx: CartTransaction) => Promise<Decision<Refused>> | Decision<Refused>,
): Promise<CartAnswer<Refused>> {
  return service.platform.transaction(async (tx) => {
    let refused: readonly (Refused | NotFound)[] = [notFound(['cartId'], 'cart')];
    const cart = await changeCart(tx, cartId, service.now(), async (current) => {
      if (!mayOpen(caller, current)) return null;
      const decision = await decide(current, tx);
      refused = 'refused' in decision ? decision.refused : [];
      return 'change' in decision ? decision.change : null;
    });
    return refused.length > 0 ? { cart: null, userErrors: [...refused] } : { cart, userErrors: [] };
  });
}

/** The refusal of a change that was based on another version; null if it fits or none was told. */
export function staleVersion(cart: Cart, expected: number | null | undefined): VersionConflict | null {
  if (expected == null || expected === cart.version) return null;
  return versionConflict(['expectedVersion'], cart.version);
}
