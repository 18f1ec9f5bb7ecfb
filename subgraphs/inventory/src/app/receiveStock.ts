import { stockChanges } from '../domain/audit.ts';
import { MAX_ON_HAND, receipt } from '../domain/stock.ts';
import { insertAudit } from '../store/audit.ts';
import { ensureStockItems } from '../store/ledger.ts';
import { knownProducts } from '../store/products.ts';
import { lockStockItems } from '../store/stockItems.ts';
import { storesById } from '../store/stores.ts';
import { bookStock } from './bookStock.ts';
import type { IdempotentCommand } from './changeLevel.ts';
import type { Deps } from './deps.ts';

/** Why a line was not received; `index` is its place in the request. */
export interface ReceiveRefusal {
  readonly kind: 'unknown_product' | 'too_much';
  readonly index: number;
}

export type ReceiveStockResult =
  | { readonly kind: 'done'; readonly stockItemIds: readonly string[] }
  | { readonly kind: 'store_not_found' }
  | { readonly kind: 'refused'; readonly refusals: readonly ReceiveRefusal[] }
  | { readonly kind: 'key_reused' | 'in_flight' };

/** Books goods that came in, all lines or none; makes the stock items that the store does not have yet. */
export async function receiveStock(
  deps: Deps,
  command: IdempotentCommand & {
    readonly variables: {
      readonly storeId: string;
      readonly lines: readonly {
        readonly productId: string;
        readonly quantity: number;
        readonly threshold?: number | undefined;
      }[];
      readonly reason: string | null;
    };
  },
): Promise<ReceiveStockResult> {
  const { actorId, idempotencyKey: key, variables } = command;
  const { storeId, lines, reason } = variables;
  if ((await storesById(deps.db, [storeId])).length === 0) return { kind: 'store_not_found' };
  const request = { callerId: actorId, mutation: 'stockReceive', key, variables };
  const result = await deps.platform.idempotent<string[], ReceiveRefusal[]>(request, async (tx) => {
    const known = await knownProducts(
      tx.db,
      lines.map((line) => line.productId),
    );
    const unknown = refusalsOf(lines, 'unknown_product', (line) => !known.has(line.productId));
    if (unknown.length > 0) return { refused: unknown };
    const keys = lines.map(({ productId }) => ({ storeId, productId }));
    await ensureStockItems(tx.db, keys, deps.newId);
    const items = new Map((await lockStockItems(tx.db, keys)).map((item) => [item.productId, item]));
    const full = refusalsOf(
      lines,
      'too_much',
      ({ productId, quantity }) => (items.get(productId)?.onHand ?? 0) + quantity > MAX_ON_HAND,
    );
    if (full.length > 0) return { refused: full };
    const bookings = lines.flatMap(({ productId, quantity, threshold }) => {
      const item = items.get(productId);
      return item ? [{ item, threshold, movements: [receipt(quantity, actorId, reason)] }] : [];
    });
    const booked = await bookStock(tx, bookings);
    await insertAudit(
      tx.db,
      bookings.map(({ item }, index) => ({
        storeId,
        actorId,
        act: 'STOCK_RECEIVED',
        productId: item.productId,
        orderId: null,
        note: reason,
        changes: stockChanges(item, booked[index] ?? item),
      })),
    );
    return { result: booked.map((item) => item.id) };
  });
  switch (result.kind) {
    case 'done':
      return { kind: 'done', stockItemIds: result.result };
    case 'refused':
      return { kind: 'refused', refusals: result.refused };
    default:
      return { kind: result.kind };
  }
}

function refusalsOf<Line>(
  lines: readonly Line[],
  kind: ReceiveRefusal['kind'],
  isRefused: (line: Line) => boolean,
): ReceiveRefusal[] {
  return lines.flatMap((line, index) => (isRefused(line) ? [{ kind, index }] : []));
}
