import { deletePriceEntry } from '../../app/changePriceEntry.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessCatalogue } from '../access.ts';
import { priceEntryNotFound } from '../errors.ts';
import { knownId } from '../lookups.ts';

export const priceEntryDelete: NonNullable<MutationResolvers['priceEntryDelete']> = async (
  _parent,
  args,
  { deps, caller, loaders },
) => {
  const { userId: actorId } = accessCatalogue(caller);
  const entryId = knownId(args.priceEntryId);
  const result = entryId === null ? null : await deletePriceEntry(deps, { actorId, entryId });
  if (result?.kind !== 'done') {
    return { deletedId: null, product: null, userErrors: [priceEntryNotFound(['priceEntryId'])] };
  }
  const product = await loaders.product.load(result.entry.productId);
  return { deletedId: result.entry.id, product, userErrors: [] };
};
