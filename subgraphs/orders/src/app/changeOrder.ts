import type { Transaction } from '@nakku/platform';
import { describeSpan } from '@nakku/telemetry';
import { decide } from '../domain/decide.ts';
import type { Change, Decision } from '../domain/decision.ts';
import { yearIn } from '../domain/invoice.ts';
import type { Fact } from '../domain/facts.ts';
import type { Order, WholeOrder } from '../domain/order.ts';
import { publishChange } from '../events/publish.ts';
import type { Tx } from '../store/database.ts';
import { insertInvoice } from '../store/invoices.ts';
import { insertAddedLines, saveLines } from '../store/lines.ts';
import { lockOrder, orderWrite, saveAgreed } from '../store/orderRepository.ts';
import { releaseRedemptions } from '../store/redemptions.ts';
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

/** What every change of an order needs. */
export type ChangeDeps = Pick<Deps, 'now' | 'times' | 'invoices'>;

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
  deps: ChangeDeps,
  { orderId, actorId }: ChangeCommand,
  factFor: (order: WholeOrder) => Fact | null,
): Promise<ChangeResult> {
  describeSpan({ 'order.id': orderId });
  const before = await lockOrder(tx.db, orderId);
  const fact = before && factFor(before);
  if (!before || !fact) return { kind: 'not_found' };
  return await applyFact(tx, deps, before, fact, actorId);
}

/**
 * Decide, save, emit, for an order that this transaction has locked already because the fact follows from more than the
 * order itself.
 * @param actorId the user who acts; null for other contexts and deadlines
 */
export async function applyFact(
  tx: Transaction<Tx>,
  { now, times, invoices }: ChangeDeps,
  before: WholeOrder,
  fact: Fact,
  actorId: string | null,
): Promise<Exclude<ChangeResult, { kind: 'not_found' }>> {
  const at = now();
  const decision = decide(before, fact, at, times);
  switch (decision.kind) {
    case 'noop':
      return { kind: 'unchanged', order: before };
    case 'illegal':
      return { kind: 'illegal', order: before, because: decision.because };
    case 'applied': {
      const { next, schedule, unschedule, lines = before.lines, totals = before.totals } = decision;
      const { added = [], agreed } = decision;
      const happened = [...(decision.before ?? []), decision];
      const order: WholeOrder = {
        ...before,
        ...next,
        ...agreed,
        lines,
        totals,
        version: before.version + happened.length,
      };
      const steps = happened.map(({ step }) => ({ ...step, actorId, at }));
      if (agreed) await saveAgreed(tx.db, order);
      if (returnsDiscounts(before, order)) await releaseRedemptions(tx.db, order.id);
      await saveLines(
        tx.db,
        order.id,
        lines.filter((line) => !before.lines.includes(line)),
      );
      await insertAddedLines(tx.db, order.id, added);
      if (order.status === 'DELIVERED' && before.status !== 'DELIVERED') {
        const { seller, timeZone } = invoices;
        const { id: orderId, storeId } = order;
        await insertInvoice(tx.db, { orderId, storeId, seller, year: yearIn(timeZone, at), issuedAt: at });
      }
      tx.writeAtCommit(orderWrite(order, steps));
      for (const [index, { event }] of happened.entries()) {
        publishChange(tx, { ...order, version: before.version + index + 1 }, event, at);
      }
      for (const { kind, afterMs } of schedule) {
        tx.schedule({ kind, key: order.id, afterMs, data: { status: order.status } });
      }
      for (const kind of unschedule) tx.unschedule(kind, order.id);
      return { kind: 'changed', before, change: decision, order };
    }
  }
}

/** What promotions granted is free for another order if this one was cancelled before it was confirmed. */
function returnsDiscounts(before: Order, { status, confirmedAt, discounts }: Order): boolean {
  return status === 'CANCELLED' && before.status !== status && confirmedAt === null && discounts.length > 0;
}
