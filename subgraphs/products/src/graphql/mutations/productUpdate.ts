import { idInput, invalidInput, parseInput, versionConflict } from '@nakku/graphql-kit';
import { z } from 'zod';
import { updateProduct } from '../../app/updateProduct.ts';
import { UNITS } from '../../domain/unit.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessCatalogue } from '../access.ts';
import { categoryNotFound, duplicate, productNotFound } from '../errors.ts';
import {
  attributesInput,
  brandInput,
  descriptionInput,
  detailInputs,
  imageUrlsInput,
  optional,
  priceInput,
  productNameInput,
  sizeInput,
  slugInput,
  tagsInput,
  taxRateInput,
  versionInput,
} from '../inputs.ts';
import { knownId } from '../lookups.ts';

const productUpdateInput = z.object({
  expectedVersion: versionInput,
  slug: optional(slugInput),
  name: optional(productNameInput),
  description: descriptionInput.optional(),
  brand: brandInput.optional(),
  size: optional(sizeInput),
  unit: optional(z.enum(UNITS)),
  price: optional(priceInput),
  taxRate: optional(taxRateInput),
  imageUrls: optional(imageUrlsInput),
  attributes: optional(attributesInput),
  categoryId: optional(idInput),
  tags: optional(tagsInput),
  ...detailInputs,
});

export const productUpdate: NonNullable<MutationResolvers['productUpdate']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId: actorId } = accessCatalogue(caller);
  const input = parseInput(productUpdateInput, args.input, ['input']);
  if (!input.ok) return { product: null, userErrors: input.errors };
  const productId = knownId(args.productId);
  if (productId === null) return { product: null, userErrors: [productNotFound()] };
  const { expectedVersion, ...change } = input.value;
  const result = await updateProduct(deps, { actorId, productId, expectedVersion, change });
  switch (result.kind) {
    case 'done':
      return { product: result.product, userErrors: [] };
    case 'not_found':
      return { product: null, userErrors: [productNotFound()] };
    case 'category_not_found':
      return { product: null, userErrors: [categoryNotFound(['input', 'categoryId'])] };
    case 'currency_differs': {
      const message = `must be ${result.currency}, the currency of the product`;
      return { product: null, userErrors: [invalidInput(['input', result.field, 'currency'], message)] };
    }
    case 'contradiction': {
      const { field, message } = result.contradiction;
      return { product: null, userErrors: [invalidInput(['input', field], message)] };
    }
    case 'version_conflict': {
      const path = ['input', 'expectedVersion'];
      return { product: null, userErrors: [versionConflict(path, result.currentVersion)] };
    }
    case 'slug_taken':
      return { product: null, userErrors: [duplicate(['input', 'slug'], 'slug')] };
  }
};
