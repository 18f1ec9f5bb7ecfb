import { isStoreOpen, travelMs } from '@nakku/geo';
import type { Quote } from '@nakku/quote';
import type { Cart } from './cart.ts';
import { currencyOf, sellableLines, totalsOf } from './pricing.ts';
import { servingStore } from './warnings.ts';

export type CheckoutRefusalCode =
  | 'CART_EMPTY'
  | 'CART_IN_ORDER'
  | 'NO_ADDRESS'
  | 'NOT_SERVED'
  | 'STORE_CLOSED'
  | 'PRODUCT_GONE'
  | 'CURRENCY_MISMATCH';

export interface CheckoutRefusal {
  readonly code: CheckoutRefusalCode;
  readonly message: string;
  readonly lineIds: readonly string[];
}

/** How a promise is made; times in milliseconds. */
export interface PromiseRule {
  readonly packingMs: number;
  readonly windowMs: number;
  readonly metersPerSecond: number;
}

const MINUTE_MS = 60_000;

/** The window in which an order placed at `now` is promised, on whole minutes. */
export function promiseAt(
  now: Date,
  from: { readonly latitude: number; readonly longitude: number },
  to: { readonly latitude: number; readonly longitude: number },
  rule: PromiseRule,
): { readonly from: string; readonly to: string } {
  const ready = now.getTime() + rule.packingMs + travelMs(from, to, rule.metersPerSecond);
  const begins = Math.ceil(ready / MINUTE_MS) * MINUTE_MS;
  return { from: new Date(begins).toISOString(), to: new Date(begins + rule.windowMs).toISOString() };
}

export type Checkout =
  | { readonly kind: 'quote'; readonly quote: Quote }
  | { readonly kind: 'refused'; readonly refusals: readonly CheckoutRefusal[] };

/** Prices the cart for its customer: the quote's whole content, or what stands in the way. Short stock does not. */
export function checkout(
  cart: Cart,
  customerId: string,
  around: { readonly quoteId: string; readonly now: Date; readonly promise: PromiseRule },
): Checkout {
  const { store, address } = cart;
  const refusals = obstacles(cart, around.now);
  const totals = totalsOf(cart);
  if (refusals.length > 0 || store === null || address === null || totals === null) {
    return { kind: 'refused', refusals };
  }
  return {
    kind: 'quote',
    quote: {
      quoteId: around.quoteId,
      customerId,
      cartId: cart.id,
      cartVersion: cart.version,
      cartOrderNo: cart.orderNo + 1,
      storeId: store.storeId,
      currency: totals.currency,
      lines: sellableLines(cart).map(({ line, product, total, tax }) => ({
        lineId: line.lineId,
        productId: line.productId,
        sku: product.sku,
        name: product.name,
        packaging: product.packaging,
        imageUrl: product.imageUrl,
        quantity: line.quantity,
        unitPrice: product.price,
        taxRate: product.taxRate,
        total,
        discount: 0,
        tax,
        note: line.note,
        substitution: line.substitution,
      })),
      totals,
      pickup: { storeId: store.storeId, name: store.name, address: store.address },
      dropoff: address,
      handover: cart.handover,
      promise: promiseAt(around.now, store.address.location, address.location, around.promise),
      attributes: [],
    },
  };
}

function obstacles(cart: Cart, now: Date): CheckoutRefusal[] {
  const about = (code: CheckoutRefusalCode, message: string, lineIds: string[] = []) => [
    { code, message, lineIds },
  ];
  if (cart.lines.length === 0) {
    return cart.hasLinesInOrder
      ? about('CART_IN_ORDER', 'Everything in this cart is in an order being placed.')
      : about('CART_EMPTY', 'The cart has no lines.');
  }
  if (cart.address === null) return about('NO_ADDRESS', 'Say where to deliver first.');
  if (cart.store === null) return about('NOT_SERVED', 'No store delivers to the address.');
  const refusals: CheckoutRefusal[] = [];
  if (!isStoreOpen(servingStore(cart.store), now)) {
    refusals.push(...about('STORE_CLOSED', `${cart.store.name} is closed now.`));
  }
  const gone = cart.lines.filter((line) => !line.product?.isSold).map((line) => line.lineId);
  if (gone.length > 0) refusals.push(...about('PRODUCT_GONE', 'Some products are no longer sold.', gone));
  const currency = currencyOf(cart);
  const foreign = cart.lines
    .filter((line) => line.product?.isSold && line.product.currency !== currency)
    .map((line) => line.lineId);
  if (foreign.length > 0) {
    refusals.push(
      ...about('CURRENCY_MISMATCH', `Some products are not sold in ${currency ?? 'one currency'}.`, foreign),
    );
  }
  return refusals;
}
