import type { Address, StoreState } from '@nakku/contracts';
import type { Attribute } from '@nakku/quote';
import type { Cart, Handover, Line, Substitution } from '../domain/cart.ts';
import { Prisma } from '../generated/prisma/client.ts';

/** What `cart_lines` and `cart_lines_in_order` have in common, besides the line's id. */
export const lineColumns = Prisma.sql`product_id, quantity, note, substitution, added_price, added_at`;
/** The same as a record of JSON. */
export const lineRecord = Prisma.sql`line_id uuid, product_id uuid, quantity int, note text, substitution text,
  added_price bigint, added_at timestamptz`;

/** A line as `lineRecord` reads it. */
export const lineRow = (line: Line) => ({
  line_id: line.lineId,
  product_id: line.productId,
  quantity: line.quantity,
  note: line.note,
  substitution: line.substitution,
  added_price: line.addedPrice,
  added_at: line.addedAt.toISOString(),
});

/** A line as the database returns it. */
export interface StoredLine {
  readonly line_id: string;
  readonly product_id: string;
  readonly quantity: number;
  readonly note: string | null;
  readonly substitution: Substitution;
  readonly added_price: bigint;
  readonly added_at: Date;
}

export const storedLineOf = (row: StoredLine): Line => ({
  lineId: row.line_id,
  productId: row.product_id,
  quantity: row.quantity,
  note: row.note,
  substitution: row.substitution,
  addedPrice: Number(row.added_price),
  addedAt: row.added_at,
});

/** A cart as the loading statement returns it. */
export interface CartRow {
  readonly id: string;
  readonly customer_id: string | null;
  readonly token_hash: string | null;
  readonly address: Address | null;
  readonly tip: bigint;
  readonly handover: Handover;
  readonly attributes: readonly Attribute[];
  readonly order_no: number;
  readonly version: number;
  readonly updated_at: Date;
  readonly store: StoreState | null;
  readonly lines: readonly LineRow[];
  readonly not_returned: Cart['notReturned'];
  readonly has_lines_in_order: boolean;
}

interface LineRow {
  readonly lineId: string;
  readonly productId: string;
  readonly quantity: number;
  readonly note: string | null;
  readonly substitution: Substitution;
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
  readonly isSold: boolean;
}

export function cartOf(row: CartRow): Cart {
  return {
    id: row.id,
    customerId: row.customer_id,
    tokenHash: row.token_hash,
    store: row.store,
    address: row.address,
    tip: Number(row.tip),
    handover: row.handover,
    attributes: row.attributes,
    orderNo: row.order_no,
    version: row.version,
    updatedAt: row.updated_at,
    notReturned: row.not_returned,
    hasLinesInOrder: row.has_lines_in_order,
    lines: row.lines.map((line) => ({
      lineId: line.lineId,
      productId: line.productId,
      quantity: line.quantity,
      note: line.note,
      substitution: line.substitution,
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
              price: line.price,
              currency: line.currency,
              taxRate: line.taxRate,
              isSold: line.isSold,
            },
    })),
  };
}
