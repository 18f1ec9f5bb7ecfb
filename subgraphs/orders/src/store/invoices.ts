import { z } from 'zod';
import type { Invoice } from '../domain/invoice.ts';
import type { Invoice as InvoiceRow } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';

const seller = z.object({ name: z.string(), lines: z.array(z.string()), taxId: z.string() });

/**
 * Writes the invoice of an order whose row is locked, with the next number of its store and year: the counter's row stays
 * locked until the transaction ends, so that a number is given once, and one that is rolled back is given again.
 */
export async function insertInvoice(db: Tx, invoice: Omit<Invoice, 'serial'>): Promise<void> {
  const { orderId, storeId, year, issuedAt } = invoice;
  await db.$executeRaw`
    WITH counter AS (
      INSERT INTO invoice_counters AS c (store_id, year, last) VALUES (${storeId}::uuid, ${year}::int, 1)
      ON CONFLICT (store_id, year) DO UPDATE SET last = c.last + 1
      RETURNING last
    )
    INSERT INTO invoices (order_id, store_id, year, serial, seller, issued_at)
    SELECT ${orderId}::uuid, ${storeId}::uuid, ${year}::int, last, ${JSON.stringify(invoice.seller)}::jsonb,
           ${issuedAt}::timestamptz
      FROM counter`;
}

function invoiceOf(row: InvoiceRow): Invoice {
  return { ...row, seller: seller.parse(row.seller) };
}

/** The invoices of orders, in any order; orders that were not delivered have none. */
export async function invoicesOf(db: Tx, orderIds: readonly string[]): Promise<Invoice[]> {
  return (await db.invoice.findMany({ where: { orderId: { in: [...orderIds] } } })).map(invoiceOf);
}

/** The key that signs links. @throws Error if the database has none */
export async function linkKey(db: Tx): Promise<Uint8Array> {
  const row = await db.linkKey.findUniqueOrThrow({ where: { id: 1 } });
  return row.key;
}
