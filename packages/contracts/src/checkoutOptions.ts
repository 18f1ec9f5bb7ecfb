import { z } from 'zod';

/** Maximum number of attributes of a cart, a quote and an order. */
export const MAX_ATTRIBUTES = 10;
export const MAX_ATTRIBUTE_KEY_LENGTH = 40;
export const MAX_ATTRIBUTE_VALUE_LENGTH = 250;

/** A key is a name for programs: a letter, then letters, digits, dots, dashes and underscores. */
export const ATTRIBUTE_KEY = /^[A-Za-z][A-Za-z0-9._-]{0,39}$/;

/**
 * Options without a rule of their own, such as a gift note. Keys are unique. The content of a value is checked where it
 * enters; here only its size is.
 */
const attributes = z
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

export type Attribute = z.infer<typeof attributes>[number];

export const handover = z.enum(['CODE', 'LEFT_AT_DOOR']);
export type Handover = z.infer<typeof handover>;

/**
 * What a customer sets in the cart and the order carries unchanged: the cart, its quote, `order.created` and the order have
 * these fields, under these names. A new one is declared here, with what quotes and events from before it have, and gets a
 * column of the same name in `carts` and `orders`. `checkoutOptions.parse(whole)` picks them out of any object that has them.
 */
export const checkoutOptions = z.object({ handover, attributes: attributes.default([]) });

/** The options, read-only. */
export type CheckoutOptions = {
  readonly [Field in CheckoutOptionField]: z.infer<typeof checkoutOptions>[Field] extends (infer Item)[]
    ? readonly Item[]
    : z.infer<typeof checkoutOptions>[Field];
};
type CheckoutOptionField = keyof z.infer<typeof checkoutOptions>;

export const checkoutOptionFields = checkoutOptions.keyof().options;

/** The options of a cart in which nothing was set. */
export const noCheckoutOptions: CheckoutOptions = checkoutOptions.parse({ handover: 'CODE' });
