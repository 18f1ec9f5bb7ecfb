import type { Logger } from '@nakku/telemetry';
import type { Account } from '../../client/index.ts';
import { Refused, rest } from '../../client/index.ts';
import { openLane } from './lane.ts';
import { pickLines } from './pickLines.ts';
import { persist } from './persist.ts';
import { orderPackingFinish, orderPackingStart, ordersFeed, ordersToPack } from './storeOperations.ts';
import type { OrdersToPack, PackableOrder } from './storeOperations.ts';

export interface PackerOptions {
  /** The store's operator. */
  readonly account: Account;
  readonly storeId: string;
  readonly times: { readonly packingStartMs: number; readonly packingMs: number };
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** Acts of one store at the same time; how many are being packed is not bounded by it. */
const HANDS = 16;
/** The feed's snapshot is bounded and an act may fail: everything is looked through this often. */
const ROUND_MS = 15_000;

/**
 * Packs the orders of one store, for ever: from its feed, and by going through all that wait. Keys come from the
 * order, so that whoever packed before a restart did the same act.
 */
export function packStore(o: PackerOptions): Promise<void> {
  const { account, storeId, times, signal, log } = o;
  const atWork = new Set<string>();
  const lane = openLane(HANDS);

  const act = (operation: typeof orderPackingStart, orderId: string): Promise<unknown> => {
    const input = { orderId, idempotencyKey: `packer:${orderId}` };
    return lane(() => account.execute(operation, { input }, { signal }));
  };

  async function pack({ id, status }: PackableOrder): Promise<void> {
    if (status === 'CONFIRMED') {
      await rest(times.packingStartMs, signal);
      await act(orderPackingStart, id);
    }
    await rest(times.packingMs, signal);
    await lane(() => pickLines(account, id, signal));
    await act(orderPackingFinish, id);
  }

  function see(order: PackableOrder): void {
    const waits = order.status === 'CONFIRMED' || order.status === 'PACKING';
    if (!waits || order.isCancelRequested || atWork.has(order.id)) return;
    atWork.add(order.id);
    pack(order)
      .catch((err: unknown) => {
        if (signal.aborted) return;
        // Cancelled meanwhile, or packed by somebody else. What still waits is found on the next round.
        if (err instanceof Refused) log.info({ orderId: order.id, code: err.code }, 'not packed');
        else log.warn({ err, orderId: order.id }, 'could not pack');
      })
      .finally(() => atWork.delete(order.id));
  }

  async function watch(): Promise<void> {
    for await (const { ordersFeed: feed } of account.follow(ordersFeed, { storeId }, { signal })) {
      feed.orders.forEach(see);
    }
  }

  async function goThrough(): Promise<void> {
    let after: string | null = null;
    do {
      const page: OrdersToPack = await account.execute(ordersToPack, { storeId, after }, { signal });
      const { edges, pageInfo } = page.orders;
      edges.forEach(({ node }) => see(node));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    await rest(ROUND_MS, signal);
  }

  const lasting = { signal, log };
  return Promise.all([persist('feed', watch, lasting), persist('round', goThrough, lasting)]).then(
    () => undefined,
  );
}
