import { GraphQLError } from 'graphql';
import { completionsOf } from '../../domain/search/completions.ts';
import type { Listing } from '../../domain/search/listing.ts';
import { foldedKey } from '../../domain/search/tokens.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { knownId } from '../lookups.ts';
import { productsOf, searchText } from '../productPage.ts';

const MAX_ENTRIES = 10;
/** Products whose names a text is completed from. */
const MAX_NAMES = 20;
const NONE = { queries: [], products: [], categories: [], brands: [] };

export const productSuggestions: NonNullable<QueryResolvers['productSuggestions']> = async (
  _parent,
  { text, inStockAt, first },
  context,
) => {
  if (first < 1 || first > MAX_ENTRIES) {
    throw new GraphQLError(`\`first\` must be 1–${MAX_ENTRIES}, not ${first}.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  const storeId = inStockAt == null ? null : knownId(inStockAt);
  const search = searchText(text);
  if (search === '' || (inStockAt != null && storeId === null)) return NONE;
  const listing = listingOf(search, storeId);
  const page = { limit: MAX_NAMES, backward: false, cursor: null };
  const found = await context.deps.search.find(listing, 'RELEVANCE', page, { total: false, facets: true });
  const products = (await productsOf(context, found.hits)).map(({ product }) => product);
  const bearing = (name: string): number => (isIn(search, name) ? 0 : 1);
  const ids = (found.facets?.categories ?? []).map(({ value }) => value);
  const categories = (await Promise.all(ids.map((id) => context.loaders.category.load(id))))
    .flatMap((category) => category ?? [])
    .filter(({ status }) => status === 'ACTIVE');
  const brands = (found.facets?.brands ?? []).map(({ value }) => value);
  const names = products.map(({ name }) => name);
  return {
    queries: completionsOf(found.didYouMean ?? search, names, first),
    products: products.slice(0, first),
    categories: sortedBy(categories, ({ name }) => bearing(name)).slice(0, first),
    brands: sortedBy(brands, bearing).slice(0, first),
  };
};

const listingOf = (search: string, inStockAt: string | null): Listing => ({
  search,
  categoryId: null,
  priceFrom: null,
  priceTo: null,
  brands: null,
  tags: null,
  inStockAt,
  status: 'ACTIVE',
});

/** Whether a name has a word that begins with the text, or the text itself. */
const isIn = (text: string, name: string): boolean => ` ${foldedKey(name)}`.includes(` ${foldedKey(text)}`);

/** Sorted by a number, equal ones as they were. */
const sortedBy = <One>(all: readonly One[], rank: (one: One) => number): One[] =>
  [...all].sort((one, other) => rank(one) - rank(other));
