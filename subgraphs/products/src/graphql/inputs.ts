import { textInput, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { ALLERGENS, MAX_AGE_LIMIT, MIN_AGE_LIMIT, STORAGES } from '../domain/details.ts';
import { MAX_PRICE } from '../domain/product.ts';

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
export const categoryNameInput = textInput(1, 100);
export const versionInput = wholeInput(1, 2_147_483_647);

/** Null is as good as left out where null is no value of the field. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined);

const hasTwoDecimals = (grams: number): boolean => Number(grams.toFixed(2)) === grams;
const grams = z
  .number()
  .min(0, { error: 'must be a number of 0–100' })
  .max(100, { error: 'must be a number of 0–100' })
  .refine(hasTwoDecimals, { error: 'must have at most 2 decimals' });
const nutritionInput = z
  .object({
    energyKilojoules: wholeInput(0, 3_800),
    fat: grams,
    saturatedFat: grams,
    carbohydrates: grams,
    sugars: grams,
    fiber: grams.nullish().transform((given) => given ?? null),
    protein: grams,
    salt: grams,
  })
  .superRefine(({ fat, saturatedFat, carbohydrates, sugars, protein }, context) => {
    const report = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (saturatedFat > fat) report('saturatedFat', 'must be at most the fat, which contains it');
    if (sugars > carbohydrates) report('sugars', 'must be at most the carbohydrates, which contain them');
    if (fat + carbohydrates + protein > 100)
      report('protein', 'must be at most 100 g with fat and carbohydrates');
  });
const allergensInput = z.array(z.enum(ALLERGENS)).transform((all) => [...new Set(all)]);
/** Pieces of a cart line at most. */
const MAX_PER_ORDER = 99;
const perOrderInput = wholeInput(1, MAX_PER_ORDER);

/** What both a new product and a change of one may have; undefined is left out, null removes. */
export const detailInputs = {
  compareAtPrice: priceInput.nullish(),
  deposit: priceInput.nullish(),
  ingredients: textOrNull(5_000).optional(),
  nutrition: nutritionInput.nullish(),
  origin: z.string().nullish(),
  storage: optional(z.enum(STORAGES)),
  allergens: optional(allergensInput),
  minPerOrder: optional(perOrderInput),
  maxPerOrder: perOrderInput.nullish(),
  ageLimit: wholeInput(MIN_AGE_LIMIT, MAX_AGE_LIMIT).nullish(),
};
