import { textInput, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { MAX_AGE_LIMIT, MAX_PRICE, MIN_AGE_LIMIT } from '../domain/product.ts';

/** Input schemas that several operations share; bounds are those that schema/products.graphql describes. */

export const slugInput = z
  .string()
  .max(120, { error: 'must have 1–120 characters' })
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
    error: 'must be lower-case letters and digits, joined by single dashes',
  });

export const priceInput = z.object({ amount: wholeInput(1, MAX_PRICE), currency: z.string() });

const MAX_SIZE = 1_000_000;
const hasThreeDecimals = (size: number): boolean => Number(size.toFixed(3)) === size;
export const sizeInput = z
  .number()
  .positive({ error: 'must be more than 0' })
  .max(MAX_SIZE, { error: 'must be at most 1,000,000' })
  .refine(hasThreeDecimals, { error: 'must have at most 3 decimals' });

const imageUrl = z
  .string()
  .max(2_000, { error: 'must have at most 2,000 characters' })
  .pipe(z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }));
export const imageUrlsInput = z.array(imageUrl).max(10, { error: 'must have at most 10 entries' });

/** Text of at most `max` characters; empty is as good as none. */
const textOrNull = (max: number) =>
  textInput(0, max)
    .nullable()
    .transform((text) => text || null);

export const productNameInput = textInput(1, 200);
export const descriptionInput = textOrNull(5_000);
export const brandInput = textOrNull(100);
export const taxRateInput = wholeInput(0, 10_000);
export const attributesInput = z
  .array(z.object({ name: textInput(1, 40), value: textInput(1, 200) }))
  .max(50, { error: 'must have at most 50 entries' });
export const tagsInput = z
  .array(textInput(1, 40))
  .max(30, { error: 'must have at most 30 entries' })
  .transform((words) => [...new Set(words)]);
export const ageLimitInput = wholeInput(MIN_AGE_LIMIT, MAX_AGE_LIMIT).nullable();
export const categoryNameInput = textInput(1, 100);
export const versionInput = wholeInput(1, 2_147_483_647);

/** Null is as good as left out where null is no value of the field. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined);
