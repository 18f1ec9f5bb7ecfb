import { unitPriceOf } from '../../domain/details.ts';
import { priceIn } from '../../domain/prices.ts';
import { packagingOf, type Product } from '../../domain/product.ts';
import type { ProductResolvers } from '../../generated/graphql.ts';
import { knownId } from '../lookups.ts';

const moneyOf = (amount: number | null, { currency }: Product) =>
  amount === null ? null : { amount, currency };

/** Whatever is in the catalogue may be seen by everybody, archived products by reference only. */
export const productType: ProductResolvers = {
  __resolveReference(reference, { loaders }) {
    if ('slug' in reference) return loaders.productBySlug.load(reference.slug);
    if ('sku' in reference) return loaders.productBySku.load(reference.sku);
    const id = knownId(reference.id);
    return id === null ? null : loaders.product.load(id);
  },
  packaging: ({ size, unit }) => packagingOf(size, unit),
  price: ({ price, currency }) => ({ amount: price, currency }),
  basePrice: ({ basePrice, currency }) => ({ amount: basePrice, currency }),
  priceAt: (product, { storeId }) => ({
    amount: priceIn(product, knownId(storeId)),
    currency: product.currency,
  }),
  perUnit(product) {
    const { amount, unit } = unitPriceOf(product);
    return { price: { amount, currency: product.currency }, unit };
  },
  // Only a higher one says that the price is reduced.
  compareAtPrice: (product) =>
    moneyOf(
      product.compareAtPrice !== null && product.compareAtPrice > product.price
        ? product.compareAtPrice
        : null,
      product,
    ),
  async lowestPriceBefore(product, _args, { loaders }) {
    const lowest = await loaders.lowestPriceBefore.load(product.id);
    return moneyOf(lowest?.price ?? null, product);
  },
  deposit: (product) => moneyOf(product.deposit, product),
  async category({ categoryId }, _args, { loaders }) {
    const category = await loaders.category.load(categoryId);
    // A foreign key keeps the category of a product.
    if (category === null) throw new Error(`the category ${categoryId} of a product is gone`);
    return category;
  },
};
