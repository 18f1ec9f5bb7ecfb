import type { Address, StoreState } from '@nakku/contracts';
import type { Cart, Handover, Substitution } from '../domain/cart.ts';

/** A cart as the loading statement returns it. */
export interface CartRow {
  readonly id: string;
  readonly customer_id: string | null;
  readonly token_hash: string | null;
  readonly address: Address | null;
  readonly tip: bigint;
  readonly handover: Handover;
  readonly order_no: number;
  readonly version: number;
  readonly updated_at: Date;
  readonly store: StoreState | null;
  readonly lines: readonly LineRow[];
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
    orderNo: row.order_no,
    version: row.version,
    updatedAt: row.updated_at,
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
