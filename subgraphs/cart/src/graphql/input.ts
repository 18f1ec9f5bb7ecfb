import { idInput, textInput, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { MAX_QUANTITY } from '../domain/cart.ts';

const MAX_LINES_AT_ONCE = 100;

/** Unique by `key`, 1–100 of them. */
function list<Item extends z.ZodType>(item: Item, key: (one: z.output<Item>) => string, what: string) {
  return z
    .array(item)
    .min(1, { error: `must have 1–${MAX_LINES_AT_ONCE} entries` })
    .max(MAX_LINES_AT_ONCE, { error: `must have 1–${MAX_LINES_AT_ONCE} entries` })
    .refine((items) => new Set(items.map(key)).size === items.length, {
      error: `must name each ${what} once`,
    });
}

const note = textInput(0, 200)
  .nullish()
  .transform((text) => (text === undefined ? undefined : text || null));
const substitution = z.enum(['ALLOW', 'DENY', 'ASK']).nullish();
const expectedVersion = z.number().int().nullish();
export const cartIdInput = z.object({ cartId: idInput });

export const linesAddInput = cartIdInput.extend({
  expectedVersion,
  lines: list(
    z.object({ productId: idInput, quantity: wholeInput(1, MAX_QUANTITY), note, substitution }),
    (line) => line.productId,
    'product',
  ),
});

export const linesUpdateInput = cartIdInput.extend({
  expectedVersion,
  lines: list(
    z.object({ lineId: idInput, quantity: wholeInput(0, MAX_QUANTITY).nullish(), note, substitution }),
    (line) => line.lineId,
    'line',
  ),
});

export const linesRemoveInput = cartIdInput.extend({
  expectedVersion,
  lineIds: list(idInput, (lineId) => lineId, 'line'),
});

export const tipInput = cartIdInput.extend({ tip: wholeInput(0, 10_000) });
export const cartTokenInput = z.object({
  cartToken: z
    .string()
    .min(1, { error: 'must have 1–128 characters' })
    .max(128, { error: 'must have 1–128 characters' }),
});
