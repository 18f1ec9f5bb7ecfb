import {
  ageLimitOf,
  type Address,
  type Attribute,
  type CheckoutOptions,
  type IfUnavailable,
  noCheckoutOptions,
  type StoreState,
} from '@nakku/contracts';
import type { UsablePromotion } from './promotion.ts';

/** A line never holds more pieces (schema/cart.graphql). */
export const MAX_QUANTITY = 99;

/** A dearer product is not sold: no cart of 100 lines leaves the safe integers. Minor units. */
export const MAX_UNIT_PRICE = 100_000_000_000;

/** What the catalogue says of a product, as cart knows it. Prices in minor units, gross. */
export interface CatalogueProduct {
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly packaging: string;
  readonly imageUrl: string | null;
  readonly price: number;
  readonly currency: string;
  /** Basis points. */
  readonly taxRate: number;
  /** Years; null: sold to everybody. */
  readonly ageLimit: number | null;
  readonly isSold: boolean;
  /** Prices of stores that differ from `price`. */
  readonly storePrices: readonly { readonly storeId: string; readonly price: number }[];
  /** Null for products that were published before cart noted it. */
  readonly categoryId: string | null;
  /** Fewest and most pieces in one order; null: as many as a line holds. */
  readonly minPerOrder: number;
  readonly maxPerOrder: number | null;
}

/** Most pieces of a product that a line holds; null: of any product. */
export function maxQuantityOf(product: Pick<CatalogueProduct, 'maxPerOrder'> | null | undefined): number {
  return Math.min(MAX_QUANTITY, product?.maxPerOrder ?? MAX_QUANTITY);
}

/** What a product costs in a store; null: no store is chosen. */
export function priceIn(
  product: Pick<CatalogueProduct, 'price' | 'storePrices'>,
  storeId: string | null,
): number {
  return product.storePrices.find((one) => one.storeId === storeId)?.price ?? product.price;
}

/** Pieces of one product. */
export interface Line {
  readonly lineId: string;
  readonly productId: string;
  readonly quantity: number;
  readonly note: string | null;
  readonly ifUnavailable: IfUnavailable;
  /** Price of one piece when it was added, minor units. */
  readonly addedPrice: number;
  readonly addedAt: Date;
}

/** A line with what is known of its product now. */
export interface PricedLine extends Line {
  readonly product: CatalogueProduct | null;
  /** What the cart's store has; null without a store, or if the store never had the product. */
  readonly available: number | null;
}

/** Pieces of a cancelled order that did not fit the cart any more. */
export interface NotReturned {
  readonly productId: string;
  readonly quantity: number;
}

/** A cart with everything that its totals and warnings depend on. */
export interface Cart extends CheckoutOptions {
  readonly id: string;
  readonly customerId: string | null;
  readonly tokenHash: string | null;
  readonly store: StoreState | null;
  readonly address: Address | null;
  /** Minor units. */
  readonly tip: number;
  /** How many orders of this cart were applied. */
  readonly orderNo: number;
  readonly version: number;
  readonly updatedAt: Date;
  /** In the order they were added. */
  readonly lines: readonly PricedLine[];
  /** Each product once, with the catalogue's name; null if the catalogue has none. */
  readonly notReturned: readonly (NotReturned & { readonly name: string | null })[];
  /** Whether pieces of it are in an order being placed. */
  readonly hasLinesInOrder: boolean;
  /** Codes of the coupons that its customer entered, in that order. */
  readonly coupons: readonly string[];
  /** Promotions that it may use now. */
  readonly promotions: readonly UsablePromotion[];
}

/** A new cart. @param owner a customer, or a guest by the hash of the secret */
export function emptyCart(owner: Pick<Cart, 'id' | 'customerId' | 'tokenHash'> & { now: Date }): Cart {
  const { now, ...own } = owner;
  return {
    ...own,
    ...noCheckoutOptions,
    store: null,
    address: null,
    tip: 0,
    orderNo: 0,
    version: 1,
    updatedAt: now,
    lines: [],
    notReturned: [],
    hasLinesInOrder: false,
    coupons: [],
    promotions: [],
  };
}

/** What somebody who wants to open a cart is known by. */
export interface Opener {
  readonly userId: string | null;
  /** Hash of the guest's secret; null if none was sent. */
  readonly cartTokenHash: string | null;
}

/** Who may open a cart: its customer, or whoever knows the guest's secret. */
export function opens(cart: Pick<Cart, 'customerId' | 'tokenHash'>, opener: Opener): boolean {
  if (cart.customerId !== null) return cart.customerId === opener.userId;
  return cart.tokenHash !== null && cart.tokenHash === opener.cartTokenHash;
}

export interface StaleVersion {
  readonly kind: 'version_conflict';
  readonly currentVersion: number;
}

/** The refusal of a change that was based on another version; null if it fits or none was given. */
export function staleVersion(cart: Pick<Cart, 'version'>, expected: number | null): StaleVersion | null {
  if (expected === null || expected === cart.version) return null;
  return { kind: 'version_conflict', currentVersion: cart.version };
}

/** The product as long as it can be bought; null if it is unknown, no longer sold, or beyond every price. */
export function soldProduct({ product }: Pick<PricedLine, 'product'>): CatalogueProduct | null {
  return product !== null && product.isSold && product.price <= MAX_UNIT_PRICE ? product : null;
}

/** The highest age limit of what can be bought of a cart, in years; null: none. */
export function cartAgeLimit({ lines }: Pick<Cart, 'lines'>): number | null {
  return ageLimitOf(lines.flatMap((line) => soldProduct(line) ?? []));
}

/** Whether both have the same keys and values in the same order. */
export function sameAttributes(one: readonly Attribute[], other: readonly Attribute[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ key, value }, index) => key === other[index]?.key && value === other[index].value)
  );
}
