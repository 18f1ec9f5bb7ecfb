import { z } from 'zod';
import { contractsOf } from './contract.ts';
import { ageLimit, id, instant, money, taxRate } from './values.ts';

/** Of 100 g, or of 100 ml of what is sold by volume; grams but for the energy. */
const nutrition = z.object({
  energyKilojoules: z.number(),
  fat: z.number(),
  saturatedFat: z.number(),
  carbohydrates: z.number(),
  sugars: z.number(),
  fiber: z.number().nullable(),
  protein: z.number(),
  salt: z.number(),
});

const product = z.object({
  productId: id,
  sku: z.string(),
  slug: z.string(),
  name: z.string(),
  brand: z.string().nullable(),
  /** What one piece is, for people: "500 g", "1 l", "6 pieces". */
  packaging: z.string(),
  price: money,
  taxRate,
  categoryId: id,
  imageUrl: z.string().nullable(),
  status: z.enum(['ACTIVE', 'ARCHIVED']),
  // The rest of the state; events from before it was published have none of it.
  description: z.string().nullable().optional(),
  /** How much of `unit` one piece holds. */
  size: z.number().positive().optional(),
  unit: z.enum(['GRAM', 'KILOGRAM', 'MILLILITER', 'LITER', 'PIECE']).optional(),
  imageUrls: z.array(z.string()).optional(),
  attributes: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  tags: z.array(z.string()).optional(),
  /** Price where the price list has none; `price` is that of now. */
  basePrice: money.optional(),
  /** Prices of now in the stores that differ from `price`. */
  storePrices: z.array(z.object({ storeId: id, price: money })).optional(),
  /** Regular price that a reduced one is compared with. */
  compareAtPrice: money.nullable().optional(),
  /** Part of the price that is refunded for the returned packaging. */
  deposit: money.nullable().optional(),
  ingredients: z.string().nullable().optional(),
  nutrition: nutrition.nullable().optional(),
  /** ISO 3166-1 alpha-2. */
  origin: z.string().nullable().optional(),
  storage: z.enum(['AMBIENT', 'CHILLED', 'FROZEN']).optional(),
  /** Names of the EU's 14 allergens, such as `MILK`. */
  allergens: z.array(z.string()).optional(),
  /** Fewest pieces in one order; without it one. */
  minPerOrder: z.number().int().positive().optional(),
  /** Most pieces in one order; null: as many as a cart line holds. */
  maxPerOrder: z.number().int().positive().nullable().optional(),
  /** Years that whoever takes it must be old; null: it is sold to everybody. */
  ageLimit: ageLimit.optional(),
});

const category = z.object({
  categoryId: id,
  parentId: id.nullable(),
  slug: z.string(),
  name: z.string(),
  /** Slugs from the top of the tree down to this category. */
  path: z.array(z.string()),
  /** Events from before categories could be archived have none. */
  status: z.enum(['ACTIVE', 'ARCHIVED']).optional(),
});

const productState = z.object({ product, at: instant });
const categoryState = z.object({ category, at: instant });

export const products = contractsOf('products', {
  'product.created': productState,
  'product.updated': productState,
  'product.deleted': productState,
  'category.created': categoryState,
  'category.updated': categoryState,
  'category.deleted': categoryState,
});

export type ProductState = z.infer<typeof product>;
