import { idInput, textInput, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { UNITS } from '../domain/product.ts';

/** Bounds of the arguments, as schema/products.graphql describes them. */

export const id = idInput.toLowerCase();

/** An identifier in its canonical form, or null if it can name nothing of ours. */
export function knownId(text: string): string | null {
  const parsed = id.safeParse(text);
  return parsed.success ? parsed.data : null;
}

const slug = z
  .string()
  .max(120, { error: 'must have 1–120 characters' })
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
    error: 'must be lower-case letters and digits, joined by single dashes',
  });

const price = z.object({
  amount: wholeInput(1, Number.MAX_SAFE_INTEGER),
  currency: z.string(),
});

const imageUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
  .max(2_000, { error: 'must have at most 2,000 characters' });

/** Text of at most `max` characters; empty is as good as none. */
const textOrNull = (max: number) =>
  textInput(0, max)
    .nullable()
    .transform((text) => text || null);

const name = textInput(1, 200);
const description = textOrNull(5_000);
const brand = textOrNull(100);
const taxRate = wholeInput(0, 10_000);
const imageUrls = z.array(imageUrl).max(10, { error: 'must have at most 10 entries' });
const attributes = z
  .array(z.object({ name: textInput(1, 40), value: textInput(1, 200) }))
  .max(50, { error: 'must have at most 50 entries' });
const tags = z.array(textInput(1, 40)).max(30, { error: 'must have at most 30 entries' });

export const productCreateInput = z.object({
  sku: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, {
    error: 'must have 1–64 letters, digits, dots, dashes or underscores',
  }),
  slug: slug.nullish().transform((text) => text ?? null),
  name,
  description: description.default(null),
  brand: brand.default(null),
  size: z
    .number()
    .positive({ error: 'must be more than 0' })
    .max(1_000_000, { error: 'must be at most 1,000,000' }),
  unit: z.enum(UNITS),
  price,
  taxRate,
  imageUrls,
  attributes,
  categoryId: id,
  tags: tags.transform((words) => [...new Set(words)]),
});

/** Null is as good as left out where null is no value of the field. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined);

export const productUpdateInput = z.object({
  expectedVersion: wholeInput(1, 2_147_483_647),
  name: optional(name),
  description: description.optional(),
  brand: brand.optional(),
  price: optional(price),
  taxRate: optional(taxRate),
  imageUrls: optional(imageUrls),
  attributes: optional(attributes),
  categoryId: optional(id),
  tags: optional(tags.transform((words) => [...new Set(words)])),
});

export const categoryCreateInput = z.object({
  name: textInput(1, 100),
  slug: slug.nullish().transform((text) => text ?? null),
  parentId: id.nullish().transform((text) => text ?? null),
});

const atMost20 = { error: 'must have at most 20 entries' };

/** Arguments of `products` besides the page. */
export const listingInput = z.object({
  search: z
    .string()
    .max(200, { error: 'must have at most 200 characters' })
    .nullish()
    .transform((text) => text?.trim() || null),
  filter: z
    .object({
      priceFrom: wholeInput(0, Number.MAX_SAFE_INTEGER).nullish(),
      priceTo: wholeInput(0, Number.MAX_SAFE_INTEGER).nullish(),
      brands: z.array(z.string()).max(20, atMost20).nullish(),
      tags: z.array(z.string()).max(20, atMost20).nullish(),
      status: z.enum(['ACTIVE', 'ARCHIVED']).nullish(),
    })
    .nullish(),
});
