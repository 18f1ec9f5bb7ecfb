import { connection, pageOf, type PageArguments, requireScope } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import type { Product } from '../domain/product.ts';
import type { QueryProductsArgs } from '../generated/graphql.ts';
import { keyOf, keySchema, type Listing, listProducts, type Order, orderOf } from '../store/listing.ts';
import type { Context } from './context.ts';
import { listingInput } from './inputs.ts';

/** A page of products as a Relay connection. */
export async function productPage(context: Context, listing: Listing, sort: Order, args: PageArguments) {
  const order = orderOf(sort, listing.search);
  const page = pageOf(args, keySchema(order));
  const listed = await listProducts(context.db, listing, order, page);
  const { edges, pageInfo } = connection(listed, page, (one) => keyOf(order, one));
  return { edges: edges.map(({ cursor, node }) => ({ cursor, node: node.product })), pageInfo };
}

/** An empty page of what does not exist. */
export function emptyPage(args: PageArguments) {
  return connection<Product, unknown>([], pageOf(args, keySchema('NAME')), () => null);
}

/**
 * The conditions of `products`, within their bounds; without the category, which may need a look-up.
 * @throws GraphQLError BAD_USER_INPUT that names argument and bound; FORBIDDEN for archived products without the scope
 */
export function listingOf({ caller }: Context, args: QueryProductsArgs): Omit<Listing, 'categoryId'> {
  const parsed = listingInput.safeParse({ search: args.search, filter: args.filter });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new GraphQLError(`\`${issue?.path.join('.')}\` ${issue?.message}.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  const { search, filter } = parsed.data;
  const status = filter?.status ?? 'ACTIVE';
  if (status === 'ARCHIVED') requireScope(caller, 'catalog:write');
  return {
    search,
    priceFrom: filter?.priceFrom ?? null,
    priceTo: filter?.priceTo ?? null,
    brands: filter?.brands ?? null,
    tags: filter?.tags ?? null,
    status,
  };
}
