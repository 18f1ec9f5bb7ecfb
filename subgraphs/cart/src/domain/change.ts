import { type CheckoutOptions, checkoutOptions } from '@nakku/contracts';
import {
  type Cart,
  type CatalogueProduct,
  type Line,
  type NotReturned,
  type PricedLine,
  priceIn,
} from './cart.ts';

/** What of a cart a change writes; its version grows by one. */
export interface CartChange extends Partial<CheckoutOptions> {
  readonly lines?: readonly Line[];
  readonly customerId?: string;
  readonly storeId?: string | null;
  readonly address?: Cart['address'];
  readonly tip?: number;
  readonly notReturned?: readonly NotReturned[];
  readonly orderNo?: number;
  readonly coupons?: readonly string[];
  readonly ended?: boolean;
}

/** A product as the catalogue and one store have it. */
export interface StockedProduct extends CatalogueProduct {
  /** Of the cart that it was read for; null if it had none. */
  readonly storeId: string | null;
  /** What that store has; null without a store, or if the store never had the product. */
  readonly available: number | null;
}

export type StockedProducts = ReadonlyMap<string, StockedProduct>;

/**
 * The cart as it is after the change, so that it need not be read again.
 * @param products what the change may bring into the cart, beside what the cart has
 * @returns null if that is not enough to know it: another store has other stock, a new line an unknown product,
 *   and coupons and customers have promotions of their own
 */
export function cartAfter(
  cart: Cart,
  { lines = cart.lines, storeId, notReturned = cart.notReturned, ended: _, ...fields }: CartChange,
  products: StockedProducts,
  at: Date,
): Cart | null {
  const own = cart.store?.storeId ?? null;
  if (storeId !== undefined && storeId !== own) return null;
  if (hasOtherPromotions(cart, fields)) return null;
  const priced = lines.map((line) => pricedLine(cart, line, products));
  const names = notReturned.map((entry) => nameOf(cart, entry, products));
  if (priced.includes(null) || names.includes(null)) return null;
  const customerId = fields.customerId ?? cart.customerId;
  return {
    ...cart,
    ...fields,
    ...checkoutOptions.parse({ ...cart, ...fields }),
    tokenHash: customerId === null ? cart.tokenHash : null,
    version: cart.version + 1,
    updatedAt: at,
    lines: priced.flatMap((line) => line ?? []).sort(byAge),
    notReturned: names.flatMap((entry) => entry ?? []),
  };
}

/** Whether the change decides which promotions the cart may use. */
function hasOtherPromotions(cart: Cart, { coupons, customerId }: CartChange): boolean {
  const codes = new Set(cart.coupons);
  const isOtherCoupon =
    coupons && (coupons.length !== codes.size || coupons.some((code) => !codes.has(code)));
  const isLimited = cart.promotions.some(({ limits }) => limits.perCustomer !== null);
  return isOtherCoupon === true || (isLimited && customerId !== undefined && customerId !== cart.customerId);
}

function pricedLine(cart: Cart, line: Line, products: StockedProducts): PricedLine | null {
  const { lineId, productId, quantity, note, ifUnavailable, addedPrice, addedAt } = line;
  const plain = { lineId, productId, quantity, note, ifUnavailable, addedPrice, addedAt };
  const known = cart.lines.find((other) => other.productId === productId);
  if (known) return { ...plain, product: known.product, available: known.available };
  const stocked = products.get(productId);
  if (stocked?.storeId !== (cart.store?.storeId ?? null)) return null;
  const { storeId, available, ...product } = stocked;
  return { ...plain, product: { ...product, price: priceIn(product, storeId) }, available };
}

function nameOf(
  cart: Cart,
  { productId, quantity }: NotReturned,
  products: StockedProducts,
): Cart['notReturned'][number] | null {
  const known = cart.notReturned.find((entry) => entry.productId === productId);
  const name =
    known?.name ??
    cart.lines.find((line) => line.productId === productId)?.product?.name ??
    products.get(productId)?.name;
  if (known === undefined && name === undefined) return null;
  return { productId, quantity, name: name ?? null };
}

/** As they are read. */
function byAge(one: Line, other: Line): number {
  return one.addedAt.getTime() - other.addedAt.getTime() || (one.lineId < other.lineId ? -1 : 1);
}
