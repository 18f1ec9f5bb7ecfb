import { cancelReason, changeRefusal, deliveryStatus, paymentFailure } from '@nakku/contracts';
import { z } from 'zod';
import type { StepDetail } from '../domain/stepDetail.ts';

const stepDetailSchema: z.ZodType<StepDetail> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('CANCEL_REASON'), reason: cancelReason }),
  z.object({ kind: z.literal('CHANGE_REFUSED'), reason: changeRefusal }),
  z.object({ kind: z.literal('PAYMENT_FAILURE'), failure: paymentFailure }),
  z.object({
    kind: z.literal('PAYMENT_OUTCOME'),
    outcome: z.enum([
      'CAPTURED',
      'CAPTURE_FAILED',
      'CAPTURE_OVERDUE',
      'VOIDED',
      'PARTLY_REFUNDED',
      'REFUNDED',
      'REFUND_FAILED',
      'DISPUTED',
      'DISPUTE_WON',
      'DISPUTE_LOST',
    ]),
  }),
  z.object({ kind: z.literal('DELIVERY_STATUS'), status: deliveryStatus }),
  z.object({ kind: z.literal('COURIER_SEARCH_REPEATED') }),
  z.object({ kind: z.literal('ETA_CHANGED') }),
  z.object({ kind: z.literal('LINES_PICKED'), pieces: z.number(), left: z.number() }),
  z.object({ kind: z.literal('LINE_SHORT'), name: z.string(), quantity: z.number() }),
  z.object({
    kind: z.literal('SUBSTITUTION_PROPOSED'),
    name: z.string(),
    quantity: z.number(),
    proposals: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('SUBSTITUTION_ANSWERED'),
    name: z.string(),
    quantity: z.number(),
    substitute: z.string().nullable(),
    isTimeout: z.boolean(),
  }),
  z.object({
    kind: z.literal('LINE_SUBSTITUTED'),
    name: z.string(),
    quantity: z.number(),
    substitute: z.string(),
  }),
  z.object({ kind: z.literal('TOTAL_CHANGED'), from: z.number(), to: z.number(), currency: z.string() }),
  z.object({ kind: z.literal('TEXT'), text: z.string() }),
]);

/** @throws ZodError for a row that no version of this service wrote */
export function toStepDetail(stored: unknown): StepDetail | null {
  return stored === null ? null : stepDetailSchema.parse(stored);
}
