import { openLink } from '../domain/documentLink.ts';
import type { Invoice } from '../domain/invoice.ts';
import type { Order } from '../domain/order.ts';
import { invoicesOf } from '../store/invoices.ts';
import { linesOf } from '../store/lines.ts';
import type { StoredLine } from '../store/lines.ts';
import { ordersById } from '../store/orderQueries.ts';
import type { Deps } from './deps.ts';

/** An invoice with what it is of. */
export interface WholeInvoice {
  readonly invoice: Invoice;
  readonly order: Order;
  readonly lines: readonly Omit<StoredLine, 'currency'>[];
}

/** The invoice that a link opens; null if the link is not ours or has expired. */
export async function readInvoice(deps: Deps, token: string): Promise<WholeInvoice | null> {
  const orderId = openLink(await deps.linkKey(), token, deps.now());
  if (orderId === null) return null;
  const [[invoice], [order], [found]] = await Promise.all([
    invoicesOf(deps.db, [orderId]),
    ordersById(deps.db, [orderId]),
    linesOf(deps.db, [orderId]),
  ]);
  return invoice && order && found ? { invoice, order, lines: found.lines } : null;
}
