import { INVOICE_PATH, signLink } from '../../domain/documentLink.ts';
import { invoiceNumber } from '../../domain/invoice.ts';
import type { OrderInvoiceResolvers } from '../../generated/graphql.ts';

export const orderInvoiceType: OrderInvoiceResolvers = {
  number: invoiceNumber,
  url: async ({ orderId }, _, { deps }) => {
    const expiresAt = new Date(deps.now().getTime() + deps.invoices.linkMs);
    return `${INVOICE_PATH}?token=${signLink(await deps.linkKey(), { orderId, expiresAt })}`;
  },
};
