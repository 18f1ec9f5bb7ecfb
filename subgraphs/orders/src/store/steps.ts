import type { StepDetail } from '../domain/stepDetail.ts';
import type { OrderStep } from '../generated/prisma/client.ts';
import { selectList } from './columns.ts';
import type { Tx } from './database.ts';
import { toStepDetail } from './stepDetailRow.ts';

/** An entry of an order's history. */
export interface StoredStep extends Omit<OrderStep, 'detail'> {
  readonly detail: StepDetail | null;
}

/** Where a page of a timeline starts. */
export interface TimelineKey {
  readonly orderId: string;
  readonly afterSequence: number;
}

export interface TimelineOfOrder extends TimelineKey {
  readonly steps: StoredStep[];
}

/** Steps of a page of a timeline (schema/orders.graphql). A normal order has some fifteen. */
const TIMELINE_PAGE = 200;

const fields = [
  'orderId',
  'sequence',
  'kind',
  'status',
  'detail',
  'actorId',
  'at',
] as const satisfies readonly (keyof OrderStep)[];

function toStep(row: OrderStep): StoredStep {
  return { ...row, detail: toStepDetail(row.detail) };
}

/** A page of each of several histories, oldest first; those without steps there are missing. */
export async function timelinesOf(db: Tx, keys: readonly TimelineKey[]): Promise<TimelineOfOrder[]> {
  const orderIds = keys.map(({ orderId }) => orderId);
  const positions = keys.map(({ afterSequence }) => afterSequence);
  const rows = await db.$queryRaw<(OrderStep & { readonly afterSequence: number })[]>`
    SELECT s.*, k.after_sequence AS "afterSequence"
    FROM unnest(${orderIds}::uuid[], ${positions}::int[]) AS k(order_id, after_sequence)
    CROSS JOIN LATERAL (
      SELECT ${selectList(fields, 's')} FROM order_steps s
      WHERE s.order_id = k.order_id AND s.sequence > k.after_sequence ORDER BY s.sequence LIMIT ${TIMELINE_PAGE}
    ) s ORDER BY s."orderId", k.after_sequence, s.sequence`;
  const pages = new Map<string, { readonly key: TimelineKey; readonly steps: StoredStep[] }>();
  for (const { afterSequence, ...row } of rows) {
    const key = { orderId: row.orderId, afterSequence };
    const page = pages.get(timelineId(key)) ?? { key, steps: [] };
    pages.set(timelineId(key), page);
    page.steps.push(toStep(row));
  }
  return [...pages.values()].map(({ key, steps }) => ({ ...key, steps }));
}

/** One key as one text, to load by. */
export function timelineId({ orderId, afterSequence }: TimelineKey): string {
  return `${orderId}:${afterSequence}`;
}

/** The key of a text of `timelineId`. */
export function timelineKey(id: string): TimelineKey {
  const [orderId = '', afterSequence] = id.split(':');
  return { orderId, afterSequence: Number(afterSequence) };
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
