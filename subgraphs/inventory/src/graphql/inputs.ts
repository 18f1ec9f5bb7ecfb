import { idempotencyKeyInput, idInput, textInput, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { overlappingHours } from '../domain/store.ts';

/** Bounds of the arguments, as schema/inventory.graphql describes them. */

/** Most pieces that one request moves. */
export const MAX_PIECES = 1_000_000;

/** Most products that one request names. */
export const MAX_PRODUCTS = 100;

/** An amount of a store, such as its delivery fee; no sum of a cart leaves the safe integers. Minor units. */
export const amountInput = wholeInput(0, 1_000_000_000);

export const radiusInput = wholeInput(100, 50_000);

export const reasonInput = textInput(1, 200);

/** Free text that may be left out. */
export const noteInput = textInput(0, 200)
  .nullish()
  .transform((text) => text || null);

/** Null is as good as left out where null is no value of the field. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined);

export const openingHoursInput = z
  .array(
    z
      .object({ weekday: wholeInput(1, 7), opens: wholeInput(0, 1439), closes: wholeInput(1, 1440) })
      .refine((day) => day.closes > day.opens, { path: ['closes'], error: 'must be after `opens`' }),
  )
  .max(14, { error: 'must have at most 14 entries' })
  .superRefine((hours, check) => {
    const index = overlappingHours(hours);
    if (index !== null) {
      check.addIssue({ code: 'custom', path: [index], message: 'must not overlap others of its weekday' });
    }
  });

export const closedDatesInput = z
  .array(z.iso.date({ error: 'must be a date such as 2026-12-25' }))
  .max(100, { error: 'must have at most 100 entries' })
  .transform((dates) => [...new Set(dates)].sort());

/** One stock item, and the key of the act. */
export const stockItemInput = z.object({
  storeId: idInput,
  productId: idInput,
  idempotencyKey: idempotencyKeyInput,
});

/** Marks the products of `lines` that are named twice. */
export function eachOnce(lines: readonly { productId: string }[], check: z.RefinementCtx): void {
  lines.forEach(({ productId }, index) => {
    if (lines.findIndex((line) => line.productId === productId) === index) return;
    check.addIssue({ code: 'custom', path: [index, 'productId'], message: 'must be named once only' });
  });
}

/** An ID in its canonical form, or null if it can name nothing of ours. */
export function knownId(text: string): string | null {
  const parsed = idInput.safeParse(text);
  return parsed.success ? parsed.data : null;
}
