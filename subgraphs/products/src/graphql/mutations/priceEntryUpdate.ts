import { parseInput, versionConflict } from '@nakku/graphql-kit';
import { z } from 'zod';
import { updatePriceEntry } from '../../app/changePriceEntry.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessCatalogue } from '../access.ts';
import { priceEntryError, priceEntryNotFound } from '../errors.ts';
import { optional, priceInput, versionInput } from '../inputs.ts';
import { knownId } from '../lookups.ts';

const priceEntryUpdateInput = z.object({
  expectedVersion: versionInput,
  price: optional(priceInput),
  validFrom: optional(z.date()),
  validUntil: z.date().nullish(),
});

export const priceEntryUpdate: NonNullable<MutationResolvers['priceEntryUpdate']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId: actorId } = accessCatalogue(caller);
  const input = parseInput(priceEntryUpdateInput, args.input, ['input']);
  if (!input.ok) return { priceEntry: null, userErrors: input.errors };
  const entryId = knownId(args.priceEntryId);
  const { expectedVersion, price, validFrom, validUntil } = input.value;
  if (entryId === null) return { priceEntry: null, userErrors: [priceEntryNotFound(['priceEntryId'])] };
  const change = { price, validFrom, validUntil };
  const result = await updatePriceEntry(deps, { actorId, entryId, expectedVersion, ...change });
  switch (result.kind) {
    case 'done':
      return { priceEntry: result.entry, userErrors: [] };
    case 'not_found':
      return { priceEntry: null, userErrors: [priceEntryNotFound(['priceEntryId'])] };
    case 'version_conflict': {
      const path = ['input', 'expectedVersion'];
      return { priceEntry: null, userErrors: [versionConflict(path, result.currentVersion)] };
    }
    default:
      return { priceEntry: null, userErrors: [priceEntryError(result)] };
  }
};
