import { idInput, textInput, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';

const MAX_LINES_AT_ONCE = 100;

export const cartIdInput = z.object({ cartId: idInput });

/** The version that a change is based on; null or undefined: whatever it is. */
export const expectedVersionInput = wholeInput(1, 2_147_483_647)
  .nullish()
  .transform((version) => version ?? null);

/** A note for the packer: undefined as it is, null or empty none. */
export const noteInput = textInput(0, 200)
  .nullish()
  .transform((text) => (text === undefined ? undefined : text || null));

export const substitutionInput = z.enum(['ALLOW', 'DENY', 'ASK']).nullish();

/** 1–100 items, unique by `key`. */
export function listInput<Item extends z.ZodType>(
  item: Item,
  key: (one: z.output<Item>) => string,
  what: string,
) {
  return z
    .array(item)
    .min(1, { error: `must have 1–${MAX_LINES_AT_ONCE} entries` })
    .max(MAX_LINES_AT_ONCE, { error: `must have 1–${MAX_LINES_AT_ONCE} entries` })
    .refine((items) => new Set(items.map(key)).size === items.length, {
      error: `must name each ${what} once`,
    });
}
