import type { Account } from '../../client/index.ts';
import { rest } from '../../client/index.ts';
import type { Shelf } from './shelf.ts';
import { fullShelf } from './shelf.ts';
import type { Missing } from './sortOut.ts';
import { sortOut } from './sortOut.ts';
import { orderLineShort, orderLinesPick, orderSubstitutionPropose, pickList } from './storeOperations.ts';

export interface PickOptions {
  readonly signal?: AbortSignal;
  /** What is there; default: everything. */
  readonly shelf?: Shelf;
  /** How often to look whether the customer has answered. */
  readonly lookMs?: number;
}

/** Until somebody looks again for the customer's answer, unless told otherwise. */
const LOOK_MS = 250;

/**
 * Picks everything of an order that is still open, by its pick list: what is not on the shelf is proposed to be replaced, or
 * reported as missing, and the customer's answers are waited for. What was done before a restart is open no longer, so each
 * key stands for one request.
 * @returns pieces that are in the bags
 */
export async function pickLines(
  account: Pick<Account, 'execute'>,
  orderId: string,
  { signal, shelf = fullShelf, lookMs = LOOK_MS }: PickOptions = {},
): Promise<number> {
  const options = signal ? { signal } : {};
  for (;;) {
    const { pickList: list } = await account.execute(pickList, { orderId }, options);
    if (!list) return 0;
    const { picks, missing, pending, picked } = sortOut(list, shelf);
    for (const one of missing) await lacks(account, orderId, one, options);
    if (picks.length > 0) {
      const idempotencyKey = `pick:${orderId}:${list.openQuantity}`;
      const input = { orderId, lines: picks, idempotencyKey };
      await account.execute(orderLinesPick, { input }, options);
    }
    if (picks.length > 0 || missing.length > 0) continue;
    if (pending === 0) return picked;
    await rest(lookMs, signal);
  }
}

/** Asks the customer for something else if there is something, and otherwise leaves the pieces out. */
async function lacks(
  account: Pick<Account, 'execute'>,
  orderId: string,
  { lineId, quantity, productIds }: Missing,
  options: { readonly signal?: AbortSignal },
): Promise<void> {
  const input = { orderId, lineId, quantity };
  if (productIds.length === 0) {
    const short = { ...input, idempotencyKey: `short:${lineId}` };
    await account.execute(orderLineShort, { input: short }, options);
  } else {
    const proposal = { ...input, productIds, idempotencyKey: `propose:${lineId}` };
    await account.execute(orderSubstitutionPropose, { input: proposal }, options);
  }
}
