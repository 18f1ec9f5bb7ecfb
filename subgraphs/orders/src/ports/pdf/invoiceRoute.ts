import { jsonResponse } from '@nakku/service';
import type { HttpRoute } from '@nakku/service';
import type { WholeInvoice } from '../../app/readInvoice.ts';
import { INVOICE_PATH } from '../../domain/documentLink.ts';
import { invoiceNumber } from '../../domain/invoice.ts';
import { invoiceContent } from '../../domain/invoiceContent.ts';
import { invoicePdf } from './invoicePdf.ts';

/**
 * Serves invoices to whoever has a link, which the gateway forwards. A forged link, an expired one and an invoice that does
 * not exist are alike.
 */
export function invoiceRoute(
  timeZone: string,
  read: (token: string) => Promise<WholeInvoice | null>,
): HttpRoute {
  return {
    method: 'GET',
    path: INVOICE_PATH,
    async handle({ query }) {
      const found = await read(query.get('token') ?? '');
      if (found === null) return jsonResponse(404, { errors: [{ message: 'Not found' }] });
      const { invoice, order, lines } = found;
      const body = await invoicePdf(invoiceContent(invoice, order, lines, timeZone), invoice.issuedAt);
      const headers = {
        'content-type': 'application/pdf',
        'content-disposition': `inline; filename="${invoiceNumber(invoice)}.pdf"`,
        'cache-control': 'private, no-store',
      };
      return { status: 200, headers, body };
    },
  };
}
