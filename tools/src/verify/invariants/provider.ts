import { request } from 'undici';
import { z } from 'zod';
import type { Databases } from './databases.ts';

const summarySchema = z.object({
  orders: z.record(
    z.string(),
    z.object({
      authorised: z.number(),
      captured: z.number(),
      captures: z.number(),
      refunded: z.number(),
      openHolds: z.number(),
      heldAmount: z.number(),
    }),
  ),
  undeliveredWebhooks: z.number(),
});

/** What the payment provider did, by its own ledger: per order, in minor units. */
export type ProviderSummary = z.infer<typeof summarySchema>;

export async function providerSummary({ targets }: Databases): Promise<ProviderSummary> {
  const { body } = await request(`${targets.providerUrl}/_sim/summary`);
  return summarySchema.parse(await body.json());
}
