import { Prisma } from '../generated/prisma/client.ts';
import type { AttemptRow, PaymentRow, RefundRow, TaskRow } from './rows.ts';

type PostgresType = 'uuid' | 'text' | 'int' | 'bigint' | 'timestamptz' | 'jsonb' | 'boolean';

/** The columns of one table. Every list of columns in this service's SQL about a payment is derived from it. */
interface Table<Row> {
  /** Of every field of a row, in the order in which they are written. */
  readonly types: Readonly<Record<keyof Row & string, PostgresType>>;
  /** What a later change of the same row may overwrite. */
  readonly changing: readonly (keyof Row & string)[];
  /** Columns whose name is not the field's in snake case. */
  readonly renamed?: Partial<Record<keyof Row & string, string>>;
}

export const paymentTable: Table<PaymentRow> = {
  types: {
    id: 'uuid',
    orderId: 'uuid',
    customerId: 'uuid',
    storeId: 'uuid',
    amount: 'bigint',
    currency: 'text',
    status: 'text',
    phase: 'text',
    kind: 'text',
    attempt: 'int',
    captured: 'bigint',
    refunded: 'bigint',
    refundRequested: 'bigint',
    handover: 'text',
    lines: 'jsonb',
    deliveryFee: 'bigint',
    tip: 'bigint',
    increase: 'jsonb',
    taskCount: 'int',
    version: 'int',
    createdAt: 'timestamptz',
  },
  changing: [
    'amount',
    'status',
    'phase',
    'kind',
    'attempt',
    'captured',
    'refunded',
    'refundRequested',
    'handover',
    'lines',
    'deliveryFee',
    'tip',
    'increase',
    'taskCount',
    'version',
  ],
  renamed: { refundRequested: 'refund_asked' },
};

export const attemptTable: Table<AttemptRow> = {
  types: {
    id: 'uuid',
    number: 'int',
    kind: 'text',
    methodId: 'uuid',
    token: 'text',
    providerCustomer: 'text',
    amount: 'bigint',
    status: 'text',
    failureReason: 'text',
    actionUrl: 'text',
    providerRef: 'text',
    hold: 'text',
    isReplacement: 'boolean',
    createdAt: 'timestamptz',
  },
  changing: ['amount', 'status', 'failureReason', 'actionUrl', 'providerRef', 'hold', 'isReplacement'],
};

export const taskTable: Table<TaskRow> = {
  types: {
    id: 'uuid',
    attemptId: 'uuid',
    refundId: 'uuid',
    position: 'int',
    kind: 'text',
    amount: 'bigint',
    keyNumber: 'int',
    tries: 'int',
    status: 'text',
    dueAt: 'timestamptz',
    lastError: 'text',
    createdAt: 'timestamptz',
  },
  changing: ['keyNumber', 'status', 'dueAt', 'lastError'],
};

export const refundTable: Table<RefundRow> = {
  types: {
    id: 'uuid',
    amount: 'bigint',
    reason: 'text',
    reasonCode: 'text',
    status: 'text',
    providerRef: 'text',
    requestedBy: 'uuid',
    decidedBy: 'uuid',
    decidedAt: 'timestamptz',
    lines: 'jsonb',
    deliveryFee: 'bigint',
    tip: 'bigint',
    createdAt: 'timestamptz',
  },
  changing: ['status', 'providerRef', 'decidedBy', 'decidedAt'],
  renamed: { requestedBy: 'asked_by' },
};

function columnOf<Row>(table: Table<Row>, field: keyof Row & string): string {
  return table.renamed?.[field] ?? field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function fieldsOf<Row>(table: Table<Row>): (keyof Row & string)[] {
  const names = new Set(Object.keys(table.types));
  const isField = (name: string): name is keyof Row & string => names.has(name);
  return [...names].filter(isField);
}

const listed = (parts: readonly string[]): Prisma.Sql => Prisma.raw(parts.join(', '));

/** `id, order_id, …`: what an INSERT names. */
export function columnsOf<Row>(table: Table<Row>): Prisma.Sql {
  return listed(fieldsOf(table).map((field) => columnOf(table, field)));
}

/** `r.id, r."orderId", …`: the fields of a row `r` of `recordsOf`, in the order of `columnsOf`. */
export function fieldsOfRecord<Row>(table: Table<Row>): Prisma.Sql {
  return listed(fieldsOf(table).map((field) => `r."${field}"`));
}

/** `status = EXCLUDED.status, …`: what a conflicting INSERT overwrites. */
export function changesOf<Row>(table: Table<Row>): Prisma.Sql {
  return listed(
    table.changing.map((field) => `${columnOf(table, field)} = EXCLUDED.${columnOf(table, field)}`),
  );
}

/** Rows of the table as records `r`, from a JSON array of the domain's objects. */
export function recordsOf<Row>(table: Table<Row>, rows: readonly Row[]): Prisma.Sql {
  const types = listed(fieldsOf(table).map((field) => `"${field}" ${table.types[field]}`));
  return Prisma.sql`json_to_recordset(${JSON.stringify(rows)}::json) AS r(${types})`;
}

/** `'id', c.id, 'orderId', c.order_id, …`: arguments of json_build_object; times become ISO 8601. */
export function jsonOf<Row>(table: Table<Row>, alias: string): Prisma.Sql {
  return listed(fieldsOf(table).map((field) => `'${field}', ${alias}.${columnOf(table, field)}`));
}
