import type { OrderLine } from '../generated/prisma/client.ts';
import { groupByOrder } from './groupByOrder.ts';
import type { Tx } from './database.ts';

/**
 * A line with the currency of its order, in which its amounts are.
 * @public codegen.yml names it
 */
export type StoredLine = OrderLine & { readonly currency: string };

export interface LinesOfOrder {
  readonly orderId: string;
  readonly lines: OrderLine[];
}

/** Lines of several orders, each in the order of its quote. */
export async function linesOf(db: Tx, orderIds: readonly string[]): Promise<LinesOfOrder[]> {
  const rows = await db.orderLine.findMany({
    where: { orderId: { in: [...orderIds] } },
    orderBy: [{ orderId: 'asc' }, { position: 'asc' }],
  });
  return [...groupByOrder(rows)].map(([orderId, lines]) => ({ orderId, lines }));
}
