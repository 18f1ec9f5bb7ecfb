import { idInput, invalidInput, parseInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { createCategory } from '../../app/createCategory.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessCatalogue } from '../access.ts';
import { categoryNotFound, duplicate } from '../errors.ts';
import { categoryNameInput, slugInput } from '../inputs.ts';

const categoryCreateInput = z.object({
  name: categoryNameInput,
  slug: slugInput.nullish(),
  parentId: idInput.nullish(),
});

export const categoryCreate: NonNullable<MutationResolvers['categoryCreate']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId: actorId } = accessCatalogue(caller);
  const input = parseInput(categoryCreateInput, args.input, ['input']);
  if (!input.ok) return { category: null, userErrors: input.errors };
  const { name, slug = null, parentId = null } = input.value;
  const result = await createCategory(deps, { actorId, name, slug, parentId });
  switch (result.kind) {
    case 'done':
      return { category: result.category, userErrors: [] };
    case 'parent_not_found':
      return { category: null, userErrors: [categoryNotFound(['input', 'parentId'])] };
    case 'refused':
      return { category: null, userErrors: [invalidInput(['input', 'parentId'], result.reason)] };
    case 'slug_taken':
      return { category: null, userErrors: [duplicate(['input', 'slug'], 'slug')] };
  }
};
