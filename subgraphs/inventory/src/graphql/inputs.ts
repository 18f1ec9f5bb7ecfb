import { addressInput, idempotencyKeyInput, idInput, textInput, wholeInput } from '@nakku/graphql-kit';
import { isTimeZone } from '@nakku/geo';
import { z } from 'zod';
import { overlappingHours } from '../domain/store.ts';

/** Bounds of the arguments, as schema/inventory.graphql describes them. */

export const id = idInput.toLowerCase();
const MOST_PIECES = 1_000_000;

const openingHours = z
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

const amount = wholeInput(0, Number.MAX_SAFE_INTEGER);
const radius = wholeInput(100, 50_000);

export const storeCreateInput = z.object({
  name: textInput(1, 100),
  address: addressInput,
  radiusMeters: radius,
  timeZone: z.string().refine(isTimeZone, { error: 'must be an IANA name, for example `Europe/Berlin`' }),
  openingHours,
  deliveryFee: amount,
  freeDeliveryFrom: amount.nullish().transform((value) => value ?? null),
  currency: z.string(),
});

/** Null is as good as left out, but for `freeDeliveryFrom`, where it means never. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined);

export const storeUpdateInput = z.object({
  expectedVersion: wholeInput(1, 2_147_483_647),
  name: optional(textInput(1, 100)),
  radiusMeters: optional(radius),
  openingHours: optional(openingHours),
  deliveryFee: optional(amount),
  freeDeliveryFrom: amount.nullish(),
});

const reason = textInput(1, 200);

/** Marks the products of `lines` that are named twice. */
function eachOnce(lines: readonly { productId: string }[], check: z.RefinementCtx): void {
  lines.forEach(({ productId }, index) => {
    if (lines.findIndex((line) => line.productId === productId) === index) return;
    check.addIssue({ code: 'custom', path: [index, 'productId'], message: 'must be named once only' });
  });
}

export const stockReceiveInput = z.object({
  storeId: id,
  lines: z
    .array(
      z.object({
        productId: id,
        quantity: wholeInput(1, MOST_PIECES),
        threshold: optional(wholeInput(0, MOST_PIECES)),
      }),
    )
    .min(1, { error: 'must have 1–100 lines' })
    .max(100, { error: 'must have 1–100 lines' })
    .superRefine(eachOnce),
  reason: textInput(0, 200)
    .nullish()
    .transform((text) => text || null),
  idempotencyKey: idempotencyKeyInput,
});

export const stockAdjustInput = z.object({
  storeId: id,
  productId: id,
  delta: wholeInput(-MOST_PIECES, MOST_PIECES).refine((delta) => delta !== 0, { error: 'must not be 0' }),
  reason,
  idempotencyKey: idempotencyKeyInput,
});

export const stockSetInput = z.object({
  storeId: id,
  productId: id,
  from: wholeInput(0, 2_147_483_647),
  to: wholeInput(0, MOST_PIECES),
  reason,
  idempotencyKey: idempotencyKeyInput,
});

export const orderRestockInput = z.object({
  orderId: id,
  lines: z
    .array(z.object({ productId: id, quantity: wholeInput(0, MOST_PIECES) }))
    .max(100, { error: 'must have 0–100 lines' })
    .superRefine(eachOnce),
  idempotencyKey: idempotencyKeyInput,
});

/** An identifier in its canonical form, or null if it can name nothing of ours. */
export function knownId(text: string): string | null {
  const parsed = id.safeParse(text);
  return parsed.success ? parsed.data : null;
}
