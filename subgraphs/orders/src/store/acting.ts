import type { OrderStatus } from '@nakku/contracts';
import type { IdempotentOutcome, Transaction } from '@nakku/platform';
import { decide } from '../domain/decide.ts';
import type { OrderTimes } from '../domain/deadlines.ts';
import type { Change, Decision } from '../domain/decision.ts';
import type { Fact } from '../domain/facts.ts';
import type { Order } from '../domain/order.ts';
import { applyChange, lockOrder } from './advance.ts';
import type { Tx } from './database.ts';

/** A person's act on an order: which fact it is depends on who acts on what, null if it is none of theirs. */
export interface Act {
  readonly orderId: string;
  readonly actorId: string;
  readonly now: Date;
  readonly times: OrderTimes;
  factOf(order: Order): Fact | null;
}

export type ActRefusal =
  | { readonly kind: 'not_found' }
  | {
      readonly kind: 'illegal';
      readonly order: Order;
      readonly because: Extract<Decision, { kind: 'illegal' }>['because'];
    };

/** What an act changed; told outside of what is kept for repeated requests. */
export interface Acted {
  readonly before: Order;
  readonly change: Change;
}

/** Kept for repeated requests: the order and its status after the act. */
export interface ActAnswer {
  readonly orderId: string;
  readonly status: OrderStatus;
}

/** Decides an act under the order's lock and commits what it changes, if anything. */
export async function act(
  tx: Transaction<Tx>,
  { orderId, actorId, now, times, factOf }: Act,
  changed: (acted: Acted) => void,
): Promise<IdempotentOutcome<ActAnswer, ActRefusal>> {
  const locked = await lockOrder(tx.db, orderId);
  const fact = locked && factOf(locked.order);
  if (!locked || !fact) return { refused: { kind: 'not_found' } };
  const before = locked.order;
  const decision = decide(before, fact, now, times);
  if (decision.kind === 'illegal') {
    return { refused: { kind: 'illegal', order: before, because: decision.because } };
  }
  if (decision.kind === 'noop') return { result: { orderId, status: before.status } };
  const after = await applyChange(tx, locked, decision, { now, actorId });
  changed({ before, change: decision });
  return { result: { orderId, status: after.status } };
}
