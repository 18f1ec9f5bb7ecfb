import type { Unit } from './unit.ts';

export const STORAGES = ['AMBIENT', 'CHILLED', 'FROZEN'] as const;

/** Allergens that the EU requires to be named (regulation 1169/2011, annex II). */
export const ALLERGENS = [
  'GLUTEN',
  'CRUSTACEANS',
  'EGG',
  'FISH',
  'PEANUT',
  'SOY',
  'MILK',
  'NUTS',
  'CELERY',
  'MUSTARD',
  'SESAME',
  'SULPHITES',
  'LUPIN',
  'MOLLUSCS',
] as const;

/** Of 100 g, or of 100 ml of what is sold by volume; grams but for the energy. */
export interface Nutrition {
  readonly energyKilojoules: number;
  readonly fat: number;
  readonly saturatedFat: number;
  readonly carbohydrates: number;
  readonly sugars: number;
  readonly fiber: number | null;
  readonly protein: number;
  readonly salt: number;
}

/** What is known of a product beside what it is found and bought by. */
export interface ProductDetails {
  /** Regular price that a reduced one is compared with, minor units. */
  readonly compareAtPrice: number | null;
  /** Part of the price that is refunded for the returned packaging, minor units. */
  readonly deposit: number | null;
  readonly ingredients: string | null;
  readonly nutrition: Nutrition | null;
  /** ISO 3166-1 alpha-2. */
  readonly origin: string | null;
  readonly storage: (typeof STORAGES)[number];
  readonly allergens: (typeof ALLERGENS)[number][];
  /** Fewest and most pieces in one order; null: as many as a cart line holds. */
  readonly minPerOrder: number;
  readonly maxPerOrder: number | null;
  /** Years that whoever takes it must be old; null: it is sold to everybody. */
  readonly ageLimit: number | null;
}

/** Bounds of an age limit, in years. */
export const MIN_AGE_LIMIT = 12;
export const MAX_AGE_LIMIT = 25;

export const noDetails: ProductDetails = {
  compareAtPrice: null,
  deposit: null,
  ingredients: null,
  nutrition: null,
  origin: null,
  storage: 'AMBIENT',
  allergens: [],
  minPerOrder: 1,
  maxPerOrder: null,
  ageLimit: null,
};

/** A rule between fields of a product that does not hold; `field` is the one to be changed. */
export interface Contradiction {
  readonly field: 'deposit' | 'maxPerOrder';
  readonly message: string;
}

/** The rule that a product breaks; null: none. */
export function contradictionOf(
  product: Pick<ProductDetails, 'deposit' | 'minPerOrder' | 'maxPerOrder'> & { readonly price: number },
): Contradiction | null {
  const { deposit, price, minPerOrder, maxPerOrder } = product;
  if (deposit !== null && deposit >= price) {
    return { field: 'deposit', message: 'must be less than the price, which contains it' };
  }
  if (maxPerOrder !== null && maxPerOrder < minPerOrder) {
    return {
      field: 'maxPerOrder',
      message: `must be at least ${minPerOrder}, the fewest pieces of an order`,
    };
  }
  return null;
}

export type PricedUnit = Extract<Unit, 'KILOGRAM' | 'LITER' | 'PIECE'>;

const pricedBy: Readonly<Record<Unit, readonly [unit: PricedUnit, parts: number]>> = {
  GRAM: ['KILOGRAM', 1_000],
  KILOGRAM: ['KILOGRAM', 1],
  MILLILITER: ['LITER', 1_000],
  LITER: ['LITER', 1],
  PIECE: ['PIECE', 1],
};

/** What a kilogram, litre or piece of the content costs without the deposit, in minor units, rounded half up. */
export function unitPriceOf(product: {
  readonly price: number;
  readonly deposit: number | null;
  readonly size: number;
  readonly unit: Unit;
}): { readonly amount: number; readonly unit: PricedUnit } {
  const [unit, parts] = pricedBy[product.unit];
  return { amount: Math.round(((product.price - (product.deposit ?? 0)) * parts) / product.size), unit };
}

const KILOJOULES_PER_KILOCALORIE = 4.184;

export const kilocaloriesOf = ({ energyKilojoules }: Pick<Nutrition, 'energyKilojoules'>): number =>
  Math.round(energyKilojoules / KILOJOULES_PER_KILOCALORIE);
