import type { Transaction } from '@nakku/platform';
import { describeSpan } from '@nakku/telemetry';
import { decide } from '../domain/decide.ts';
import type { Change, Decision } from '../domain/decision.ts';
import type { Fact } from '../domain/facts.ts';
import type { Order } from '../domain/order.ts';
import { publishChange } from '../events/publish.ts';
import type { Tx } from '../store/database.ts';
import { lockOrder, saveOrder } from '../store/orderRepository.ts';
import type { Deps } from './deps.ts';

/** What became of a fact. Only `changed` wrote or published anything. */
export type ChangeResult =
  | { readonly kind: 'not_found' }
  | { readonly kind: 'unchanged'; readonly order: Order }
  | {
      readonly kind: 'illegal';
      readonly order: Order;
      readonly because: Extract<Decision, { kind: 'illegal' }>['because'];
    }
  | { readonly kind: 'changed'; readonly before: Order; readonly change: Change; readonly order: Order };

export interface ChangeCommand {
  readonly orderId: string;
  /** The user who acts; null for other contexts and deadlines. */
  readonly actorId: string | null;
}

/**
 * Lock, decide, save, emit: the only way in which an order changes, whoever causes it.
 * @param factFor the fact to decide on, given the locked order; null if this order is not theirs to change
 */
export async function changeOrder(
  tx: Transaction<Tx>,
  { now, times }: Pick<Deps, 'now' | 'times'>,
  { orderId, actorId }: ChangeCommand,
  factFor: (order: Order) => Fact | null,
): Promise<ChangeResult> {
  describeSpan({ 'order.id': orderId });
  const locked = await lockOrder(tx.db, orderId);
  const fact = locked && factFor(locked.order);
  if (!locked || !fact) return { kind: 'not_found' };
  const { order: before, items } = locked;
  const at = now();
  const decision = decide(before, fact, at, times);
  switch (decision.kind) {
    case 'noop':
      return { kind: 'unchanged', order: before };
    case 'illegal':
      return { kind: 'illegal', order: before, because: decision.because };
    case 'applied': {
      const { next, step, event, schedule, unschedule } = decision;
      const order: Order = { ...before, ...next, version: before.version + 1 };
      await saveOrder(tx.db, order, { ...step, actorId, at });
      publishChange(tx, order, items, event, at);
      for (const { kind, afterMs } of schedule) {
        tx.schedule({ kind, key: order.id, afterMs, data: { status: order.status } });
      }
      for (const kind of unschedule) tx.unschedule(kind, order.id);
      return { kind: 'changed', before, change: decision, order };
    }
  }
}
