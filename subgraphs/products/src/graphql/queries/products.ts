import { wholeInput } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import type { QueryProductsArgs, QueryResolvers } from '../../generated/graphql.ts';
import type { Listing } from '../../store/productList.ts';
import { accessCatalogue } from '../access.ts';
import type { Context } from '../context.ts';
import { findCategory } from '../lookups.ts';
import { emptyPage, productPage } from '../productPage.ts';

const words = z
  .string()
  .transform((text) => text.normalize('NFC'))
  .array()
  .max(20, { error: 'must have at most 20 entries' })
  .nullish()
  .transform((list) => list ?? null);
const amount = wholeInput(0, Number.MAX_SAFE_INTEGER)
  .nullish()
  .transform((bound) => bound ?? null);

const listingInput = z.object({
  search: z
    .string()
    .max(200, { error: 'must have at most 200 characters' })
    .nullish()
    .transform((text) => text?.normalize('NFC').trim() || null),
  filter: z
    .object({
      priceFrom: amount,
      priceTo: amount,
      brands: words,
      tags: words,
      status: z.enum(['ACTIVE', 'ARCHIVED']).nullish(),
    })
    .nullish(),
});

/** The catalogue is public, but for the list of what is archived. */
export const products: NonNullable<QueryResolvers['products']> = async (_parent, args, context) => {
  const listing = listingOf(context, args);
  const category = args.category ? await findCategory('category', args.category, context.loaders) : null;
  if (args.category && category === null) return emptyPage(args);
  const within = { ...listing, categoryId: category?.id ?? null };
  return productPage(context, within, args.sort ?? 'RELEVANCE', args);
};

/**
 * The conditions, within their bounds; without the category, which may need a look-up.
 * @throws GraphQLError BAD_USER_INPUT that names argument and bound; FORBIDDEN for archived products without the scope
 */
function listingOf({ caller }: Context, args: QueryProductsArgs): Omit<Listing, 'categoryId'> {
  const parsed = listingInput.safeParse({ search: args.search, filter: args.filter });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new GraphQLError(`\`${issue?.path.join('.')}\` ${issue?.message}.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  const { search, filter } = parsed.data;
  const status = filter?.status ?? 'ACTIVE';
  if (status === 'ARCHIVED') accessCatalogue(caller);
  const { priceFrom = null, priceTo = null, brands = null, tags = null } = filter ?? {};
  return { search, priceFrom, priceTo, brands, tags, status };
}
