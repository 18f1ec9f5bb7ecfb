import { type Contradiction, contradictionOf, noDetails, type ProductDetails } from './details.ts';
import { lowestPriceOf, type PriceEntry, pricesAt, type StorePrice } from './prices.ts';
import type { Unit } from './unit.ts';

/** Gross price of one piece at most, in minor units: sums of a cart stay far within the safe integers. */
export const MAX_PRICE = 1_000_000_000;

/** Something that is sold. */
export interface Product extends ProductDetails {
  readonly id: string;
  readonly sku: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly brand: string | null;
  /** How much of `unit` one piece holds. */
  readonly size: number;
  readonly unit: Unit;
  /** Gross, minor units of `currency`: what it costs now where no store has a price of its own. */
  readonly price: number;
  /** What it costs where the price list has no price. */
  readonly basePrice: number;
  /** Prices of now in the stores that differ. */
  readonly storePrices: StorePrice[];
  readonly currency: string;
  /** Basis points. */
  readonly taxRate: number;
  readonly imageUrls: string[];
  readonly attributes: { readonly name: string; readonly value: string }[];
  readonly categoryId: string;
  readonly tags: string[];
  readonly status: 'ACTIVE' | 'ARCHIVED';
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const symbols: Readonly<Record<Exclude<Unit, 'PIECE'>, string>> = {
  GRAM: 'g',
  KILOGRAM: 'kg',
  MILLILITER: 'ml',
  LITER: 'l',
};

/** What one piece is, for people: `500 g`, `1.5 l`, `1 piece`, `6 pieces`. */
export function packagingOf(size: number, unit: Unit): string {
  if (unit === 'PIECE') return size === 1 ? '1 piece' : `${size} pieces`;
  return `${size} ${symbols[unit]}`;
}

/** What changes of a product: undefined stays as it is; null removes what may be missing. */
export interface ProductChange {
  readonly slug?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly brand?: string | null | undefined;
  readonly size?: number | undefined;
  readonly unit?: Unit | undefined;
  readonly price?: Amount | undefined;
  readonly taxRate?: number | undefined;
  readonly imageUrls?: string[] | undefined;
  readonly attributes?: Product['attributes'] | undefined;
  readonly categoryId?: string | undefined;
  readonly tags?: string[] | undefined;
  readonly compareAtPrice?: Amount | null | undefined;
  readonly deposit?: Amount | null | undefined;
  readonly ingredients?: string | null | undefined;
  readonly nutrition?: Product['nutrition'] | undefined;
  readonly origin?: string | null | undefined;
  readonly storage?: Product['storage'] | undefined;
  readonly allergens?: Product['allergens'] | undefined;
  readonly minPerOrder?: number | undefined;
  readonly maxPerOrder?: number | null | undefined;
  readonly ageLimit?: number | null | undefined;
}

interface Amount {
  readonly amount: number;
  readonly currency: string;
}

/** Fields that are amounts in the product's currency. */
export const AMOUNTS = ['price', 'compareAtPrice', 'deposit'] as const;

/** Why fields do not fit each other. */
export type Misfit =
  | {
      readonly kind: 'currency_differs';
      readonly field: (typeof AMOUNTS)[number];
      readonly currency: string;
    }
  | { readonly kind: 'contradiction'; readonly contradiction: Contradiction };

export type ChangeProductResult =
  | { readonly kind: 'changed'; readonly product: Product }
  | { readonly kind: 'version_conflict'; readonly currentVersion: number }
  | Misfit;

/**
 * The next version of a product. Its currency stays: stores sell in one, and carts hold the price. A new price is that of
 * the times and stores for which the price list has none.
 * @param entries the price list of the product
 */
export function changeProduct(
  product: Product,
  change: ProductChange,
  expectedVersion: number,
  at: Date,
  entries: readonly PriceEntry[] = [],
): ChangeProductResult {
  if (product.version !== expectedVersion) {
    return { kind: 'version_conflict', currentVersion: product.version };
  }
  const { currency } = product;
  const foreign = foreignAmount(change, currency);
  if (foreign !== null) return foreign;
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const basePrice = change.price?.amount ?? product.basePrice;
  const next: Product = {
    ...product,
    ...given,
    basePrice,
    ...pricesAt(basePrice, entries, at),
    compareAtPrice: amountOf(change.compareAtPrice, product.compareAtPrice),
    deposit: amountOf(change.deposit, product.deposit),
    version: product.version + 1,
    updatedAt: at,
  };
  const contradiction = contradictionOf({ ...next, price: lowestPriceOf(basePrice, entries, at) });
  return contradiction === null
    ? { kind: 'changed', product: next }
    : { kind: 'contradiction', contradiction };
}

const amountOf = (given: Amount | null | undefined, before: number | null): number | null =>
  given === undefined ? before : (given?.amount ?? null);

function foreignAmount(change: ProductChange, currency: string): Misfit | null {
  const field = AMOUNTS.find((name) => change[name] && change[name].currency !== currency);
  return field === undefined ? null : { kind: 'currency_differs', field, currency };
}

/** The details of a new product of a price; what is not given is as in `noDetails`. */
export function detailsOf(
  price: Amount,
  given: Pick<ProductChange, keyof ProductDetails>,
): { readonly kind: 'details'; readonly details: ProductDetails } | Misfit {
  const foreign = foreignAmount(given, price.currency);
  if (foreign !== null) return foreign;
  const { compareAtPrice, deposit, ...others } = given;
  const known = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  const details: ProductDetails = {
    ...noDetails,
    ...known,
    compareAtPrice: amountOf(compareAtPrice, null),
    deposit: amountOf(deposit, null),
  };
  const contradiction = contradictionOf({ ...details, price: price.amount });
  return contradiction === null ? { kind: 'details', details } : { kind: 'contradiction', contradiction };
}
