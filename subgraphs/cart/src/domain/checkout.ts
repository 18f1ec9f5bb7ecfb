import { substitutionOf, checkoutOptions } from '@nakku/contracts';
import { promiseAt, type PromiseRule } from '@nakku/geo';
import { formatAmount } from '@nakku/money';
import type { Quote } from '@nakku/quote';
import { type Cart, MAX_QUANTITY, soldProduct } from './cart.ts';
import { currencyOf, type DiscountedLine, priceCart, type PricedCart, type TaxRule } from './pricing.ts';
import { isInReach, isOpen } from './serving.ts';
import { maxTipOf } from './tip.ts';
import { closedMessage } from './warnings.ts';

export type CheckoutRefusalCode =
  | 'CART_EMPTY'
  | 'CART_IN_ORDER'
  | 'NO_ADDRESS'
  | 'NOT_SERVED'
  | 'STORE_CLOSED'
  | 'PRODUCT_GONE'
  | 'NOT_IN_STORE'
  | 'LIMIT_EXCEEDED'
  | 'CURRENCY_MISMATCH'
  | 'TOTAL_CHANGED'
  | 'TOTAL_TOO_LOW';

export interface CheckoutRefusal {
  readonly code: CheckoutRefusalCode;
  readonly message: string;
  readonly lineIds: readonly string[];
}

export type Checkout =
  | { readonly kind: 'quote'; readonly quote: Quote }
  | { readonly kind: 'refused'; readonly refusals: readonly CheckoutRefusal[] };

/** Prices the cart for its customer: the quote's whole content, or what stands in the way. Short stock does not. */
export function checkout(
  cart: Cart,
  customerId: string,
  deps: {
    readonly quoteId: string;
    readonly now: Date;
    readonly maxLines: number;
    readonly promise: PromiseRule;
    readonly taxRule: TaxRule;
    /** What is left to pay after discounts is at least this, in minor units: less could not be charged. */
    readonly minTotal: number;
    /** What the customer agreed to pay, in minor units; null: whatever it costs now. */
    readonly expectedTotal: number | null;
  },
): Checkout {
  const { store, address } = cart;
  const refusals = obstacles(cart, deps.now, deps.maxLines);
  const priced = priceCart(cart, deps.taxRule);
  if (refusals.length > 0 || store === null || address === null || priced === null) {
    return { kind: 'refused', refusals };
  }
  const { totals, deliveryTerms } = priced;
  if (deps.expectedTotal !== null && deps.expectedTotal !== totals.total) {
    const message = `The total is ${formatAmount(totals.total, totals.currency)} now. Confirm it and check out again.`;
    return { kind: 'refused', refusals: [{ code: 'TOTAL_CHANGED', message, lineIds: [] }] };
  }
  if (totals.discount > 0 && totals.total < deps.minTotal) {
    const message = `At least ${formatAmount(deps.minTotal, totals.currency)} must be left to pay. Add products to the cart.`;
    return { kind: 'refused', refusals: [{ code: 'TOTAL_TOO_LOW', message, lineIds: [] }] };
  }
  const promise = promiseAt(deps.now, store.address.location, address.location, deps.promise);
  if (!isOpen(store, new Date(promise.to))) {
    const message = `${store.name} closes before the order could be delivered.`;
    return { kind: 'refused', refusals: [{ code: 'STORE_CLOSED', message, lineIds: [] }] };
  }
  return {
    kind: 'quote',
    quote: {
      quoteId: deps.quoteId,
      customerId,
      cartId: cart.id,
      cartVersion: cart.version,
      cartOrderNo: cart.orderNo + 1,
      storeId: store.storeId,
      currency: totals.currency,
      lines: priced.lines.map(quotedLine),
      totals,
      discounts: discountsOf(priced),
      pickup: { storeId: store.storeId, name: store.name, address: store.address },
      dropoff: address,
      deliveryTerms: deliveryTerms ?? undefined,
      promise,
      ...checkoutOptions.parse(cart),
    },
  };
}

