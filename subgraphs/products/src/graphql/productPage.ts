import { connection, pageOf, type PageArguments } from '@nakku/graphql-kit';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Product } from '../domain/product.ts';
import { keyOf, keySchema, type Listing, listProducts, type Order, orderOf } from '../store/productList.ts';
import type { Context } from './context.ts';

/** A page of products as a Relay connection. Its cursors belong to this listing alone. */
export async function productPage(context: Context, listing: Listing, sort: Order, args: PageArguments) {
  const order = orderOf(sort, listing.search);
  const list = listTag(listing);
  const page = pageOf(args, z.tuple([z.literal(list), keySchema(order)]));
  const [, cursor] = page.cursor ?? [list, null];
  const listed = await listProducts(context.deps.db, listing, order, { ...page, cursor });
  const { edges, pageInfo } = connection(listed, page, (one) => [list, keyOf(order, one)] as const);
  return { edges: edges.map(({ cursor, node }) => ({ cursor, node: node.product })), pageInfo };
}

/** Tells listings apart, so that a cursor of another one is refused. */
function listTag(listing: Listing): string {
  return createHash('sha256').update(JSON.stringify(listing)).digest('base64url').slice(0, 8);
}

/** An empty page of what does not exist. */
export function emptyPage(args: PageArguments) {
  return connection<Product, unknown>([], pageOf(args, z.never()), () => null);
}
