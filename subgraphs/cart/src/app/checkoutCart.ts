import { type Cart, type Opener, opens, staleVersion, type StaleVersion } from '../domain/cart.ts';
import { checkout, type Checkout, type CheckoutRefusal, isForOtherStore } from '../domain/checkout.ts';
import { pickOtherStore } from '../domain/serving.ts';
import { storeChangedWarning, type Warning, warningsOf } from '../domain/warnings.ts';
import type { Quote } from '@nakku/quote';
import { loadCart, loadCartAt } from '../store/carts.ts';
import { allStores } from '../store/projections.ts';
import { changeOwnCart } from './changeCart.ts';
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

export interface CheckoutCart {
  readonly cartId: string;
  readonly userId: string;
  readonly expectedVersion: number;
  /** What the customer agreed to pay, in minor units; null: whatever it costs now. */
  readonly expectedTotal: number | null;
  /** Whether the customer says to be as old as the products require. */
  readonly isAgeConfirmed: boolean;
}

/**
 * Prices a customer's cart anew and signs what it found. Nothing in the cart changes but its store, if that one cannot serve it
 * and another one can.
 */
export async function checkoutCart(deps: Deps, command: CheckoutCart): Promise<CheckoutCartResult> {
  const opener: Opener = { userId: command.userId, cartTokenHash: null };
  const cart = await loadCart(deps.db, command.cartId);
  if (cart === null || !opens(cart, opener)) return { kind: 'not_found' };
  const stale = staleVersion(cart, command.expectedVersion);
  if (stale) return stale;
  const now = deps.now();
  const own = checkout(cart, command.userId, termsOf(deps, command, now));
  const moved = isForOtherStore(own) ? await checkoutElsewhere(deps, command, cart, now) : null;
  const { result, priced } = moved ?? { result: own, priced: cart };
  if (result.kind === 'refused') return result;
  if (moved) {
    const stored = await moveCart(deps, command, moved.priced);
    if (stored !== null) return stored;
  }
  const expiresAt = new Date(now.getTime() + deps.times.quoteMs);
  const token = await deps.quotes.sign(result.quote, { issuedAt: now, expiresAt });
  const warnings = [
    ...(moved?.priced.store ? [storeChangedWarning(moved.priced.store)] : []),
    ...warningsOf(priced, now),
  ];
  return { kind: 'done', quote: result.quote, token, expiresAt, warnings };
}

function termsOf(
  { config, newId, taxRule }: Deps,
  { expectedTotal, isAgeConfirmed }: CheckoutCart,
  now: Date,
) {
  return {
    quoteId: newId(),
    now,
    maxLines: config.CART_MAX_LINES,
    taxRule,
    minTotal: config.CART_MIN_DISCOUNTED_TOTAL,
    expectedTotal,
    isAgeConfirmed,
    promise: {
      packingMs: config.CART_PROMISE_PACKING_MS,
      stopMs: config.CART_PROMISE_STOP_MS,
      windowMs: config.CART_PROMISE_WINDOW_MS,
      metersPerSecond: config.CART_COURIER_SPEED_CM_S / 100,
    },
  };
}

interface Elsewhere {
  readonly result: Checkout;
  /** The cart as it is at the other store, as the next version. */
  readonly priced: Cart;
}

/** The checkout at the nearest other store; null if there is none, or it cannot serve the cart either. */
async function checkoutElsewhere(
  deps: Deps,
  command: CheckoutCart,
  cart: Cart,
  now: Date,
): Promise<Elsewhere | null> {
  if (cart.address === null) return null;
  const other = pickOtherStore(await allStores(deps.db), cart.store, cart.address.location, now);
  const there = other && (await loadCartAt(deps.db, cart.id, other.storeId));
  // A tip in another currency would be another agreement.
  if (there?.version !== cart.version || (cart.store && cart.store.currency !== other?.currency)) return null;
  const priced = { ...there, version: cart.version + 1 };
  const result = checkout(priced, command.userId, termsOf(deps, command, now));
  const isTotalOnly =
    result.kind === 'refused' && result.refusals.every(({ code }) => code === 'TOTAL_CHANGED');
  return result.kind === 'quote' || isTotalOnly ? { result, priced } : null;
}

/** Writes the store that serves the cart; the refusal if the cart was changed meanwhile. */
async function moveCart(
  deps: Deps,
  { cartId, userId, expectedVersion }: CheckoutCart,
  { store }: Cart,
): Promise<Exclude<CheckoutCartResult, { kind: 'done' | 'refused' }> | null> {
  const opener: Opener = { userId, cartTokenHash: null };
  const result = await changeOwnCart<StaleVersion>(deps, { cartId, opener }, (cart) => {
    const stale = staleVersion(cart, expectedVersion);
    return stale ? { refusals: [stale] } : { change: { storeId: store?.storeId ?? null } };
  });
  if (result.kind === 'done') return null;
  return result.kind === 'not_found' ? result : (result.refusals[0] ?? null);
}
