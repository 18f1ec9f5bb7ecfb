import type { StepDetail } from '../domain/stepDetail.ts';
import type { OrderStep } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';
import { groupByOrder } from './groupByOrder.ts';
import { toStepDetail } from './stepDetailRow.ts';

/** An entry of an order's history. */
export interface StoredStep extends Omit<OrderStep, 'detail'> {
  readonly detail: StepDetail | null;
}

export interface TimelineOfOrder {
  readonly orderId: string;
  readonly steps: StoredStep[];
}

/** Bound of a timeline (schema/orders.graphql). A normal order has some fifteen steps. */
const MAX_TIMELINE = 200;

function toStep(row: OrderStep): StoredStep {
  return { ...row, detail: toStepDetail(row.detail) };
}

/** Histories of several orders, oldest first. */
export async function timelinesOf(db: Tx, orderIds: readonly string[]): Promise<TimelineOfOrder[]> {
  const rows = await db.orderStep.findMany({
    where: { orderId: { in: [...orderIds] }, sequence: { lte: MAX_TIMELINE } },
    orderBy: [{ orderId: 'asc' }, { sequence: 'asc' }],
  });
  return [...groupByOrder(rows.map(toStep))].map(([orderId, steps]) => ({ orderId, steps }));
}

/** The latest step of an order; null if there is no such order. */
export async function latestStep(db: Tx, orderId: string): Promise<StoredStep | null> {
  const row = await db.orderStep.findFirst({ where: { orderId }, orderBy: { sequence: 'desc' } });
  return row && toStep(row);
}

/** The sequence of the latest step of each order; orders without any are missing. */
export async function latestSequences(db: Tx, orderIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.orderStep.groupBy({
    by: ['orderId'],
    where: { orderId: { in: [...orderIds] } },
    _max: { sequence: true },
  });
  return new Map(rows.flatMap(({ orderId, _max }) => (_max.sequence ? [[orderId, _max.sequence]] : [])));
}

/** Steps after `sequence`, oldest first. */
export async function stepsAfter(
  db: Tx,
  orderId: string,
  sequence: number,
  limit: number,
): Promise<StoredStep[]> {
  const rows = await db.orderStep.findMany({
    where: { orderId, sequence: { gt: sequence } },
    orderBy: { sequence: 'asc' },
    take: limit,
  });
  return rows.map(toStep);
}
