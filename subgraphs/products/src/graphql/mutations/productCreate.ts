import { idInput, invalidInput, parseInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { createProduct } from '../../app/createProduct.ts';
import { UNITS } from '../../domain/unit.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessCatalogue } from '../access.ts';
import { categoryNotFound, duplicate } from '../errors.ts';
import {
  attributesInput,
  brandInput,
  descriptionInput,
  detailInputs,
  imageUrlsInput,
  priceInput,
  productNameInput,
  sizeInput,
  slugInput,
  tagsInput,
  taxRateInput,
} from '../inputs.ts';

const productCreateInput = z.object({
  sku: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, {
    error: 'must have 1–64 letters, digits, dots, dashes or underscores',
  }),
  slug: slugInput.nullish(),
  name: productNameInput,
  description: descriptionInput.default(null),
  brand: brandInput.default(null),
  size: sizeInput,
  unit: z.enum(UNITS),
  price: priceInput,
  taxRate: taxRateInput,
  imageUrls: imageUrlsInput,
  attributes: attributesInput,
  categoryId: idInput,
  tags: tagsInput,
  ...detailInputs,
});

export const productCreate: NonNullable<MutationResolvers['productCreate']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId: actorId } = accessCatalogue(caller);
  const input = parseInput(productCreateInput, args.input, ['input']);
  if (!input.ok) return { product: null, userErrors: input.errors };
  const { slug = null, sku, name, description, brand, size, unit, price, ...rest } = input.value;
  const { taxRate, imageUrls, attributes, categoryId, tags, ...details } = rest;
  const fields = {
    sku,
    name,
    description,
    brand,
    size,
    unit,
    taxRate,
    imageUrls,
    attributes,
    categoryId,
    tags,
  };
  const result = await createProduct(deps, { actorId, slug, fields, price, details });
  switch (result.kind) {
    case 'currency_differs': {
      const message = `must be ${result.currency}, the currency of the price`;
      return { product: null, userErrors: [invalidInput(['input', result.field, 'currency'], message)] };
    }
    case 'contradiction': {
      const { field, message } = result.contradiction;
      return { product: null, userErrors: [invalidInput(['input', field], message)] };
    }
    case 'done':
      return { product: result.product, userErrors: [] };
    case 'category_not_found':
      return { product: null, userErrors: [categoryNotFound(['input', 'categoryId'])] };
    case 'sku_taken':
      return { product: null, userErrors: [duplicate(['input', 'sku'], 'SKU')] };
    case 'slug_taken':
      return { product: null, userErrors: [duplicate(['input', 'slug'], 'slug')] };
  }
};
