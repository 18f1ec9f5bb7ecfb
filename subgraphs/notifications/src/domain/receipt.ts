import { currency } from '@nakku/contracts';
import type { EventData } from '@nakku/contracts';
import { z } from 'zod';

const amount = z.number().int().nonnegative();

/** What an order costs, for the emails about it; amounts in minor units of `currency`, taxes included. */
export const receiptContent = z.object({
  currency,
  lines: z.array(z.object({ lineId: z.string(), name: z.string(), quantity: amount, total: amount })),
  subtotal: amount,
  discount: amount,
  deliveryFee: amount,
  tip: amount,
  tax: amount,
  total: amount,
});

export type ReceiptContent = Readonly<z.output<typeof receiptContent>>;

export interface Receipt {
  readonly orderId: string;
  readonly userId: string;
  readonly orderNumber: string;
  readonly content: ReceiptContent;
}

/** The receipt of an order as it was placed. */
export function receiptOf(order: EventData<'order.created'>): Receipt {
  const { orderId, customerId, orderNumber, lines, totals } = order;
  const content = receiptContent.parse({ ...totals, lines });
  return { orderId, userId: customerId, orderNumber, content };
}

/** The receipt after the store had too little of something: what nobody gets is not on it. */
export function shortened(
  before: ReceiptContent,
  changed: EventData<'order.totals_changed'>,
): ReceiptContent {
  const names = new Map(before.lines.map(({ lineId, name }) => [lineId, name]));
  const lines = changed.lines
    .filter(({ quantity }) => quantity > 0)
    .map(({ lineId, quantity, total }) => ({ lineId, name: names.get(lineId) ?? '', quantity, total }));
  return receiptContent.parse({ ...changed.totals, lines });
}
