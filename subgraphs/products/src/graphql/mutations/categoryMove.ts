import { idInput, invalidInput, parseInput, versionConflict } from '@nakku/graphql-kit';
import { z } from 'zod';
import { moveCategory } from '../../app/moveCategory.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessCatalogue } from '../access.ts';
import { categoryNotFound } from '../errors.ts';
import { versionInput } from '../inputs.ts';
import { knownId } from '../lookups.ts';

const categoryMoveInput = z.object({ expectedVersion: versionInput, parentId: idInput.nullish() });

export const categoryMove: NonNullable<MutationResolvers['categoryMove']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId: actorId } = accessCatalogue(caller);
  const input = parseInput(categoryMoveInput, args.input, ['input']);
  if (!input.ok) return { category: null, userErrors: input.errors };
  const categoryId = knownId(args.categoryId);
  if (categoryId === null) return { category: null, userErrors: [categoryNotFound(['categoryId'])] };
  const { expectedVersion, parentId = null } = input.value;
  const result = await moveCategory(deps, { actorId, categoryId, expectedVersion, parentId });
  switch (result.kind) {
    case 'done':
      return { category: result.category, userErrors: [] };
    case 'not_found':
      return { category: null, userErrors: [categoryNotFound(['categoryId'])] };
    case 'parent_not_found':
      return { category: null, userErrors: [categoryNotFound(['input', 'parentId'])] };
    case 'refused':
      return { category: null, userErrors: [invalidInput(['input', 'parentId'], result.reason)] };
    case 'version_conflict': {
      const path = ['input', 'expectedVersion'];
      return { category: null, userErrors: [versionConflict(path, result.currentVersion)] };
    }
  }
};
