import { issueKind } from '@nakku/contracts';
import type { Page } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { IssueLine } from '../domain/issue.ts';
import type { Issue } from '../domain/issue.ts';
import type { OrderIssue } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';
import { groupByOrder } from './groupByOrder.ts';

export type IssueStatus = 'OPEN' | 'REFUNDED' | 'REJECTED';

/** An issue of an order as its customer and the staff see it; amounts in minor units of `currency`. */
export interface StoredIssue extends Issue {
  readonly orderId: string;
  readonly storeId: string;
  readonly status: IssueStatus;
  readonly isAutomatic: boolean;
  readonly note: string | null;
  readonly reportedAt: Date;
  readonly resolvedAt: Date | null;
}

const linesSchema: z.ZodType<IssueLine[]> = z.array(
  z.object({ orderLineId: z.string(), productId: z.string(), quantity: z.number(), amount: z.number() }),
);

type Row = OrderIssue & { readonly order: { readonly currency: string; readonly storeId: string } };
const include = { order: { select: { currency: true, storeId: true } } };

function toIssue({ id, kind, lines, refund, order, ...row }: Row): StoredIssue {
  const issue = { issueId: id, kind: issueKind.parse(kind), lines: linesSchema.parse(lines), ...order };
  return { ...row, ...issue, refund: Number(refund) };
}

export async function insertIssue(
  db: Tx,
  { issueId, lines, refund, ...issue }: Omit<StoredIssue, 'currency' | 'storeId' | 'resolvedAt'>,
): Promise<void> {
  const { orderId, kind, status, isAutomatic, note, reportedAt } = issue;
  const resolvedAt = status === 'OPEN' ? null : reportedAt;
  const written = { orderId, kind, status, isAutomatic, note, reportedAt, resolvedAt };
  const data = { id: issueId, ...written, refund, lines: lines.map((line) => ({ ...line })) };
  await db.orderIssue.create({ data });
}

/** Issues of several orders, each oldest first. */
export async function issuesOf(
  db: Tx,
  orderIds: readonly string[],
): Promise<{ readonly orderId: string; readonly issues: StoredIssue[] }[]> {
  const rows = await db.orderIssue.findMany({
    where: { orderId: { in: [...orderIds] } },
    orderBy: [{ orderId: 'asc' }, { id: 'asc' }],
    include,
  });
  return [...groupByOrder(rows.map(toIssue))].map(([orderId, issues]) => ({ orderId, issues }));
}

export async function issuesById(db: Tx, ids: readonly string[]): Promise<StoredIssue[]> {
  return (await db.orderIssue.findMany({ where: { id: { in: [...ids] } }, include })).map(toIssue);
}

export async function findIssue(db: Tx, id: string): Promise<StoredIssue | null> {
  const row = await db.orderIssue.findUnique({ where: { id }, include });
  return row && toIssue(row);
}

/** Decides a case; false if it is decided already. */
export async function resolveIssueRow(
  db: Tx,
  o: {
    readonly id: string;
    readonly status: 'REFUNDED' | 'REJECTED';
    readonly refund: number;
    readonly by: string;
    readonly at: Date;
  },
): Promise<boolean> {
  const { count } = await db.orderIssue.updateMany({
    where: { id: o.id, status: 'OPEN' },
    data: { status: o.status, refund: o.refund, resolvedBy: o.by, resolvedAt: o.at },
  });
  return count === 1;
}

/** How many refunds this customer got by rule since then; call it under the customer's lock. */
export async function countAutoRefunds(db: Tx, customerId: string, since: Date): Promise<number> {
  return db.orderIssue.count({
    where: { order: { customerId }, isAutomatic: true, reportedAt: { gte: since } },
  });
}

/** Sort key: the list's name and the issue's id, which grows with time. */
export type IssueKey = readonly ['orderIssues', string];

/**
 * A page of issues, oldest first: a queue. One row more than its limit if there is more.
 * @param o.storeIds null: of all stores
 */
export async function pageOfIssues(
  db: Tx,
  o: { readonly storeIds: readonly string[] | null; readonly statuses: readonly IssueStatus[] | null },
  page: Page<IssueKey>,
): Promise<StoredIssue[]> {
  const beyond = page.backward ? 'lt' : 'gt';
  const rows = await db.orderIssue.findMany({
    where: {
      ...(o.storeIds ? { order: { storeId: { in: [...o.storeIds] } } } : {}),
      ...(o.statuses ? { status: { in: [...o.statuses] } } : {}),
      ...(page.cursor ? { id: { [beyond]: page.cursor[1] } } : {}),
    },
    orderBy: { id: page.backward ? 'desc' : 'asc' },
    take: page.limit + 1,
    include,
  });
  return rows.map(toIssue);
}
