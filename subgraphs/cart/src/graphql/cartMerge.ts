import { notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import { hashCartToken } from '@nakku/identity';
import type { Cart } from '../domain/cart.ts';
import { MAX_QUANTITY } from '../domain/cart.ts';
import { mergeLines } from '../domain/lines.ts';
import { cappedWarning } from '../domain/warnings.ts';
import type { CartMergePayload, MutationResolvers, ResolversTypes } from '../generated/graphql.ts';
import type { CartService } from '../service.ts';
import { findGuestCart, loadCartsOf, lockCarts } from '../store/carts.ts';
import { writeCart } from '../store/changeCart.ts';
import type { CartTransaction } from '../store/database.ts';
import { cartTokenInput } from './input.ts';
import { cartLimit } from './lineErrors.ts';

type Payload = Awaited<ResolversTypes['CartMergePayload']> & Pick<CartMergePayload, '__typename'>;

const refused = (...userErrors: Payload['userErrors']): Payload => ({ cart: null, warnings: [], userErrors });

export function cartMerge(service: CartService): NonNullable<MutationResolvers['cartMerge']> {
  return async (_, args, { caller }) => {
    const { userId } = requireScope(caller, 'cart:write');
    const input = parseInput(cartTokenInput, args);
    if (!input.ok) return refused(...input.errors);
    return service.platform.transaction(async (tx): Promise<Payload> => {
      const guestId = await findGuestCart(tx.db, hashCartToken(input.value.cartToken));
      const [newest] = await loadCartsOf(tx.db, userId);
      const locked = await lockCarts(
        tx.db,
        [guestId, newest?.id].filter((id) => id != null),
      );
      // Read again under the lock: another request may have merged or ended the guest's cart meanwhile.
      const guest = locked.find((cart) => cart.id === guestId && cart.tokenHash !== null);
      if (guest === undefined) return refused(notFound(['cartToken'], 'cart'));
      const own = locked.find((cart) => cart.id === newest?.id);
      return own === undefined ? adopt(service, tx, guest, userId) : merge(service, tx, own, guest);
    });
  };
}

/** The customer has no cart yet: the guest's becomes it. */
async function adopt(
  service: CartService,
  tx: CartTransaction,
  guest: Cart,
  userId: string,
): Promise<Payload> {
  const cart = await writeCart(tx, guest, { customerId: userId }, service.now());
  return { cart, warnings: [], userErrors: [] };
}

async function merge(service: CartService, tx: CartTransaction, own: Cart, guest: Cart): Promise<Payload> {
  const result = mergeLines(own.lines, guest.lines, {
    newId: service.newId,
    maxLines: service.config.CART_MAX_LINES,
  });
  if (result.kind === 'refused') return refused(cartLimit(['cartToken'], result.limit, 'A cart has lines,'));
  const now = service.now();
  await writeCart(tx, guest, { lines: [], ended: true, event: 'cart.cleared' }, now);
  const { lines, cappedLineIds } = result.merged;
  // A customer's cart that has no address yet goes where the guest's was going.
  const place = own.address === null ? { address: guest.address, storeId: guest.store?.storeId ?? null } : {};
  const cart = await writeCart(tx, own, { lines, ...place }, now);
  const capped = cart?.lines.filter((line) => cappedLineIds.includes(line.lineId)) ?? [];
  return { cart, warnings: capped.map((line) => cappedWarning(line, MAX_QUANTITY)), userErrors: [] };
}
