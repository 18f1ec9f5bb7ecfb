import type { OrderStep } from '../generated/prisma/client.ts';
import { byOrder } from './byOrder.ts';
import type { Tx } from './database.ts';

export type StoredStep = OrderStep;

export interface TimelineOfOrder {
  readonly orderId: string;
  readonly steps: StoredStep[];
}

/** Bound of a timeline (schema/orders.graphql). An order that lives its life has some fifteen. */
const LONGEST_TIMELINE = 200;

/** Histories of several orders, oldest first. */
export async function timelinesOf(db: Tx, orderIds: readonly string[]): Promise<TimelineOfOrder[]> {
  const rows = await db.orderStep.findMany({
    where: { orderId: { in: [...orderIds] }, sequence: { lte: LONGEST_TIMELINE } },
    orderBy: [{ orderId: 'asc' }, { sequence: 'asc' }],
  });
  return [...byOrder(rows)].map(([orderId, steps]) => ({ orderId, steps }));
}

/** The latest step of an order; null if there is no such order. */
export async function latestStep(db: Tx, orderId: string): Promise<StoredStep | null> {
  return db.orderStep.findFirst({ where: { orderId }, orderBy: { sequence: 'desc' } });
}

/** Steps after `sequence`, oldest first. */
export async function stepsAfter(
  db: Tx,
  orderId: string,
  sequence: number,
  limit: number,
): Promise<StoredStep[]> {
  return db.orderStep.findMany({
    where: { orderId, sequence: { gt: sequence } },
    orderBy: { sequence: 'asc' },
    take: limit,
  });
}
