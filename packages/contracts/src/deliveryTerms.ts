import { z } from 'zod';
import { amount } from './values.ts';

/** What a store asked for a delivery when a quote was signed; a later change of the order is priced by it, too. */
export const deliveryTerms = z.object({
  /** Minor units. */
  fee: amount,
  /** Subtotal from which delivery is free, minor units; null: never. */
  freeFrom: amount.nullable(),
  /** How far the store delivers, as the crow flies. */
  radiusMeters: z.number().int().positive(),
});

export type DeliveryTerms = z.infer<typeof deliveryTerms>;

/** The delivery fee of goods that cost `subtotal`, in minor units. */
export function deliveryFeeOf({ fee, freeFrom }: DeliveryTerms, subtotal: number): number {
  return freeFrom !== null && subtotal >= freeFrom ? 0 : fee;
}
