/** `quoteId` → `quote_id`: fields are named as the Prisma models name them, columns in snake case. */
function columnOf(field: string): string {
  return field.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

/** Lists of columns, so that a table's fields stand once. */
export interface Columns<Sql> {
  /** `quote_id, cart_id, …`; with `table`: `n.quote_id, n.cart_id, …`. */
  columnList(fields: readonly string[], table?: string): Sql;
  /** `o.quote_id AS "quoteId", …`: rows come back under the model's names. */
  selectList(fields: readonly string[], table: string): Sql;
}

/** @param raw `Prisma.raw` of the service's client */
export function columnsOf<Sql>(raw: (text: string) => Sql): Columns<Sql> {
  return {
    columnList: (fields, table) =>
      raw(fields.map((field) => (table ? `${table}.` : '') + columnOf(field)).join(', ')),
    selectList: (fields, table) =>
      raw(fields.map((field) => `${table}.${columnOf(field)} AS "${field}"`).join(', ')),
  };
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
