import type { Account } from '../../client/index.ts';
import { orderLinesPick, pickList } from './storeOperations.ts';

/**
 * Picks everything of an order that is still open, by its pick list. What was picked before a restart is open no longer,
 * so each key stands for one request.
 */
export async function pickLines(account: Account, orderId: string, signal?: AbortSignal): Promise<void> {
  const options = signal ? { signal } : {};
  const { pickList: list } = await account.execute(pickList, { orderId }, options);
  if (!list || list.openQuantity === 0) return;
  const lines = list.lines
    .filter(({ line }) => line.openQuantity > 0)
    .map(({ line: { id: lineId, openQuantity: quantity }, barcode }) => ({ lineId, quantity, barcode }));
  const idempotencyKey = `pick:${orderId}:${list.openQuantity}`;
  await account.execute(orderLinesPick, { input: { orderId, lines, idempotencyKey } }, options);
}
