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
