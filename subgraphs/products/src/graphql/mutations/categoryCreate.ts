import { slugOf } from '@nakku/demo';
import { invalidInput, notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import { v7 as uuidv7 } from 'uuid';
import { shelfBelow } from '../../domain/category.ts';
import { publishCategory } from '../../events/publish.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { categoriesById, insertCategories, lockShelf } from '../../store/categories.ts';
import { categoryCreateInput } from '../inputs.ts';
import { duplicate } from '../refusals.ts';

export const categoryCreate: NonNullable<MutationResolvers['categoryCreate']> = async (
  _parent,
  args,
  context,
) => {
  const { caller, platform } = context;
  requireScope(caller, 'catalog:write');
  const input = parseInput(categoryCreateInput, args.input, ['input']);
  if (!input.ok) return { category: null, userErrors: input.errors };
  const { name, parentId } = input.value;
  const slug = input.value.slug ?? slugOf(name);
  if (slug === '') {
    const unnamed = invalidInput(['input', 'slug'], 'cannot be made from this name: give one');
    return { category: null, userErrors: [unnamed] };
  }

  return platform.transaction(async (tx) => {
    const place = await lockShelf(tx.db, parentId);
    if (place === null) return { category: null, userErrors: [notFound(['input', 'parentId'], 'category')] };
    const made = shelfBelow(place.parent, place.children, { id: uuidv7(), slug, name });
    if ('refused' in made) {
      return { category: null, userErrors: [invalidInput(['input', 'parentId'], made.refused)] };
    }
    const { category } = made;
    if ((await insertCategories(tx.db, [category])).size === 0) {
      return { category: null, userErrors: [duplicate(['input', 'slug'], 'slug')] };
    }
    const above = new Map(
      (await categoriesById(tx.db, category.ancestorIds)).map((one) => [one.id, one.slug]),
    );
    const path = category.ancestorIds.map((id) => above.get(id) ?? slug);
    publishCategory(tx, 'category.created', category, path, new Date());
    return { category, userErrors: [] };
  });
};
