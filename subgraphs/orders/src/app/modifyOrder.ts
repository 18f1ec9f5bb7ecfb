import { applyFact } from './changeOrder.ts';
import { mergedLines, needsPayment, planChange } from '../domain/change.ts';
import type { EditRefusal, OrderEdit, Planned } from '../domain/change.ts';
import { obstacleToChange } from '../domain/decideChange.ts';
import { taxedLines } from '../domain/lines.ts';
import type { WholeOrder } from '../domain/order.ts';
import type { OrderTotals, TaxedLine } from '../domain/taxes.ts';
import { countChange } from '../metrics.ts';
import { soldAmong } from '../store/catalogue.ts';
import type { Tx } from '../store/database.ts';
import { linesOfOrder } from '../store/lines.ts';
import { ordersById } from '../store/orderQueries.ts';
import { lockOrder } from '../store/orderRepository.ts';
import type { ActRefusal } from './actOnOrder.ts';
import type { ChangeResult } from './changeOrder.ts';
import type { Deps } from './deps.ts';

export interface ModifyOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly expectedVersion: number;
  /** What the customer agreed to pay, in minor units; null: whatever it costs. */
  readonly expectedTotal: number | null;
  readonly edit: OrderEdit;
}

export type ModifyRefusal =
  | ActRefusal
  | EditRefusal
  | { readonly kind: 'version_conflict'; readonly currentVersion: number }
  | { readonly kind: 'total_changed'; readonly total: number; readonly currency: string };

export type ModifyOrderResult =
  | { readonly kind: 'done'; readonly orderId: string }
  | { readonly kind: 'refused'; readonly refusal: ModifyRefusal }
  | { readonly kind: 'key_reused' | 'in_flight' };

export type PreviewResult =
  | {
      readonly kind: 'done';
      readonly totals: OrderTotals;
      /** The lines that the totals are of. */
      readonly lines: readonly TaxedLine[];
      readonly needsPayment: boolean;
    }
  | { readonly kind: 'refused'; readonly refusal: ModifyRefusal };

/**
 * A customer changes an order that is not packed yet, at most once per idempotency key. What needs neither more stock nor a
 * higher payment is changed at once; otherwise the change is pending until inventory and payments hold what it needs.
 */
export async function modifyOrder(
  deps: Deps,
  { idempotencyKey: key, ...command }: ModifyOrder & { readonly idempotencyKey: string },
): Promise<ModifyOrderResult> {
  const { orderId, customerId, expectedVersion, expectedTotal, edit } = command;
  const variables = { orderId, expectedVersion, expectedTotal, edit };
  const changes: Extract<ChangeResult, { kind: 'changed' }>[] = [];
  const result = await deps.platform.idempotent<string, ModifyRefusal>(
    { callerId: customerId, mutation: 'orderModify', key, variables },
    async (tx) => {
      changes.length = 0; // a transaction that lost to another runs again
      const order = await lockOrder(tx.db, orderId);
      const planned = await planOf(tx.db, deps, order, command);
      if ('refusal' in planned) return { refused: planned.refusal };
      if (planned.kind === 'planned') {
        const fact = { kind: 'CHANGE_REQUESTED', changeId: deps.newId(), plan: planned.plan } as const;
        const changed = await applyFact(tx, deps, planned.order, fact, customerId);
        if (changed.kind === 'illegal') return { refused: changed };
        if (changed.kind === 'changed') changes.push(changed);
      }
      return { result: orderId };
    },
  );
  if (result.kind === 'refused') return { kind: 'refused', refusal: result.refused };
  if (result.kind !== 'done') return result;
  for (const { before, change } of changes) countChange('orderModify', before, change);
  return { kind: 'done', orderId };
}

/** What an order would cost after a change, by the rules of {@link modifyOrder}. Nothing is written. */
export async function previewModification(deps: Deps, command: ModifyOrder): Promise<PreviewResult> {
  const [known] = await ordersById(deps.db, [command.orderId]);
  const order = known ? { ...known, lines: await linesOfOrder(deps.db, known.id) } : null;
  const planned = await planOf(deps.db, deps, order, { ...command, expectedTotal: null });
  if ('refusal' in planned) return { kind: 'refused', refusal: planned.refusal };
  const { order: before } = planned;
  if (planned.kind === 'unchanged') {
    const { totals, lines } = before;
    return { kind: 'done', totals, lines: taxedLines(lines), needsPayment: false };
  }
  const { plan } = planned;
  return {
    ...{ kind: 'done', totals: plan.totals, needsPayment: needsPayment(before, plan) },
    lines: taxedLines(mergedLines(before.lines, plan)),
  };
}

type PlanOf =
  | (Exclude<Planned, { kind: 'refused' }> & { readonly order: WholeOrder })
  | { readonly refusal: ModifyRefusal };

async function planOf(
  db: Tx,
  { newId }: Pick<Deps, 'newId'>,
  order: WholeOrder | null,
  { customerId, expectedVersion, expectedTotal, edit }: ModifyOrder,
): Promise<PlanOf> {
  if (order?.customerId !== customerId) return { refusal: { kind: 'not_found' } };
  const obstacle = obstacleToChange(order);
  if (obstacle !== null) return { refusal: { kind: 'illegal', order, because: obstacle } };
  if (order.version !== expectedVersion) {
    return { refusal: { kind: 'version_conflict', currentVersion: order.version } };
  }
  const lineIds = new Set(edit.lines.map(({ lineId }) => lineId));
  const ofLines = order.lines.filter(({ id }) => lineIds.has(id)).map(({ productId }) => productId);
  const { currency } = order.totals;
  const productIds = [...new Set([...edit.add.map(({ productId }) => productId), ...ofLines])];
  const sold = productIds.length === 0 ? [] : await soldAmong(db, productIds, order);
  const products = new Map(sold.map((product) => [product.productId, product]));
  const planned = planChange(order, edit, { products, newId });
  if (planned.kind === 'refused') return { refusal: planned.refusal };
  const { total } = planned.kind === 'planned' ? planned.plan.totals : order.totals;
  if (expectedTotal !== null && total !== expectedTotal) {
    return { refusal: { kind: 'total_changed', total, currency } };
  }
  return { ...planned, order };
}
