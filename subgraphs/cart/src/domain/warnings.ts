import type { StoreState } from '@nakku/contracts';
import { type Cart, type PricedLine, soldProduct } from './cart.ts';
import { currencyOf } from './pricing.ts';
import type { NotReordered } from './reorder.ts';
import { isInReach, isOpen } from './serving.ts';

export type WarningCode =
  | 'PRICE_CHANGED'
  | 'SHORT_STOCK'
  | 'NOT_IN_STORE'
  | 'PRODUCT_GONE'
  | 'STORE_CLOSED'
  | 'NOT_SERVED'
  | 'CURRENCY_MISMATCH'
  | 'NOT_MERGED'
  | 'NOT_RETURNED'
  | 'NOT_REORDERED'
  | 'STORE_CHANGED'
  | 'COUPON_NOT_USABLE';

/** Something the customer should know before ordering. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
  readonly lineId: string | null;
  readonly availableQuantity: number | null;
  /** Minor units with its currency, for PRICE_CHANGED. */
  readonly previousPrice: { readonly amount: number; readonly currency: string } | null;
  /** The product that was left out, and how many pieces of it, for NOT_RETURNED and NOT_REORDERED. */
  readonly productId: string | null;
  readonly quantity: number | null;
}

function warning(code: WarningCode, message: string, more: Partial<Warning> = {}): Warning {
  const nothing = {
    lineId: null,
    availableQuantity: null,
    previousPrice: null,
    productId: null,
    quantity: null,
  };
  return { code, message, ...nothing, ...more };
}

/** What the customer should know before ordering this cart at `now`. */
export function warningsOf(
  cart: Pick<Cart, 'store' | 'address' | 'lines' | 'notReturned' | 'coupons' | 'promotions'>,
  now: Date,
): Warning[] {
  const { store, address } = cart;
  const warnings: Warning[] = [];
  if (address !== null && (store === null || !isInReach(store, address.location))) {
    warnings.push(warning('NOT_SERVED', 'No store delivers to the address.'));
  }
  if (store !== null && !isOpen(store, now)) warnings.push(warning('STORE_CLOSED', closedMessage(store)));
  const currency = currencyOf(cart);
  return [
    ...warnings,
    ...cart.lines.flatMap((line) => lineWarnings(line, store, currency)),
    ...cart.notReturned.map(notReturnedWarning),
    ...cart.coupons
      .filter((code) => !cart.promotions.some(({ coupon }) => coupon?.code === code))
      .map((code) => warning('COUPON_NOT_USABLE', `The coupon ${code} cannot be used now.`)),
  ];
}

/** The warnings about some of the lines. */
export function lineWarningsOf(
  cart: Pick<Cart, 'store' | 'lines'>,
  isMeant: (line: PricedLine) => boolean,
): Warning[] {
  const lines = cart.lines.filter(isMeant);
  const currency = currencyOf(cart);
  return lines.flatMap((line) => lineWarnings(line, cart.store, currency));
}

/** Why a store takes no orders. */
export function closedMessage({ name, status, isPaused }: StoreState): string {
  if (status === 'CLOSED') return `${name} has closed for good.`;
  return isPaused ? `${name} takes no orders at the moment.` : `${name} is closed now.`;
}

function lineWarnings(line: PricedLine, store: StoreState | null, currency: string | null): Warning[] {
  const { lineId } = line;
  const product = soldProduct(line);
  if (product === null) {
    return [
      warning('PRODUCT_GONE', `${line.product?.name ?? 'This product'} is no longer sold.`, { lineId }),
    ];
  }
  if (product.currency !== currency) {
    return [
      warning('CURRENCY_MISMATCH', `${product.name} is not sold in ${currency ?? 'this currency'}.`, {
        lineId,
      }),
    ];
  }
  const warnings: Warning[] = [];
  if (product.price !== line.addedPrice) {
    const previousPrice = { amount: line.addedPrice, currency: product.currency };
    warnings.push(
      warning('PRICE_CHANGED', `The price of ${product.name} has changed.`, { lineId, previousPrice }),
    );
  }
  if (store === null) return warnings;
  if (line.available === null) {
    warnings.push(warning('NOT_IN_STORE', `${store.name} does not have ${product.name}.`, { lineId }));
  } else if (line.available < line.quantity) {
    const availableQuantity = Math.max(0, line.available);
    warnings.push(
      warning('SHORT_STOCK', `The store has ${availableQuantity} of ${product.name}.`, {
        lineId,
        availableQuantity,
      }),
    );
  }
  return warnings;
}

function notReturnedWarning({ productId, name, quantity }: Cart['notReturned'][number]): Warning {
  const message = `${quantity} × ${name ?? 'a product'} of a cancelled order did not fit into the cart any more.`;
  return warning('NOT_RETURNED', message, { productId, quantity });
}

/** Pieces of an earlier order that were not put into the cart again. */
export function notReorderedWarning({ productId, name, quantity, reason }: NotReordered): Warning {
  const message =
    reason === 'GONE' ? `${name} is no longer sold.` : `${quantity} × ${name} did not fit into the cart.`;
  return warning('NOT_REORDERED', message, { productId, quantity });
}

/** Another store serves the cart, because its own cannot. */
export function storeChangedWarning({ name }: StoreState): Warning {
  return warning('STORE_CHANGED', `${name} delivers this order.`);
}

/** A line that was capped when carts were merged. */
export function cappedWarning(lineId: string, limit: number): Warning {
  return warning('SHORT_STOCK', `A line holds at most ${limit} pieces.`, {
    lineId,
    availableQuantity: limit,
  });
}

/** Something of a guest's cart that the merged cart does not have. */
export function notMergedWarning(message: string, lineId: string | null = null): Warning {
  return warning('NOT_MERGED', message, { lineId });
}
