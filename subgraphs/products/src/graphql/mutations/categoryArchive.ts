import { archiveCategory } from '../../app/archiveCategory.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessCatalogue } from '../access.ts';
import { categoryNotEmpty, categoryNotFound } from '../errors.ts';
import { knownId } from '../lookups.ts';

export const categoryArchive: NonNullable<MutationResolvers['categoryArchive']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId: actorId } = accessCatalogue(caller);
  const categoryId = knownId(args.categoryId);
  if (categoryId === null) return { category: null, userErrors: [categoryNotFound(['categoryId'])] };
  const result = await archiveCategory(deps, { actorId, categoryId });
  switch (result.kind) {
    case 'done':
      return { category: result.category, userErrors: [] };
    case 'not_found':
      return { category: null, userErrors: [categoryNotFound(['categoryId'])] };
    case 'not_empty':
      return { category: null, userErrors: [categoryNotEmpty(result)] };
  }
};
