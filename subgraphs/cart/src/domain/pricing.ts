import { deliveryFeeOf } from '@nakku/contracts';
import type { DeliveryTerms, StoreState, Totals } from '@nakku/contracts';
import type { TaxedCharges } from '@nakku/money';
import { add, money, subtract, sum, taxesByRate, taxIncluded, times } from '@nakku/money';
import { type Cart, type CatalogueProduct, type PricedLine, soldProduct } from './cart.ts';

/** A line whose product is sold in the cart's currency, with its price. Minor units. */
export interface SellableLine {
  readonly line: PricedLine;
  readonly product: CatalogueProduct;
  readonly total: number;
  /** Tax contained in `total`. */
  readonly tax: number;
}

/** The store's currency, or while there is no store, that of the first product that is sold. */
export function currencyOf(cart: Pick<Cart, 'store' | 'lines'>): string | null {
  if (cart.store !== null) return cart.store.currency;
  return cart.lines.map(soldProduct).find((product) => product !== null)?.currency ?? null;
}

/** The lines that can be priced together: sold, and in the cart's currency. */
export function sellableLines(cart: Pick<Cart, 'store' | 'lines'>): SellableLine[] {
  const currency = currencyOf(cart);
  return cart.lines.flatMap((line) => {
    const product = soldProduct(line);
    if (product === null || product.currency !== currency) return [];
    const total = times(money(product.price, product.currency), line.quantity).amount;
    return [{ line, product, total, tax: taxIncluded(total, product.taxRate) }];
  });
}

/** How the charges beside the goods are taxed, in basis points; null: as `TaxedCharges` says. */
export type TaxRule = Pick<TaxedCharges, 'deliveryFeeTaxRate' | 'tipTaxRate'>;

/** The fee has the rates of the goods, the tip no tax. */
const standardRule: TaxRule = { deliveryFeeTaxRate: null, tipTaxRate: null };

/** What a store asks for a delivery. */
export function deliveryTermsOf(store: StoreState): DeliveryTerms {
  const { deliveryFee: fee, freeDeliveryFrom: freeFrom, radiusMeters } = store;
  return { fee, freeFrom, radiusMeters };
}

/**
 * What the cart costs now: Σ lines − discounts + delivery fee + tip, each in minor units.
 * The fee is the store's, and none before there is a store or from its threshold on. Null without a priced line.
 */
export function totalsOf(cart: Pick<Cart, 'store' | 'lines' | 'tip'>, rule = standardRule): Totals | null {
  const currency = currencyOf(cart);
  const lines = sellableLines(cart);
  if (currency === null || lines.length === 0) return null;
  const of = (amount: number) => money(amount, currency);
  const subtotal = sum(
    lines.map((line) => of(line.total)),
    currency,
  );
  const discount = of(0);
  const { store } = cart;
  const deliveryFee = of(store === null ? 0 : deliveryFeeOf(deliveryTermsOf(store), subtotal.amount));
  const tip = of(cart.tip);
  const taxes = taxesByRate(
    lines.map(({ total, product }) => ({ gross: total, taxRate: product.taxRate })),
    { deliveryFee: deliveryFee.amount, tip: tip.amount, ...rule },
  );
  return {
    currency,
    subtotal: subtotal.amount,
    discount: discount.amount,
    deliveryFee: deliveryFee.amount,
    tip: tip.amount,
    tax: taxes.reduce((sum, { tax }) => sum + tax, 0),
    taxes,
    deliveryFeeTaxRate: rule.deliveryFeeTaxRate,
    tipTaxRate: rule.tipTaxRate,
    total: add(add(subtract(subtotal, discount), deliveryFee), tip).amount,
  };
}
