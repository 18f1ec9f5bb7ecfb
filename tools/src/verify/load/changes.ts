import type { Account } from '../../client/index.ts';
import { isRefused, Refused } from '../../client/index.ts';
import { modifiableOrder, orderModify } from './operations.ts';

/** What a customer changes of an order that is not packed yet: one piece more or less of something. */
export type PieceChange = 'more' | 'less';

/**
 * @param draw 0 to below 1
 * @param share how many customers change their order, 0 to 1; half of them want more
 */
export function changeOf(draw: number, share: number): PieceChange | null {
  if (draw >= share) return null;
  return draw < share / 2 ? 'more' : 'less';
}

/** Each time somebody else had changed the order in between. */
const MAX_ATTEMPTS = 3;
const MAX_PIECES = 99;

/**
 * Changes an order as a customer does: looks at it, has the change priced, agrees to the price. A change that comes too late,
 * or that nothing is left for, is given up.
 * @returns whether the change was accepted; it may still wait for its stock or payment
 * @throws OperationFailed
 */
export async function changeOrder(
  account: Account,
  orderId: string,
  change: PieceChange,
  o: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<boolean> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const { order } = await account.execute(modifiableOrder, { orderId }, o);
    const line = order.canModify ? lineToChange(order.lines, change) : undefined;
    if (!line) return false;
    const idempotencyKey = `${orderId}:change:${order.version}`;
    const lines = [{ lineId: line.id, quantity: line.openQuantity + (change === 'more' ? 1 : -1) }];
    const input = { orderId, expectedVersion: order.version, lines, idempotencyKey };
    try {
      const { preview } = await account.execute(orderModify, { input: { ...input, isDryRun: true } }, o);
      if (preview === null) throw new Error(`a dry run of a change of ${orderId} has no preview`);
      const expectedTotal = preview.totals.total.amount;
      await account.execute(orderModify, { input: { ...input, expectedTotal } }, o);
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (!isRefused(error, 'VERSION_CONFLICT', 'ORDER_TOTAL_CHANGED')) return false;
    }
  }
  return false;
}

interface OpenLine {
  readonly id: string;
  readonly openQuantity: number;
}

/** The first line that can have one piece more; of the lines with pieces, one less must leave something of the order. */
function lineToChange(lines: readonly OpenLine[], change: PieceChange): OpenLine | undefined {
  const open = lines.filter(({ openQuantity }) => openQuantity > 0);
  if (change === 'more') return open.find(({ openQuantity }) => openQuantity < MAX_PIECES);
  const pieces = open.reduce((sum, { openQuantity }) => sum + openQuantity, 0);
  return pieces > 1 ? open[0] : undefined;
}
