import { jsonRows } from '@nakku/platform';
import { finalAmount, openPieces } from '../domain/lines.ts';
import type { Line } from '../domain/lines.ts';
import type { AddedLine } from '../domain/pendingChange.ts';
import { taxOfLine } from '../domain/substitution.ts';
import { type OrderLine, Prisma } from '../generated/prisma/client.ts';
import { columnList, selectList } from './columns.ts';
import { lineFields } from './rows.ts';
import { groupByOrder } from './groupByOrder.ts';
import type { Tx } from './database.ts';

/**
 * A line with the currency of its order, in which its amounts are.
 * @public codegen.yml names it
 */
export type StoredLine = OrderLine & { readonly currency: string };

export interface LinesOfOrder {
  readonly orderId: string;
  readonly lines: OrderLine[];
}

/** Lines of several orders, each in the order of its quote. */
export async function linesOf(db: Tx, orderIds: readonly string[]): Promise<LinesOfOrder[]> {
  const rows = await db.orderLine.findMany({
    where: { orderId: { in: [...orderIds] } },
    orderBy: [{ orderId: 'asc' }, { position: 'asc' }],
  });
  return [...groupByOrder(rows)].map(([orderId, lines]) => ({ orderId, lines }));
}

/** What decisions need of a line. */
const decidedFields = [
  'id',
  'lineId',
  'productId',
  'sku',
  'name',
  'quantity',
  'unitPrice',
  'total',
  'taxRate',
  'ifUnavailable',
  'picked',
  'short',
  'substituted',
  'removed',
] as const satisfies readonly (keyof Line)[];

/** Lines as decisions need them; amounts are exact as numbers. */
export const selectLines = Prisma.sql`SELECT ${selectList(decidedFields, 'l')} FROM order_lines l`;

/**
 * The lines of one order, in the order of its quote. By hand: it is read under each lock of an order, and a model of Prisma
 * would bring its engine into the transaction.
 */
export async function linesOfOrder(db: Tx, orderId: string): Promise<Line[]> {
  const rows = await db.$queryRaw<Pick<OrderLine, (typeof decidedFields)[number]>[]>`
    ${selectLines} WHERE l.order_id = ${orderId}::uuid ORDER BY l.position`;
  return rows.map((row) => ({ ...row, unitPrice: Number(row.unitPrice), total: Number(row.total) }));
}

/** Writes what became of lines whose order is locked. */
export async function saveLines(db: Tx, orderId: string, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map((line) => {
    const { total: finalTotal, tax: finalTax } = finalAmount(line);
    const { id, quantity, total, picked, short, substituted, removed } = line;
    return {
      ...{ id, quantity, total, tax: taxOfLine(line), discount: quantity * line.unitPrice - total },
      ...{ open: openPieces(line), picked, short, substituted, removed, finalTotal, finalTax },
    };
  });
  await db.$executeRaw`
    UPDATE order_lines l SET quantity = n.quantity, total = n.total, tax = n.tax, discount = n.discount, open = n.open, picked = n.picked, short = n.short, substituted = n.substituted,
      removed = n.removed, final_total = n.final_total, final_tax = n.final_tax
    FROM json_populate_recordset(NULL::order_lines, ${jsonRows(rows)}::json) n
    WHERE l.id = n.id AND l.order_id = ${orderId}::uuid`;
}

/** Writes the line that a substitute is, behind the others of its order, which is locked. */
export async function insertSubstitute(
  db: Tx,
  o: {
    readonly orderId: string;
    readonly line: Line;
    readonly product: { readonly packaging: string; readonly imageUrl: string | null };
    readonly substituteFor: string;
  },
): Promise<void> {
  const { orderId, line, product, substituteFor } = o;
  const { packaging, imageUrl } = product;
  await insertBehind(db, orderId, [{ ...line, packaging, imageUrl, note: null, substituteFor }]);
}

/** Writes lines that a change adds, behind the others of their order, which is locked. */
export async function insertAddedLines(db: Tx, orderId: string, lines: readonly AddedLine[]): Promise<void> {
  if (lines.length === 0) return;
  await insertBehind(
    db,
    orderId,
    lines.map((line) => ({ ...line, substituteFor: null })),
  );
}

async function insertBehind(
  db: Tx,
  orderId: string,
  lines: readonly (AddedLine & { readonly substituteFor: string | null })[],
): Promise<void> {
  const rows = lines.map((line, index) => {
    const { picked: _, short: __, substituted: ___, removed: ____, ...own } = line;
    const { total, tax } = finalAmount(line);
    return {
      ...{ ...own, orderId, position: index + 1, discount: line.quantity * line.unitPrice - line.total },
      ...{ tax: taxOfLine(line), open: openPieces(line), finalTotal: total, finalTax: tax },
    };
  });
  const fields = [...lineFields.filter((field) => field !== 'position'), 'substituteFor'] as const;
  await db.$executeRaw`
    INSERT INTO order_lines (${columnList(fields)}, position)
    SELECT ${columnList(fields, 'n')},
      n.position + (SELECT max(l.position) FROM order_lines l WHERE l.order_id = ${orderId}::uuid)
    FROM json_populate_recordset(NULL::order_lines, ${jsonRows(rows)}::json) n`;
}
