/** Gross price of one piece at most, in minor units: sums of a cart stay far within the safe integers. */
export const MAX_PRICE = 1_000_000_000;

/** Bounds of an age limit, in years. */
export const MIN_AGE_LIMIT = 12;
export const MAX_AGE_LIMIT = 25;

/** Units of a product's size. */
export const UNITS = ['GRAM', 'KILOGRAM', 'MILLILITER', 'LITER', 'PIECE'] as const;
export type Unit = (typeof UNITS)[number];

/** Something that is sold. */
export interface Product {
  readonly id: string;
  readonly sku: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly brand: string | null;
  /** How much of `unit` one piece holds. */
  readonly size: number;
  readonly unit: Unit;
  /** Gross, minor units of `currency`. */
  readonly price: number;
  readonly currency: string;
  /** Basis points. */
  readonly taxRate: number;
  readonly imageUrls: string[];
  readonly attributes: { readonly name: string; readonly value: string }[];
  readonly categoryId: string;
  readonly tags: string[];
  /** Years that whoever takes it must be old; null: it is sold to everybody. */
  readonly ageLimit: number | null;
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

/** What changes of a product: undefined stays as it is; null removes description, brand and age limit. */
export interface ProductChange {
  readonly slug?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly brand?: string | null | undefined;
  readonly size?: number | undefined;
  readonly unit?: Unit | undefined;
  readonly price?: { readonly amount: number; readonly currency: string } | undefined;
  readonly taxRate?: number | undefined;
  readonly imageUrls?: string[] | undefined;
  readonly attributes?: Product['attributes'] | undefined;
  readonly categoryId?: string | undefined;
  readonly tags?: string[] | undefined;
  readonly ageLimit?: number | null | undefined;
}

export type ChangeProductResult =
  | { readonly kind: 'changed'; readonly product: Product }
  | { readonly kind: 'version_conflict'; readonly currentVersion: number }
  | { readonly kind: 'currency_differs'; readonly currency: string };

/** The next version of a product. Its currency stays: stores sell in one, and carts hold the price. */
export function changeProduct(
  product: Product,
  change: ProductChange,
  expectedVersion: number,
  at: Date,
): ChangeProductResult {
  if (product.version !== expectedVersion) {
    return { kind: 'version_conflict', currentVersion: product.version };
  }
  const { price, ...fields } = change;
  if (price && price.currency !== product.currency) {
    return { kind: 'currency_differs', currency: product.currency };
  }
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return {
    kind: 'changed',
    product: {
      ...product,
      ...given,
      price: price?.amount ?? product.price,
      version: product.version + 1,
      updatedAt: at,
    },
  };
}