function quotedLine({ line, product, discount, total, tax }: DiscountedLine): Quote['lines'][number] {
  return {
    lineId: line.lineId,
    productId: line.productId,
    sku: product.sku,
    name: product.name,
    packaging: product.packaging,
    imageUrl: product.imageUrl,
    quantity: line.quantity,
    unitPrice: product.price,
    taxRate: product.taxRate,
    ...{ total, discount, tax },
    note: line.note,
    ifUnavailable: line.ifUnavailable,
    substitution: substitutionOf(line.ifUnavailable),
  };
}

const discountsOf = ({ applied }: PricedCart): Quote['discounts'] =>
  applied.map(({ promotion, amount, deliveryFee }) => ({
    promotionId: promotion.promotionId,
    name: promotion.name,
    couponCode: promotion.coupon?.code ?? null,
    ...{ amount, deliveryFee },
    limits: { ...promotion.limits, perCoupon: promotion.coupon?.limit ?? null },
  }));

/** Whether a cart was refused because of its store, so that another one may serve it. */
export function isForOtherStore(result: Checkout): boolean {
  return (
    result.kind === 'refused' &&
    result.refusals.some(({ code }) => code === 'STORE_CLOSED' || code === 'NOT_SERVED')
  );
}

function obstacles(cart: Cart, now: Date, maxLines: number): CheckoutRefusal[] {
  const about = (code: CheckoutRefusalCode, message: string, lineIds: string[] = []) => [
    { code, message, lineIds },
  ];
  if (cart.lines.length === 0) {
    return cart.hasLinesInOrder
      ? about('CART_IN_ORDER', 'Everything in this cart is in an order being placed.')
      : about('CART_EMPTY', 'The cart has no lines.');
  }
  if (cart.address === null) return about('NO_ADDRESS', 'Set the delivery address first.');
  if (cart.store === null) return about('NOT_SERVED', 'No store delivers to the address.');
  const refusals: CheckoutRefusal[] = [...exceededLimits(cart, maxLines)];
  if (!isInReach(cart.store, cart.address.location)) {
    refusals.push(...about('NOT_SERVED', `${cart.store.name} does not deliver to the address.`));
  }
  if (!isOpen(cart.store, now)) refusals.push(...about('STORE_CLOSED', closedMessage(cart.store)));
  const gone = cart.lines.filter((line) => soldProduct(line) === null).map((line) => line.lineId);
  if (gone.length > 0) refusals.push(...about('PRODUCT_GONE', 'Some products are no longer sold.', gone));
  const sold = cart.lines.filter((line) => soldProduct(line) !== null);
  const absent = sold.filter((line) => line.available === null).map((line) => line.lineId);
  if (absent.length > 0) {
    refusals.push(...about('NOT_IN_STORE', `${cart.store.name} does not have some products.`, absent));
  }
  const currency = currencyOf(cart);
  const foreign = sold.filter((line) => line.product?.currency !== currency).map((line) => line.lineId);
  if (foreign.length > 0) {
    refusals.push(
      ...about('CURRENCY_MISMATCH', `Some products are not sold in ${currency ?? 'one currency'}.`, foreign),
    );
  }
  return refusals;
}

/** Limits that hold at every change, looked at once more: they may have been lowered since. */
function exceededLimits(cart: Cart, maxLines: number): CheckoutRefusal[] {
  const exceeded = (message: string, lineIds: string[] = []): CheckoutRefusal => ({
    code: 'LIMIT_EXCEEDED',
    message,
    lineIds,
  });
  const refusals: CheckoutRefusal[] = [];
  if (cart.lines.length > maxLines) refusals.push(exceeded(`A cart has at most ${maxLines} lines.`));
  const heavy = cart.lines.filter((line) => line.quantity > MAX_QUANTITY).map((line) => line.lineId);
  if (heavy.length > 0) refusals.push(exceeded(`A line has at most ${MAX_QUANTITY} pieces.`, heavy));
  const maxTip = maxTipOf(currencyOf(cart));
  if (cart.tip > maxTip) refusals.push(exceeded(`The tip is at most ${maxTip} minor units.`));
  return refusals;
}
