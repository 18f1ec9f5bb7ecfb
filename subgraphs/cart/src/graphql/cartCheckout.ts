import { notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import { checkout, type CheckoutRefusal } from '../domain/checkout.ts';
import { warningsOf } from '../domain/warnings.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { CartService } from '../service.ts';
import { loadCart } from '../store/carts.ts';
import { staleVersion } from './access.ts';
import { cartIdInput } from './input.ts';
import { totalsAnswer } from './totals.ts';

export function cartCheckout(service: CartService): NonNullable<MutationResolvers['cartCheckout']> {
  return async (_, args, { caller }) => {
    const { userId } = requireScope(caller, 'cart:write');
    const input = parseInput(cartIdInput, args);
    if (!input.ok) return { quote: null, userErrors: input.errors };
    const cart = await loadCart(service.db, input.value.cartId);
    if (cart === null || cart.customerId !== userId) {
      return { quote: null, userErrors: [notFound(['cartId'], 'cart')] };
    }
    const stale = staleVersion(cart, args.expectedVersion);
    if (stale) return { quote: null, userErrors: [stale] };

    const now = service.now();
    const result = checkout(cart, userId, { quoteId: service.newId(), now, promise: promiseRule(service) });
    if (result.kind === 'refused') return { quote: null, userErrors: result.refusals.map(refusalError) };
    const { quote } = result;
    const expiresAt = new Date(now.getTime() + service.durations.checkout.quoteMs);
    return {
      quote: {
        id: quote.quoteId,
        token: await service.quotes.sign(quote, { issuedAt: now, expiresAt }),
        totals: totalsAnswer(quote.totals),
        promise: { from: new Date(quote.promise.from), to: new Date(quote.promise.to) },
        warnings: warningsOf(cart, now),
        expiresAt,
      },
      userErrors: [],
    };
  };
}

function promiseRule({ config }: CartService) {
  return {
    packingMs: config.CART_PROMISE_PACKING_MS,
    windowMs: config.CART_PROMISE_WINDOW_MS,
    metersPerSecond: config.CART_COURIER_SPEED_CM_S / 100,
  };
}

function refusalError({ code, message, lineIds }: CheckoutRefusal) {
  return {
    __typename: 'CheckoutRefusedError' as const,
    message,
    code,
    path: ['cartId'],
    lineIds: [...lineIds],
  };
}
