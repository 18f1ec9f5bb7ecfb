import { invalidInput, notFound, parseInput, requireScope, versionConflict } from '@nakku/graphql-kit';
import type { z } from 'zod';
import type { Product } from '../../domain/product.ts';
import { publishProduct } from '../../events/publish.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { categoriesById } from '../../store/categories.ts';
import { productsById, saveProduct } from '../../store/products.ts';
import { knownId, productUpdateInput } from '../inputs.ts';

/** Fields left out stay as they are; null removes description and brand. */
function changed(product: Product, change: z.output<typeof productUpdateInput>, at: Date): Product {
  return {
    ...product,
    name: change.name ?? product.name,
    description: change.description === undefined ? product.description : change.description,
    brand: change.brand === undefined ? product.brand : change.brand,
    price: change.price?.amount ?? product.price,
    taxRate: change.taxRate ?? product.taxRate,
    imageUrls: change.imageUrls ?? product.imageUrls,
    attributes: change.attributes ?? product.attributes,
    categoryId: change.categoryId ?? product.categoryId,
    tags: change.tags ?? product.tags,
    version: product.version + 1,
    updatedAt: at,
  };
}

export const productUpdate: NonNullable<MutationResolvers['productUpdate']> = async (
  _parent,
  args,
  context,
) => {
  const { caller, platform } = context;
  requireScope(caller, 'catalog:write');
  const input = parseInput(productUpdateInput, args.input, ['input']);
  if (!input.ok) return { product: null, userErrors: input.errors };
  const change = input.value;
  const id = knownId(args.productId);

  return platform.transaction(async (tx) => {
    const [product] = id === null ? [] : await productsById(tx.db, [id]);
    if (product === undefined) return { product: null, userErrors: [notFound(['productId'], 'product')] };
    if (change.price && change.price.currency !== product.currency) {
      const path = ['input', 'price', 'currency'];
      return {
        product: null,
        userErrors: [invalidInput(path, `must be ${product.currency}, as the product's`)],
      };
    }
    if (change.categoryId && (await categoriesById(tx.db, [change.categoryId])).length === 0) {
      return { product: null, userErrors: [notFound(['input', 'categoryId'], 'category')] };
    }
    const next = changed(product, change, new Date());
    const saved = product.version === change.expectedVersion && (await saveProduct(tx.db, next));
    if (!saved) {
      const [now = product] = await productsById(tx.db, [product.id]);
      return { product: null, userErrors: [versionConflict(['input', 'expectedVersion'], now.version)] };
    }
    publishProduct(tx, 'product.updated', next);
    return { product: next, userErrors: [] };
  });
};
