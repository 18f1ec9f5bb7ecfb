import type { Address, StoreState } from '@nakku/contracts';

/** A line never holds more pieces (schema/cart.graphql). */
export const MAX_QUANTITY = 99;

export type Substitution = 'ALLOW' | 'DENY' | 'ASK';
export type Handover = 'CODE' | 'LEFT_AT_DOOR';

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
  readonly isSold: boolean;
}

/** Pieces of one product. */
export interface Line {
  readonly lineId: string;
  readonly productId: string;
  readonly quantity: number;
  readonly note: string | null;
  readonly substitution: Substitution;
  /** Price of one piece when it was added, minor units. */
  readonly addedPrice: number;
  readonly addedAt: Date;
}

/** A line with what is known of its product now. */
export interface PricedLine extends Line {
  readonly product: CatalogueProduct | null;
  /** What the cart's store has; null if unknown or without a store. */
  readonly available: number | null;
}

/** A cart with everything that its totals and warnings depend on. */
export interface Cart {
  readonly id: string;
  readonly customerId: string | null;
  readonly tokenHash: string | null;
  readonly store: StoreState | null;
  readonly address: Address | null;
  /** Minor units. */
  readonly tip: number;
  readonly handover: Handover;
  /** How many orders of this cart were applied. */
  readonly orderNo: number;
  readonly version: number;
  readonly updatedAt: Date;
  /** In the order they were added. */
  readonly lines: readonly PricedLine[];
  /** Whether pieces of it are in an order being placed. */
  readonly hasLinesInOrder: boolean;
}

/** Who may open a cart: its customer, or whoever knows the guest's secret. */
export function opens(
  cart: Pick<Cart, 'customerId' | 'tokenHash'>,
  caller: { readonly userId: string | null; readonly cartTokenHash: string | null },
): boolean {
  if (cart.customerId !== null) return cart.customerId === caller.userId;
  return cart.tokenHash !== null && cart.tokenHash === caller.cartTokenHash;
}
