import { z } from 'zod';
import { system } from './system.ts';

const totals = z.object({
  authorised: z.number(),
  captured: z.number(),
  captures: z.number(),
  refunded: z.number(),
  openHolds: z.number(),
  heldAmount: z.number(),
});
const summary = z.object({ orders: z.record(z.string(), totals) });

/** What the payment provider's own ledger says of an order, minor units; undefined: it never heard of it. */
export async function providerTotals(orderId: string): Promise<z.infer<typeof totals> | undefined> {
  const response = await fetch(`${system.url('payment-provider')}/_sim/summary?order=${orderId}`);
  return summary.parse(await response.json()).orders[orderId];
}
