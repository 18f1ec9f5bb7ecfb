import { parseInput, versionConflict } from '@nakku/graphql-kit';
import { z } from 'zod';
import { updateCategory } from '../../app/updateCategory.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessCatalogue } from '../access.ts';
import { categoryNotFound, duplicate } from '../errors.ts';
import { categoryNameInput, optional, slugInput, versionInput } from '../inputs.ts';
import { knownId } from '../lookups.ts';

const categoryUpdateInput = z.object({
  expectedVersion: versionInput,
  name: optional(categoryNameInput),
  slug: optional(slugInput),
});

export const categoryUpdate: NonNullable<MutationResolvers['categoryUpdate']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId: actorId } = accessCatalogue(caller);
  const input = parseInput(categoryUpdateInput, args.input, ['input']);
  if (!input.ok) return { category: null, userErrors: input.errors };
  const categoryId = knownId(args.categoryId);
  if (categoryId === null) return { category: null, userErrors: [categoryNotFound(['categoryId'])] };
  const result = await updateCategory(deps, { actorId, categoryId, ...input.value });
  switch (result.kind) {
    case 'done':
      return { category: result.category, userErrors: [] };
    case 'not_found':
      return { category: null, userErrors: [categoryNotFound(['categoryId'])] };
    case 'version_conflict': {
      const path = ['input', 'expectedVersion'];
      return { category: null, userErrors: [versionConflict(path, result.currentVersion)] };
    }
    case 'slug_taken':
      return { category: null, userErrors: [duplicate(['input', 'slug'], 'slug')] };
  }
};
