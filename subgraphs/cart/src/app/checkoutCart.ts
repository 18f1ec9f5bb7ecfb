import { type Opener, opens, staleVersion, type StaleVersion } from '../domain/cart.ts';
import { checkout, type CheckoutRefusal } from '../domain/checkout.ts';
import { type Warning, warningsOf } from '../domain/warnings.ts';
import type { Quote } from '@nakku/quote';
import { loadCart } from '../store/carts.ts';
import type { Deps } from './deps.ts';

export type CheckoutCartResult =
  | {
      readonly kind: 'done';
      readonly quote: Quote;
      readonly token: string;
      readonly expiresAt: Date;
      readonly warnings: readonly Warning[];
    }
  | { readonly kind: 'not_found' }
  | StaleVersion
  | { readonly kind: 'refused'; readonly refusals: readonly CheckoutRefusal[] };

/** Prices a customer's cart anew and signs what it found; nothing in the cart changes. */
export async function checkoutCart(
  deps: Deps,
  command: {
    readonly cartId: string;
    readonly userId: string;
    readonly expectedVersion: number;
    /** What the customer agreed to pay, in minor units; null: whatever it costs now. */
    readonly expectedTotal: number | null;
  },
): Promise<CheckoutCartResult> {
  const { config } = deps;
  const opener: Opener = { userId: command.userId, cartTokenHash: null };
  const cart = await loadCart(deps.db, command.cartId);
  if (cart === null || !opens(cart, opener)) return { kind: 'not_found' };
  const stale = staleVersion(cart, command.expectedVersion);
  if (stale) return stale;
  const now = deps.now();
  const result = checkout(cart, command.userId, {
    quoteId: deps.newId(),
    now,
    maxLines: config.CART_MAX_LINES,
    taxRule: deps.taxRule,
    expectedTotal: command.expectedTotal,
    promise: {
      packingMs: config.CART_PROMISE_PACKING_MS,
      stopMs: config.CART_PROMISE_STOP_MS,
      windowMs: config.CART_PROMISE_WINDOW_MS,
      metersPerSecond: config.CART_COURIER_SPEED_CM_S / 100,
    },
  });
  if (result.kind === 'refused') return result;
  const expiresAt = new Date(now.getTime() + deps.times.quoteMs);
  const token = await deps.quotes.sign(result.quote, { issuedAt: now, expiresAt });
  return { kind: 'done', quote: result.quote, token, expiresAt, warnings: warningsOf(cart, now) };
}
