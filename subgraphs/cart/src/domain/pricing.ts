import { deliveryFeeOf } from '@nakku/contracts';
import type { DeliveryTerms, StoreState, Totals } from '@nakku/contracts';
import type { TaxedCharges } from '@nakku/money';
import { add, money, subtract, sum, taxesByRate, taxIncluded, times } from '@nakku/money';
import { type Cart, type CatalogueProduct, type PricedLine, soldProduct } from './cart.ts';
import { type AppliedPromotion, applyPromotions, type PromotionHint, promotionHints } from './discounts.ts';

/** A line whose product is sold in the cart's currency, with its price. Minor units. */
export interface SellableLine {
  readonly line: PricedLine;
  readonly product: CatalogueProduct;
  /** quantity × price. */
  readonly subtotal: number;
}

/** A line with what promotions leave of its price. Minor units. */
export interface DiscountedLine extends SellableLine {
  readonly discount: number;
  /** subtotal − discount. */
  readonly total: number;
  /** Tax contained in `total`. */
  readonly tax: number;
}

/** What a cart costs, and why. */
export interface PricedCart {
  readonly lines: readonly DiscountedLine[];
  readonly totals: Totals;
  /** The promotions that make the discount. */
  readonly applied: readonly AppliedPromotion[];
  /** Promotions that the cart would get if it had more. */
  readonly hints: readonly PromotionHint[];
  /** What the store asks for a delivery, less what promotions waive; null without a store. */
  readonly deliveryTerms: DeliveryTerms | null;
}

/** What of a cart decides its price. */
export type PriceableCart = Pick<Cart, 'store' | 'lines' | 'tip' | 'promotions'>;

/** The store's currency, or while there is no store, that of the first product that is sold. */
export function currencyOf(cart: Pick<Cart, 'store' | 'lines'>): string | null {
  if (cart.store !== null) return cart.store.currency;
  return cart.lines.map(soldProduct).find((product) => product !== null)?.currency ?? null;
}

/** The lines that can be priced together: sold, and in the cart's currency. */
function sellableLines(cart: Pick<Cart, 'store' | 'lines'>): SellableLine[] {
  const currency = currencyOf(cart);
  return cart.lines.flatMap((line) => {
    const product = soldProduct(line);
    if (product === null || product.currency !== currency) return [];
    return [{ line, product, subtotal: times(money(product.price, product.currency), line.quantity).amount }];
  });
}

/** How the charges beside the goods are taxed, in basis points; null: as `TaxedCharges` says. */
export type TaxRule = Pick<TaxedCharges, 'deliveryFeeTaxRate' | 'tipTaxRate'>;

/** The fee has the rates of the goods, the tip no tax. */
const standardRule: TaxRule = { deliveryFeeTaxRate: null, tipTaxRate: null };

/** What a store asks for a delivery. */
function deliveryTermsOf(store: StoreState): DeliveryTerms {
  const { deliveryFee: fee, freeDeliveryFrom: freeFrom, radiusMeters } = store;
  return { fee, freeFrom, radiusMeters };
}

/**
 * What the cart costs now: Σ lines − discounts + delivery fee + tip, each in minor units, taxes by rate after discounts.
 * The fee is the store's: none before there is a store, from its threshold of the undiscounted goods on, or with a promotion
 * that waives it. Null without a priced line.
 */
export function priceCart(cart: PriceableCart, rule = standardRule): PricedCart | null {
  const currency = currencyOf(cart);
  const sellable = sellableLines(cart);
  if (currency === null || sellable.length === 0) return null;
  const { amount: subtotal } = sum(
    sellable.map((line) => money(line.subtotal, currency)),
    currency,
  );
  const terms = cart.store === null ? null : deliveryTermsOf(cart.store);
  const fee = terms === null ? 0 : deliveryFeeOf(terms, subtotal);
  const usable = cart.promotions.filter((promotion) => promotion.currency === currency);
  const discountable = sellable.map(({ line: { lineId, productId, quantity }, product }) => ({
    ...{ lineId, productId, quantity, categoryId: product.categoryId, unitPrice: product.price },
  }));
  const applied = applyPromotions(discountable, usable, fee);
  const isWaived = applied.some(({ deliveryFee }) => deliveryFee > 0);
  const lines = sellable.map((one): DiscountedLine => {
    const discount = applied.reduce((off, { lines: taken }) => off + (taken.get(one.line.lineId) ?? 0), 0);
    const total = one.subtotal - discount;
    return { ...one, discount, total, tax: taxIncluded(total, one.product.taxRate) };
  });
  return {
    lines,
    totals: totalsOfLines(
      lines,
      { currency, subtotal, deliveryFee: isWaived ? 0 : fee, tip: cart.tip },
      rule,
    ),
    applied,
    hints: promotionHints(discountable, usable),
    deliveryTerms: terms && isWaived ? { ...terms, fee: 0 } : terms,
  };
}

/** Only the totals of {@link priceCart}. */
export function totalsOf(cart: PriceableCart, rule = standardRule): Totals | null {
  return priceCart(cart, rule)?.totals ?? null;
}

function totalsOfLines(
  lines: readonly DiscountedLine[],
  charges: Pick<Totals, 'currency' | 'subtotal' | 'deliveryFee' | 'tip'>,
  rule: TaxRule,
): Totals {
  const { currency, subtotal, deliveryFee, tip } = charges;
  const of = (amount: number) => money(amount, currency);
  const discount = lines.reduce((off, line) => off + line.discount, 0);
  const taxes = taxesByRate(
    lines.map(({ total, product }) => ({ gross: total, taxRate: product.taxRate })),
    { deliveryFee, tip, ...rule },
  );
  return {
    ...{ currency, subtotal, discount, deliveryFee, tip },
    tax: taxes.reduce((sum, { tax }) => sum + tax, 0),
    taxes,
    deliveryFeeTaxRate: rule.deliveryFeeTaxRate,
    tipTaxRate: rule.tipTaxRate,
    total: add(add(subtract(of(subtotal), of(discount)), of(deliveryFee)), of(tip)).amount,
  };
}
