import { idInput, parseInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { createPriceEntry } from '../../app/changePriceEntry.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessCatalogue } from '../access.ts';
import { priceEntryError, priceEntryLimit, productNotFoundAt } from '../errors.ts';
import { priceInput } from '../inputs.ts';

const priceEntryCreateInput = z.object({
  productId: idInput,
  storeId: idInput.nullish().transform((id) => id ?? null),
  price: priceInput,
  validFrom: z
    .date()
    .nullish()
    .transform((time) => time ?? null),
  validUntil: z
    .date()
    .nullish()
    .transform((time) => time ?? null),
});

export const priceEntryCreate: NonNullable<MutationResolvers['priceEntryCreate']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId: actorId } = accessCatalogue(caller);
  const input = parseInput(priceEntryCreateInput, args.input, ['input']);
  if (!input.ok) return { priceEntry: null, userErrors: input.errors };
  const result = await createPriceEntry(deps, { actorId, ...input.value });
  const path = ['input', 'productId'];
  switch (result.kind) {
    case 'done':
      return { priceEntry: result.entry, userErrors: [] };
    case 'not_found':
      return { priceEntry: null, userErrors: [productNotFoundAt(path)] };
    case 'too_many':
      return { priceEntry: null, userErrors: [priceEntryLimit(path, result.limit)] };
    default:
      return { priceEntry: null, userErrors: [priceEntryError(result)] };
  }
};
