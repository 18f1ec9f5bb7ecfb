import { z } from 'zod';
import { contractsOf } from './contract.ts';
import { id, instant, money, taxRate } from './values.ts';

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
});

const category = z.object({
  categoryId: id,
  parentId: id.nullable(),
  slug: z.string(),
  name: z.string(),
  path: z.array(z.string()),
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
