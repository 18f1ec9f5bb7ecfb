import { z } from 'zod';
import { contractsOf } from './contract.ts';
import { ageLimit, id, instant, money, taxRate } from './values.ts';

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
