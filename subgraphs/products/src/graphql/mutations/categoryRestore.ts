import { invalidInput } from '@nakku/graphql-kit';
import { restoreCategory } from '../../app/restoreCategory.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessCatalogue } from '../access.ts';
import { categoryNotFound } from '../errors.ts';
import { knownId } from '../lookups.ts';

export const categoryRestore: NonNullable<MutationResolvers['categoryRestore']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId: actorId } = accessCatalogue(caller);
  const categoryId = knownId(args.categoryId);
  if (categoryId === null) return { category: null, userErrors: [categoryNotFound(['categoryId'])] };
  const result = await restoreCategory(deps, { actorId, categoryId });
  switch (result.kind) {
    case 'done':
      return { category: result.category, userErrors: [] };
    case 'not_found':
      return { category: null, userErrors: [categoryNotFound(['categoryId'])] };
    case 'parent_archived':
      return {
        category: null,
        userErrors: [
          invalidInput(
            ['categoryId'],
            'is below an archived category: restore that one or move this one first',
            'CATEGORY_ARCHIVED',
          ),
        ],
      };
    case 'refused':
      return {
        category: null,
        userErrors: [invalidInput(['categoryId'], `cannot be restored: its parent ${result.reason}`)],
      };
  }
};
