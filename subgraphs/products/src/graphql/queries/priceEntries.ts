import { connection, idInput, pageOf } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { listPriceEntries } from '../../store/priceEntries.ts';
import { accessCatalogue } from '../access.ts';

const filterInput = z.object({ productId: idInput.nullish(), storeId: idInput.nullish() });

export const priceEntries: NonNullable<QueryResolvers['priceEntries']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  accessCatalogue(caller);
  const page = pageOf(args, z.uuid());
  const filter = filterInput.safeParse(args.filter ?? {});
  // An ID that can be none of ours has no prices.
  if (!filter.success) return connection([], page, () => '');
  const { productId = null, storeId = null } = filter.data;
  return connection(await listPriceEntries(deps.db, { productId, storeId }, page), page, ({ id }) => id);
};
