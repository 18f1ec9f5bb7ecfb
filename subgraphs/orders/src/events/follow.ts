import type { Transaction } from '@nakku/platform';
import { decide } from '../domain/decide.ts';
import type { OrderTimes } from '../domain/deadlines.ts';
import type { Fact } from '../domain/facts.ts';
import { applyChange, lockOrder } from '../store/advance.ts';
import type { Tx } from '../store/database.ts';
import { countChange, recordIllegal, recordUnknown } from './metrics.ts';

/** Brings a fact to its order, in the transaction of the event or deadline (`method`) that tells it. */
export type Follow = (tx: Transaction<Tx>, orderId: string, fact: Fact, method: string) => Promise<void>;

/** Nothing that other contexts say is an error here: what an order cannot follow is recorded, and the stream goes on. */
export function createFollow(o: { readonly now: () => Date; readonly times: OrderTimes }): Follow {
  return async (tx, orderId, fact, method) => {
    const locked = await lockOrder(tx.db, orderId);
    if (!locked) {
      recordUnknown(method, orderId);
      return;
    }
    const now = o.now();
    const decision = decide(locked.order, fact, now, o.times);
    if (decision.kind === 'illegal') recordIllegal(method, locked.order, decision);
    if (decision.kind !== 'applied') return;
    await applyChange(tx, locked, decision, { now, actorId: null });
    countChange(method, locked.order, decision);
  };
}
