import { address, handover, ifUnavailable, totals } from '@nakku/contracts';
import { z } from 'zod';
import type { PendingChange } from '../domain/pendingChange.ts';

const line = z.object({
  id: z.string(),
  lineId: z.string(),
  productId: z.string(),
  sku: z.string(),
  name: z.string(),
  quantity: z.number(),
  unitPrice: z.number(),
  total: z.number(),
  taxRate: z.number(),
  ifUnavailable,
  picked: z.number(),
  short: z.number(),
  substituted: z.number(),
  removed: z.number(),
});

const changeSchema: z.ZodType<PendingChange> = z.object({
  id: z.string(),
  waitsFor: z.enum(['STOCK', 'PAYMENT']),
  lines: z.array(line),
  added: z.array(
    line.extend({ packaging: z.string(), imageUrl: z.string().nullable(), note: z.string().nullable() }),
  ),
  totals: totals.omit({ taxes: true }),
  dropoff: address,
  handover,
});

/** @throws ZodError for a row that no version of this service wrote */
export function toPendingChange(stored: unknown): PendingChange | null {
  return stored === null ? null : changeSchema.parse(stored);
}
