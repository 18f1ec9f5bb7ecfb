import { invalidInput, notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import { v7 as uuidv7 } from 'uuid';
import { slugsFor } from '../../domain/slugs.ts';
import { publishProduct } from '../../events/publish.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { categoriesById } from '../../store/categories.ts';
import { insertProducts, productsBySku } from '../../store/products.ts';
import { productCreateInput } from '../inputs.ts';
import { duplicate } from '../refusals.ts';

export const productCreate: NonNullable<MutationResolvers['productCreate']> = async (
  _parent,
  args,
  context,
) => {
  const { caller, platform } = context;
  requireScope(caller, 'catalog:write');
  const input = parseInput(productCreateInput, args.input, ['input']);
  if (!input.ok) return { product: null, userErrors: input.errors };
  const { slug, price, ...fields } = input.value;
  const slugs = slug === null ? slugsFor(fields.name, fields.sku) : [slug];
  if (slugs.length === 0) {
    const unnamed = invalidInput(['input', 'slug'], 'cannot be made from this name: give one');
    return { product: null, userErrors: [unnamed] };
  }

  return platform.transaction(async (tx) => {
    const [category] = await categoriesById(tx.db, [fields.categoryId]);
    if (category === undefined) {
      return { product: null, userErrors: [notFound(['input', 'categoryId'], 'category')] };
    }
    const product = { ...fields, id: uuidv7(), price: price.amount, currency: price.currency };
    for (const free of slugs) {
      const [created] = await insertProducts(tx.db, [{ ...product, slug: free }]);
      if (created === undefined) continue;
      publishProduct(tx, 'product.created', created);
      return { product: created, userErrors: [] };
    }
    const skuTaken = (await productsBySku(tx.db, [product.sku])).length > 0;
    const taken = skuTaken ? duplicate(['input', 'sku'], 'SKU') : duplicate(['input', 'slug'], 'slug');
    return { product: null, userErrors: [taken] };
  });
};
