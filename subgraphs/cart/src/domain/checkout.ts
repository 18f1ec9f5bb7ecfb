import { acceptsAgeLimit, checkoutOptions, substitutionOf, type Totals } from '@nakku/contracts';
import { promiseAt, type PromiseRule } from '@nakku/geo';
import { formatAmount } from '@nakku/money';
import type { Quote } from '@nakku/quote';
import { type Cart, cartAgeLimit, maxQuantityOf, soldProduct } from './cart.ts';
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
  | 'MINIMUM_ORDER'
  | 'AGE_NOT_CONFIRMED'
  | 'AGE_CHECK_AT_DOOR'
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
    /** Whether the customer says to be as old as the products require. */
    readonly isAgeConfirmed: boolean;
  },
): Checkout {
  const { store, address } = cart;
  const priced = priceCart(cart, deps.taxRule);
  const refusals = [
    ...obstacles(cart, deps.now, deps.maxLines),
    ...belowMinimum(cart, priced?.totals ?? null),
    ...ageObstacles(cart, deps.isAgeConfirmed),
  ];
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
    ageLimit: product.ageLimit,
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

/** The store delivers from a subtotal on. */
function belowMinimum({ store }: Cart, totals: Totals | null): CheckoutRefusal[] {
  const minimum = store?.minimumOrder ?? 0;
  if (totals === null || totals.subtotal >= minimum) return [];
  const message = `The store delivers orders of ${formatAmount(minimum, totals.currency)} or more.`;
  return [{ code: 'MINIMUM_ORDER', message, lineIds: [] }];
}

/** Goods with an age limit are sold to who confirms the age, and handed over face to face. */
function ageObstacles(cart: Cart, isAgeConfirmed: boolean): CheckoutRefusal[] {
  const ageLimit = cartAgeLimit(cart);
  if (ageLimit === null) return [];
  const lineIds = cart.lines
    .filter((line) => (soldProduct(line)?.ageLimit ?? null) !== null)
    .map(({ lineId }) => lineId);
  const refusals: CheckoutRefusal[] = [];
  if (!isAgeConfirmed) {
    const message = `Some products are sold to people of ${ageLimit} years or more only: confirm the age.`;
    refusals.push({ code: 'AGE_NOT_CONFIRMED', message, lineIds });
  }
  if (!acceptsAgeLimit(cart.handover)) {
    const message = 'Products with an age limit are not left at the door: choose another handover.';
    refusals.push({ code: 'AGE_CHECK_AT_DOOR', message, lineIds });
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
  for (const { lineId, quantity, product } of cart.lines) {
    const most = maxQuantityOf(product);
    const what = product?.name ?? 'a product';
    if (quantity > most) refusals.push(exceeded(`An order has at most ${most} pieces of ${what}.`, [lineId]));
    const fewest = product?.minPerOrder ?? 1;
    if (quantity < fewest)
      refusals.push(exceeded(`An order has at least ${fewest} pieces of ${what}.`, [lineId]));
  }
  const maxTip = maxTipOf(currencyOf(cart));
  if (cart.tip > maxTip) refusals.push(exceeded(`The tip is at most ${maxTip} minor units.`));
  return refusals;
}
