import type { Logger } from '@nakku/telemetry';
import type { Account } from '../../client/index.ts';
import { Refused, rest } from '../../client/index.ts';
import { openLane } from './lane.ts';
import { pickLines } from './pickLines.ts';
import { persist } from './persist.ts';
import type { Shelf } from './shelf.ts';
import { orderPackingFinish, orderPackingStart, ordersFeed, ordersToPack } from './storeOperations.ts';
import type { OrdersToPack, PackableOrder } from './storeOperations.ts';
import type { SimulatorTimes } from './times.ts';

export interface PackerOptions {
  /** The store's operator. */
  readonly account: Account;
  readonly storeId: string;
  readonly times: Pick<SimulatorTimes, 'packingStartMs' | 'packingMs' | 'decisionLookMs'>;
  readonly shelf: Shelf;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** Acts of one store at the same time; how many are being packed is not bounded by it. */
const HANDS = 16;
const PIECES_PER_BAG = 10;
const MAX_BAGS = 50;
/** The feed's snapshot is bounded and an act may fail: everything is looked through this often. */
const ROUND_MS = 15_000;

/**
 * Packs the orders of one store, for ever: from its feed, and by going through all that wait. Keys come from the
 * order, so that whoever packed before a restart did the same act.
 */
export function packStore(o: PackerOptions): Promise<void> {
  const { account, storeId, times, shelf, signal, log } = o;
  const atWork = new Set<string>();
  const lane = openLane(HANDS);
  const hands: Pick<Account, 'execute'> = {
    execute: (operation, variables, options) => lane(() => account.execute(operation, variables, options)),
  };

  async function pack({ id, status }: PackableOrder): Promise<void> {
    const input = { orderId: id, idempotencyKey: `packer:${id}` };
    if (status === 'CONFIRMED') {
      await rest(times.packingStartMs, signal);
      await hands.execute(orderPackingStart, { input }, { signal });
    }
    await rest(times.packingMs, signal);
    const pieces = await pickLines(hands, id, { signal, shelf, lookMs: times.decisionLookMs });
    const bags = Math.min(MAX_BAGS, Math.max(1, Math.ceil(pieces / PIECES_PER_BAG)));
    await hands.execute(orderPackingFinish, { input, bags }, { signal });
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
