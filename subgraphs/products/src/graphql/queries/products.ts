import { wholeInput } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import type { QueryProductsArgs, QueryResolvers } from '../../generated/graphql.ts';
import type { Listing } from '../../domain/search/listing.ts';
import { accessCatalogue } from '../access.ts';
import type { Context } from '../context.ts';
import { findCategory, knownId } from '../lookups.ts';
import { emptyPage, productPage, searchText } from '../productPage.ts';

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
    .nullish()
    .transform((text) => searchText(text ?? '') || null),
  filter: z
    .object({
      priceFrom: amount,
      priceTo: amount,
      brands: words,
      tags: words,
      inStockAt: z.string().nullish(),
      status: z.enum(['ACTIVE', 'ARCHIVED']).nullish(),
    })
    .nullish(),
});

/** The catalogue is public, but for the list of what is archived. */
export const products: NonNullable<QueryResolvers['products']> = async (_parent, args, context, info) => {
  const listing = listingOf(context, args);
  const category = args.category ? await findCategory('category', args.category, context.loaders) : null;
  if (listing === null || (args.category && category === null)) return emptyPage(args);
  const within = { ...listing, categoryId: category?.id ?? null };
  return productPage(context, within, args.sort ?? 'RELEVANCE', args, info);
};

/**
 * The conditions, within their bounds; without the category, which may need a look-up. Null: nothing can meet them.
 * @throws GraphQLError BAD_USER_INPUT that names argument and bound; FORBIDDEN for archived products without the scope
 */
function listingOf({ caller }: Context, args: QueryProductsArgs): Omit<Listing, 'categoryId'> | null {
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
  const inStockAt = filter?.inStockAt == null ? null : knownId(filter.inStockAt);
  // An ID that can be none of ours has no stock.
  if (inStockAt === null && filter?.inStockAt != null) return null;
  return { search, priceFrom, priceTo, brands, tags, inStockAt, status };
}
