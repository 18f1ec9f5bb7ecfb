import { z } from 'zod';
import { isStorable, normalised, textProblem } from './text.ts';
import { invalidInput, type InvalidInput } from './userErrors.ts';

export type Parsed<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly errors: InvalidInput[] };

/**
 * Checks a mutation's arguments against their bounds. Every violation becomes one `InvalidInputError` whose path
 * begins with `root`, for example `['input']`; at most 10 are told.
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  root: readonly string[] = [],
): Parsed<z.output<Schema>> {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  const errors = result.error.issues
    .slice(0, 10)
    .map((issue) => invalidInput([...root, ...issue.path.map(String)], issue.message));
  return { ok: false, errors };
}

/** An ID of one of our objects, in lower case: clients may send a UUID in any case, and ids are compared as text. */
export const idInput = z.uuid({ error: 'is not a valid ID' }).toLowerCase();

/** An idempotency key: 1–255 characters that can be stored. */
export const idempotencyKeyInput = z
  .string()
  .min(1, { error: 'must have 1–255 characters' })
  .max(255, { error: 'must have 1–255 characters' })
  .refine(isStorable, { error: 'must be well-formed Unicode text' });

/** Text of `min`–`max` characters (UTF-16 units) after the rule of text.ts. */
export function textInput(min: number, max: number) {
  const error = `must have ${min}–${max} characters`;
  return z
    .string()
    .max(4 * max + 64, { error })
    .transform(normalised)
    .pipe(z.string().min(min, { error }).max(max, { error }).superRefine(reportTextProblem));
}

function reportTextProblem(text: string, context: z.RefinementCtx<string>): void {
  const message = textProblem(text);
  if (message !== null) context.addIssue({ code: 'custom', message });
}

/** A whole number of `min`–`max`. */
export function wholeInput(min: number, max: number) {
  const error = `must be a whole number of ${min}–${max}`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

const degrees = (max: number) => {
  const error = `must be a number of −${max} to ${max}`;
  return z.number({ error }).min(-max, { error }).max(max, { error });
};

/** A position in degrees (WGS 84). Not 0°, 0°: that is open sea, and what an unset position looks like. */
export const locationInput = z
  .object({ latitude: degrees(90), longitude: degrees(180) })
  .refine(({ latitude, longitude }) => latitude !== 0 || longitude !== 0, {
    error: 'must be the position of the address',
  });

/** A postal address (schema/shared/values.graphql, PostalAddressInput). */
export const addressInput = z.object({
  lines: z
    .array(textInput(1, 120))
    .min(1, { error: 'must have 1–3 lines' })
    .max(3, { error: 'must have 1–3 lines' }),
  city: textInput(1, 80),
  postcode: textInput(1, 16),
  country: z.string(),
  location: locationInput,
  instructions: textInput(0, 300)
    .nullish()
    .transform((text) => text || null),
});
