import { z } from 'zod';

/** A TCP port; 0 lets the system choose one. */
export const port = z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535);

/** A whole number between two bounds, both allowed. */
export function integer(min: number, max: number) {
  return z.coerce.number({ error: 'must be a number' }).int().min(min).max(max);
}

/** A URL with one of the given schemes, such as `url('http', 'https')`. */
export function url(...schemes: readonly string[]) {
  return z
    .string({ error: 'is required' })
    .refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)), {
      error: `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    });
}

/** A list separated by commas, at least one entry. */
export const list = z
  .string({ error: 'is required' })
  .transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  )
  .refine((entries) => entries.length > 0, { error: 'must list at least one entry' });

/** `host:port` entries separated by commas. */
export const hostPorts = list.refine((entries) => entries.every((entry) => /^[^\s:]+:\d{1,5}$/.test(entry)), {
  error: 'must be a list of host:port separated by commas',
});

/** `true`/`1` or `false`/`0`. */
export const flag = z
  .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
  .transform((text) => text === 'true' || text === '1');

/** JSON text whose value fits `schema`. */
export function json<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string({ error: 'is required' })
    .transform((text, check) => {
      try {
        const value: unknown = JSON.parse(text);
        return value;
      } catch {
        check.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}

/** A secret of at least `length` characters. */
export function secret(length = 32) {
  return z.string({ error: 'is required' }).min(length, { error: `must have at least ${length} characters` });
}
