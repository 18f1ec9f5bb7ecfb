import { stockChanges } from '../domain/audit.ts';
import type { ProductQuantity } from '../domain/lines.ts';
import { type ImpossibleLine, impossibleLines } from '../domain/restock.ts';
import { restock } from '../domain/stock.ts';
import { insertAudit } from '../store/audit.ts';
import { lockReservation } from '../store/reservations.ts';
import { takeRestock } from '../store/returns.ts';
import { lockStockItems } from '../store/stockItems.ts';
import { bookStock } from './bookStock.ts';
import type { IdempotentCommand } from './changeLevel.ts';
import type { Deps } from './deps.ts';

type Refusal =
  | { readonly kind: 'not_found' }
  | { readonly kind: 'not_returnable' }
  | { readonly kind: 'impossible_lines'; readonly lines: readonly ImpossibleLine[] };

export type RestockOrderResult =
  | { readonly kind: 'done'; readonly stockItemIds: readonly string[] }
  | Refusal
  | { readonly kind: 'key_reused' | 'in_flight' };

/**
 * Puts goods of a returned order back on the shelf, once per order.
 * @param command.operates whether the caller runs the store of the order; an order of another store is not found
 */
export async function restockOrder(
  deps: Deps,
  command: IdempotentCommand & {
    readonly operates: (storeId: string) => boolean;
    readonly variables: { readonly orderId: string; readonly lines: readonly ProductQuantity[] };
  },
): Promise<RestockOrderResult> {
  const { actorId, idempotencyKey: key, variables } = command;
  const { orderId, lines } = variables;
  const request = { callerId: actorId, mutation: 'orderRestock', key, variables };
  const result = await deps.platform.idempotent<string[], Refusal>(request, async (tx) => {
    const order = await lockReservation(tx.db, orderId);
    if (order === null || !command.operates(order.storeId)) return { refused: { kind: 'not_found' } };
    const { storeId } = order;
    if (!(await takeRestock(tx.db, orderId, actorId))) return { refused: { kind: 'not_returnable' } };
    const left = order.lines.map(({ productId, committed }) => ({ productId, quantity: committed }));
    const impossible = impossibleLines(lines, left);
    if (impossible.length > 0) return { refused: { kind: 'impossible_lines', lines: impossible } };
    const counted = new Map(lines.map((line) => [line.productId, line.quantity]));
    const keys = lines.filter((line) => line.quantity > 0).map(({ productId }) => ({ storeId, productId }));
    const items = await lockStockItems(tx.db, keys);
    const bookings = items.map((item) => ({
      item,
      movements: [restock(counted.get(item.productId) ?? 0, orderId, actorId)],
    }));
    const booked = await bookStock(tx, bookings);
    await insertAudit(
      tx.db,
      items.map((item, index) => ({
        storeId,
        actorId,
        act: 'ORDER_RESTOCKED',
        productId: item.productId,
        orderId,
        note: null,
        changes: stockChanges(item, booked[index] ?? item),
      })),
    );
    return { result: booked.map((item) => item.id) };
  });
  switch (result.kind) {
    case 'done':
      return { kind: 'done', stockItemIds: result.result };
    case 'refused':
      return result.refused;
    default:
      return { kind: result.kind };
  }
}
