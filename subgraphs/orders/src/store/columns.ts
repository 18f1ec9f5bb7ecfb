import { Prisma } from '../generated/prisma/client.ts';

/** `quoteId` → `quote_id`: fields are named as the Prisma models name them, columns in snake case. */
function columnOf(field: string): string {
  return field.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

/** `quote_id, cart_id, …`; with `table`: `n.quote_id, n.cart_id, …`. */
export function columnList(fields: readonly string[], table?: string): Prisma.Sql {
  return Prisma.raw(fields.map((field) => (table ? `${table}.` : '') + columnOf(field)).join(', '));
}

/** `o.quote_id AS "quoteId", …`: rows come back under the model's names. */
export function selectList(fields: readonly string[], table: string): Prisma.Sql {
  return Prisma.raw(fields.map((field) => `${table}.${columnOf(field)} AS "${field}"`).join(', '));
}

type Row = Readonly<Record<string, unknown>>;

function byColumn(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([field, value]) => [columnOf(field), value]));
}

/** A row as `json_populate_record` takes it: JSON text, by column. */
export function jsonRow(row: Row): string {
  return JSON.stringify(byColumn(row));
}

/** The same for `json_populate_recordset`. */
export function jsonRows(rows: readonly Row[]): string {
  return JSON.stringify(rows.map(byColumn));
}
