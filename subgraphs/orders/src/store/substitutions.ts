import { z } from 'zod';
import { jsonRow } from '@nakku/platform';
import type { Proposal, Substitution, SubstitutionStatus } from '../domain/substitution.ts';
import type { OrderSubstitution } from '../generated/prisma/client.ts';
import { columnList, selectList } from './columns.ts';
import type { Tx } from './database.ts';
import { groupByOrder } from './groupByOrder.ts';

/** A question to a customer, as it is kept. */
export interface StoredSubstitution extends Substitution {
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly answeredAt: Date | null;
}

const proposalsSchema: z.ZodType<Proposal[]> = z.array(
  z.object({
    productId: z.string(),
    sku: z.string(),
    name: z.string(),
    packaging: z.string(),
    imageUrl: z.string().nullable(),
    taxRate: z.number(),
    unitPrice: z.number(),
    total: z.number(),
  }),
);

const fields = [
  'id',
  'orderId',
  'orderLineId',
  'quantity',
  'status',
  'proposals',
  'onTimeout',
  'proposedBy',
  'proposedAt',
  'expiresAt',
  'answeredAt',
  'chosenProductId',
] as const satisfies readonly (keyof OrderSubstitution)[];

function toSubstitution(row: OrderSubstitution): StoredSubstitution {
  return { ...row, proposals: proposalsSchema.parse(row.proposals) };
}

export async function insertSubstitution(db: Tx, substitution: StoredSubstitution): Promise<void> {
  await db.$executeRaw`
    INSERT INTO order_substitutions (${columnList(fields)})
    SELECT ${columnList(fields)} FROM json_populate_record(NULL::order_substitutions, ${jsonRow({ ...substitution })}::json)`;
}

export async function findSubstitution(db: Tx, id: string): Promise<StoredSubstitution | null> {
  const [row] = await db.$queryRaw<OrderSubstitution[]>`
    SELECT ${selectList(fields, 's')} FROM order_substitutions s WHERE s.id = ${id}::uuid`;
  return row ? toSubstitution(row) : null;
}

/** Questions of several orders, each oldest first. */
export async function substitutionsOf(
  db: Tx,
  orderIds: readonly string[],
): Promise<{ readonly orderId: string; readonly substitutions: StoredSubstitution[] }[]> {
  const rows = await db.$queryRaw<OrderSubstitution[]>`
    SELECT ${selectList(fields, 's')} FROM order_substitutions s
    WHERE s.order_id = ANY(${[...orderIds]}::uuid[]) ORDER BY s.order_id, s.id`;
  return [...groupByOrder(rows.map(toSubstitution))].map(([orderId, substitutions]) => ({
    ...{ orderId, substitutions },
  }));
}

/** Pieces of each line of an order about which something is still undecided. */
export async function pendingPieces(db: Tx, orderId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ orderLineId: string; pieces: number }[]>`
    SELECT order_line_id AS "orderLineId", sum(quantity)::int AS pieces FROM order_substitutions
    WHERE order_id = ${orderId}::uuid AND status IN ('OPEN', 'RESERVING') GROUP BY order_line_id`;
  return new Map(rows.map(({ orderLineId, pieces }) => [orderLineId, pieces]));
}

/** Answers an open question in one conditional statement; false if it has its answer already. */
export async function answerRow(
  db: Tx,
  o: {
    readonly id: string;
    readonly status: Exclude<SubstitutionStatus, 'OPEN'>;
    readonly chosenProductId: string | null;
    readonly at: Date;
  },
): Promise<boolean> {
  const answered = await db.$executeRaw`
    UPDATE order_substitutions SET status = ${o.status}::substitution_status,
      chosen_product_id = ${o.chosenProductId}::uuid, answered_at = ${o.at}::timestamptz
    WHERE id = ${o.id}::uuid AND status = 'OPEN'`;
  return answered === 1;
}

/** Ends a question whose product was being reserved; false if it has ended already. */
export async function endRow(
  db: Tx,
  { id, status }: { readonly id: string; readonly status: 'SUBSTITUTED' | 'UNAVAILABLE' | 'CLOSED' },
): Promise<boolean> {
  const ended = await db.$executeRaw`
    UPDATE order_substitutions SET status = ${status}::substitution_status
    WHERE id = ${id}::uuid AND status = 'RESERVING'`;
  return ended === 1;
}
