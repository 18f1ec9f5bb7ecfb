import {
  type Address,
  type IfUnavailable,
  type StoreState,
  checkoutOptions,
  checkoutOptionFields,
} from '@nakku/contracts';
import { type Cart, type CatalogueProduct, type Line, priceIn } from '../domain/cart.ts';
import { type Cart as StoredCart, Prisma } from '../generated/prisma/client.ts';

/** What `cart_lines` and `cart_lines_in_order` have in common, besides the line's id. */
export const lineColumns = Prisma.sql`product_id, quantity, note, if_unavailable, added_price, added_at`;
/** The same as a record of JSON. */
export const lineRecord = Prisma.sql`line_id uuid, product_id uuid, quantity int, note text, if_unavailable text,
  added_price bigint, added_at timestamptz`;

/** A line as `lineRecord` reads it. */
export const lineRow = (line: Line) => ({
  line_id: line.lineId,
  product_id: line.productId,
  quantity: line.quantity,
  note: line.note,
  if_unavailable: line.ifUnavailable,
  added_price: line.addedPrice,
  added_at: line.addedAt.toISOString(),
});

/** A line as the database returns it. */
export interface StoredLine {
  readonly line_id: string;
  readonly product_id: string;
  readonly quantity: number;
  readonly note: string | null;
  readonly if_unavailable: IfUnavailable;
  readonly added_price: bigint;
  readonly added_at: Date;
}

export const storedLineOf = (row: StoredLine): Line => ({
  lineId: row.line_id,
  productId: row.product_id,
  quantity: row.quantity,
  note: row.note,
  ifUnavailable: row.if_unavailable,
  addedPrice: Number(row.added_price),
  addedAt: row.added_at,
});

/** What is read of a cart's own row. */
export const cartFields = [
  'id',
  'customerId',
  'tokenHash',
  'address',
  'tip',
  'orderNo',
  'version',
  'updatedAt',
  'coupons',
  ...checkoutOptionFields,
] as const satisfies readonly (keyof StoredCart)[];

/** What a change writes of it. */
export const changedFields = [
  ...[
    'customerId',
    'tokenHash',
    'storeId',
    'address',
    'tip',
    'notReturned',
    'orderNo',
    'version',
    'updatedAt',
    'endedAt',
    'coupons',
  ],
  ...checkoutOptionFields,
] as const satisfies readonly (keyof StoredCart)[];

/** A cart as the loading statement returns it. */
export interface CartRow extends Omit<Pick<StoredCart, (typeof cartFields)[number]>, 'address'> {
  readonly address: Address | null;
  readonly store: StoreState | null;
  /** The version when the statement began, which is when everything but the cart's own row is of. */
  readonly readVersion: number;
  readonly lines: readonly LineRow[];
  readonly notReturned: Cart['notReturned'];
  readonly hasLinesInOrder: boolean;
  readonly promotions: Cart['promotions'];
}

interface LineRow {
  readonly lineId: string;
  readonly productId: string;
  readonly quantity: number;
  readonly note: string | null;
  readonly ifUnavailable: IfUnavailable;
  readonly addedPrice: number;
  readonly addedAt: string;
  readonly available: number | null;
  readonly sku: string | null;
  readonly name: string;
  readonly packaging: string;
  readonly imageUrl: string | null;
  readonly price: number;
  readonly currency: string;
  readonly taxRate: number;
  readonly ageLimit: number | null;
  readonly isSold: boolean;
  readonly categoryId: string | null;
  readonly minPerOrder: number;
  readonly maxPerOrder: number | null;
  readonly storePrices: CatalogueProduct['storePrices'];
}

export function cartOf(row: CartRow): Cart {
  const { lines, readVersion: _, ...own } = row;
  return {
    ...own,
    ...checkoutOptions.parse(row),
    tip: Number(row.tip),
    lines: lines.map((line) => ({
      lineId: line.lineId,
      productId: line.productId,
      quantity: line.quantity,
      note: line.note,
      ifUnavailable: line.ifUnavailable,
      addedPrice: line.addedPrice,
      addedAt: new Date(line.addedAt),
      available: line.available,
      product:
        line.sku === null
          ? null
          : {
              productId: line.productId,
              sku: line.sku,
              name: line.name,
              packaging: line.packaging,
              imageUrl: line.imageUrl,
              price: priceIn(line, row.store?.storeId ?? null),
              storePrices: line.storePrices,
              currency: line.currency,
              taxRate: line.taxRate,
              ageLimit: line.ageLimit,
              isSold: line.isSold,
              categoryId: line.categoryId,
              minPerOrder: line.minPerOrder,
              maxPerOrder: line.maxPerOrder,
            },
    })),
  };
}
