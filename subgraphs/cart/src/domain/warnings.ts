import type { StoreState } from '@nakku/contracts';
import { isStoreOpen } from '@nakku/geo';
import type { Cart, PricedLine } from './cart.ts';
import { currencyOf } from './pricing.ts';

export type WarningCode =
  'PRICE_CHANGED' | 'SHORT_STOCK' | 'PRODUCT_GONE' | 'STORE_CLOSED' | 'NOT_SERVED' | 'CURRENCY_MISMATCH';

/** Something the customer should know before ordering. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
  readonly lineId: string | null;
  readonly availableQuantity: number | null;
  /** Minor units with its currency, for PRICE_CHANGED. */
  readonly previousPrice: { readonly amount: number; readonly currency: string } | null;
}

function warning(code: WarningCode, message: string, more: Partial<Warning> = {}): Warning {
  return { code, message, lineId: null, availableQuantity: null, previousPrice: null, ...more };
}

/** What the serving rule asks of a store. */
export function servingStore(store: StoreState) {
  return { ...store, location: store.address.location };
}

/** What stands in the way of ordering this cart at `now`. */
export function warningsOf(cart: Pick<Cart, 'store' | 'address' | 'lines'>, now: Date): Warning[] {
  const warnings: Warning[] = [];
  if (cart.store === null && cart.address !== null) {
    warnings.push(warning('NOT_SERVED', 'No store delivers to the address.'));
  }
  if (cart.store !== null && !isStoreOpen(servingStore(cart.store), now)) {
    warnings.push(warning('STORE_CLOSED', `${cart.store.name} is closed now.`));
  }
  const currency = currencyOf(cart);
  return [...warnings, ...cart.lines.flatMap((line) => lineWarnings(line, currency))];
}

function lineWarnings(line: PricedLine, currency: string | null): Warning[] {
  const { lineId, product } = line;
  if (product === null || !product.isSold) {
    return [warning('PRODUCT_GONE', `${product?.name ?? 'This product'} is no longer sold.`, { lineId })];
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
  if (line.available !== null && line.available < line.quantity) {
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

/** A line that was capped when carts were merged. */
export function cappedWarning(line: PricedLine, limit: number): Warning {
  return warning('SHORT_STOCK', `A line holds at most ${limit} pieces.`, {
    lineId: line.lineId,
    availableQuantity: limit,
  });
}
