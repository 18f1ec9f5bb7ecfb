import { isStorable } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { Product } from '../../domain/product.ts';
import type { Order } from '../../domain/search/listing.ts';
import { Prisma } from '../../generated/prisma/client.ts';

/** A product and how far it is from the search: 0 without one, smaller (negative) is better. */
export interface Listed {
  readonly product: Product;
  readonly distance: number;
}

/**
 * Place of a product in a list: order, sort value, id. The order is part of it, so that a cursor of another order is
 * refused.
 */
export type ProductKey = readonly [Order, number | string, string];

interface Ordering {
  readonly key: z.ZodType<ProductKey>;
  /** Columns of products, or of what a search found. */
  readonly columns: readonly [value: string, id: string];
  readonly descending: boolean;
  keyOf(listed: Listed): ProductKey;
  /** The key as a row, without the order. */
  values(key: ProductKey): Prisma.Sql;
}

const id = z.uuid();
/** As a database can compare it, whoever wrote the cursor. */
const text = z.string().max(200).refine(isStorable);
const MAX_DATE_MS = 8_640_000_000_000_000;
const byNumber = (order: Order, min: number, max: number) =>
  z.tuple([z.literal(order), z.number().int().min(min).max(max), id]);

export const orderings: Readonly<Record<Order, Ordering>> = {
  RELEVANCE: {
    key: byNumber('RELEVANCE', -2_147_483_648, 0),
    columns: ['distance', 'id'],
    descending: false,
    keyOf: ({ product, distance }) => ['RELEVANCE', distance, product.id],
    values: ([, distance, last]) => Prisma.sql`${distance}::int, ${last}::uuid`,
  },
  NAME: {
    key: z.tuple([z.literal('NAME'), text, id]),
    columns: ['name', 'id'],
    descending: false,
    keyOf: ({ product }) => ['NAME', product.name, product.id],
    values: ([, name, last]) => Prisma.sql`${name}::text, ${last}::uuid`,
  },
  PRICE_ASC: {
    key: byNumber('PRICE_ASC', 0, Number.MAX_SAFE_INTEGER),
    columns: ['price', 'id'],
    descending: false,
    keyOf: ({ product }) => ['PRICE_ASC', product.price, product.id],
    values: ([, price, last]) => Prisma.sql`${price}::bigint, ${last}::uuid`,
  },
  PRICE_DESC: {
    key: byNumber('PRICE_DESC', 0, Number.MAX_SAFE_INTEGER),
    columns: ['price', 'id'],
    descending: true,
    keyOf: ({ product }) => ['PRICE_DESC', product.price, product.id],
    values: ([, price, last]) => Prisma.sql`${price}::bigint, ${last}::uuid`,
  },
  NEWEST: {
    key: byNumber('NEWEST', 0, MAX_DATE_MS),
    columns: ['created_at', 'id'],
    descending: true,
    keyOf: ({ product }) => ['NEWEST', product.createdAt.getTime(), product.id],
    values: ([, at, last]) => Prisma.sql`to_timestamp(${at}::float8 / 1000)::timestamptz(3), ${last}::uuid`,
  },
};

/** The part of a list that a page is read from: the condition behind its cursor, and the order to read in. */
export function readingOf(
  order: Order,
  page: { readonly backward: boolean; readonly cursor: ProductKey | null },
): { readonly after: Prisma.Sql; readonly sorted: Prisma.Sql } {
  const { columns, descending, values } = orderings[order];
  const downwards = descending !== page.backward;
  const [value, last] = columns;
  const sign = Prisma.raw(downwards ? '<' : '>');
  return {
    after:
      page.cursor === null
        ? Prisma.empty
        : Prisma.sql`WHERE (${Prisma.raw(`${value}, ${last}`)}) ${sign} (${values(page.cursor)})`,
    sorted: Prisma.raw(downwards ? `${value} DESC, ${last} DESC` : `${value}, ${last}`),
  };
}
