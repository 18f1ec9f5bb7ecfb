import type { Resolvers } from '../generated/graphql.ts';
import { categoryArchive } from './mutations/categoryArchive.ts';
import { categoryCreate } from './mutations/categoryCreate.ts';
import { categoryMove } from './mutations/categoryMove.ts';
import { categoryRestore } from './mutations/categoryRestore.ts';
import { categoryUpdate } from './mutations/categoryUpdate.ts';
import { priceEntryCreate } from './mutations/priceEntryCreate.ts';
import { priceEntryDelete } from './mutations/priceEntryDelete.ts';
import { priceEntryUpdate } from './mutations/priceEntryUpdate.ts';
import { productArchive } from './mutations/productArchive.ts';
import { productCreate } from './mutations/productCreate.ts';
import { productRestore } from './mutations/productRestore.ts';
import { productUpdate } from './mutations/productUpdate.ts';
import { catalogAuditEntries } from './queries/catalogAuditEntries.ts';
import { categories } from './queries/categories.ts';
import { category } from './queries/category.ts';
import { priceEntries } from './queries/priceEntries.ts';
import { product } from './queries/product.ts';
import { products } from './queries/products.ts';
import { productSuggestions } from './queries/productSuggestions.ts';
import { catalogAuditEntryType } from './types/catalogAuditEntry.ts';
import { categoryType } from './types/category.ts';
import { categoryFacetType } from './types/categoryFacet.ts';
import { nutritionType } from './types/nutrition.ts';
import { priceEntryType } from './types/priceEntry.ts';
import { productType } from './types/product.ts';

export const resolvers = {
  Query: { product, products, productSuggestions, category, categories, priceEntries, catalogAuditEntries },
  Mutation: {
    productCreate,
    productUpdate,
    productArchive,
    productRestore,
    priceEntryCreate,
    priceEntryUpdate,
    priceEntryDelete,
    categoryCreate,
    categoryUpdate,
    categoryMove,
    categoryArchive,
    categoryRestore,
  },
  Product: productType,
  Nutrition: nutritionType,
  PriceEntry: priceEntryType,
  Category: categoryType,
  CategoryFacet: categoryFacetType,
  CatalogAuditEntry: catalogAuditEntryType,
} satisfies Resolvers;
