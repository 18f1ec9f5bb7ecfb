import { connection, pageOf, type PageArguments } from '@nakku/graphql-kit';
import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Product } from '../domain/product.ts';
import { type Listing, type Order, orderOf } from '../domain/search/listing.ts';
import type { Facets, Hit } from '../domain/search/productSearch.ts';
import { orderings, type ProductKey } from '../store/search/orderings.ts';
import type { Context } from './context.ts';

/** What a `ProductConnection` is resolved from. */
export interface ProductPage {
  readonly edges: { readonly cursor: string; readonly node: Product }[];
  readonly pageInfo: ReturnType<typeof connection>['pageInfo'];
  readonly totalCount: number;
  readonly facets: ReturnType<typeof facetsOf>;
  readonly didYouMean: string | null;
}

/** Of a search the rest is left out, so that any text has a response. */
const MAX_SEARCH_LENGTH = 200;

export const searchText = (text: string): string =>
  text
    .slice(0, MAX_SEARCH_LENGTH)
    .replace(/\p{Surrogate}$/u, '')
    .normalize('NFC')
    .trim();

/** A page of products as a Relay connection. Its cursors belong to this listing alone. */
export async function productPage(
  context: Context,
  listing: Listing,
  sort: Order,
  args: PageArguments,
  info: GraphQLResolveInfo,
): Promise<ProductPage> {
  const order = orderOf(sort, listing.search);
  const list = listTag(listing);
  const page = pageOf(args, z.tuple([z.literal(list), orderings[order].key]));
  const [, cursor] = page.cursor ?? [list, null];
  const fields = selectedFields(info);
  const extras = { total: fields.has('totalCount'), facets: fields.has('facets') };
  const found = await context.deps.search.find(listing, order, { ...page, cursor }, extras);
  const listed = await productsOf(context, found.hits);
  const keyOf = (one: (typeof listed)[number]): readonly [string, ProductKey] => [
    list,
    orderings[order].keyOf(one),
  ];
  const { edges, pageInfo } = connection(listed, page, keyOf);
  return {
    edges: edges.map((edge) => ({ cursor: edge.cursor, node: edge.node.product })),
    pageInfo,
    // Read where it is selected only.
    totalCount: found.total ?? 0,
    facets: facetsOf(found.facets ?? NO_FACETS),
    didYouMean: found.didYouMean,
  };
}

/** The products of hits in their order; one that has been removed since is left out. */
export async function productsOf({ loaders }: Context, hits: readonly Hit[]) {
  for (const { productId, product } of hits) if (product) loaders.product.prime(productId, product);
  const products = await Promise.all(hits.map(({ productId }) => loaders.product.load(productId)));
  return hits.flatMap(({ distance }, at) => {
    const product = products[at];
    return product == null ? [] : [{ product, distance }];
  });
}

const NO_FACETS: Facets = { brands: [], categories: [], tags: [], prices: [] };

function facetsOf({ brands, categories, tags, prices }: Facets) {
  return {
    brands: brands.map(({ value, count }) => ({ brand: value, count })),
    categories: categories.map(({ value, count }) => ({ categoryId: value, count })),
    tags: tags.map(({ value, count }) => ({ tag: value, count })),
    prices: prices.map(({ value, count }) => ({ ...value, count })),
  };
}

/** Names of the fields selected of the object, those that directives may leave out among them. */
function selectedFields({ fieldNodes, fragments }: GraphQLResolveInfo): Set<string> {
  const names = new Set<string>();
  const visit = (set: SelectionSetNode | undefined): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet);
      else visit(fragments[selection.name.value]?.selectionSet);
    }
  };
  for (const node of fieldNodes) visit(node.selectionSet);
  return names;
}

/** Tells listings apart, so that a cursor of another one is refused. */
function listTag(listing: Listing): string {
  return createHash('sha256').update(JSON.stringify(listing)).digest('base64url').slice(0, 8);
}

/** An empty page of what does not exist. */
export function emptyPage(args: PageArguments): ProductPage {
  const { pageInfo } = connection<Product, unknown>([], pageOf(args, z.never()), () => null);
  return { edges: [], pageInfo, totalCount: 0, facets: facetsOf(NO_FACETS), didYouMean: null };
}
