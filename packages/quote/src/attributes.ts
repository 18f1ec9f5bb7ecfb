import { z } from 'zod';

/** Most attributes of a cart, a quote and an order. */
export const MAX_ATTRIBUTES = 10;
export const MAX_ATTRIBUTE_KEY_LENGTH = 40;
export const MAX_ATTRIBUTE_VALUE_LENGTH = 250;

/** A key is a name for programs: a letter, then letters, digits, dots, dashes and underscores. */
export const ATTRIBUTE_KEY = /^[A-Za-z][A-Za-z0-9._-]{0,39}$/;

/**
 * Wishes without a rule of their own, such as a gift note: set in the cart, signed in the quote, shown on the order. Keys
 * are unique. What a value may contain is checked where it enters; here only its size is.
 */
export const attributesSchema = z
  .array(
    z.object({
      key: z.string().regex(ATTRIBUTE_KEY),
      value: z.string().min(1).max(MAX_ATTRIBUTE_VALUE_LENGTH),
    }),
  )
  .max(MAX_ATTRIBUTES)
  .refine((attributes) => new Set(attributes.map(({ key }) => key)).size === attributes.length, {
    error: 'a key appears twice',
  });

export type Attribute = z.infer<typeof attributesSchema>[number];
