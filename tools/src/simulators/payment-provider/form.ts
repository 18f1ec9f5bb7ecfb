import { z } from 'zod';
import { invalidRequest } from './refusal.ts';

/** A decoded form. */
export interface Form {
  [name: string]: string | Form;
}

/**
 * Reads a form or query in Stripe's notation: `metadata[order_id]=7&expand[]=x` becomes
 * `{ metadata: { order_id: '7' }, expand: { '0': 'x' } }`.
 * @throws ApiRefusal 400 when a name is used both as a value and as a group
 */
export function parseForm(text: string): Form {
  const root: Form = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const parts = name.split(/[[\]]+/);
    if (parts.length > 1 && name.endsWith(']') && !name.endsWith('[]')) parts.pop();
    insert(root, parts, value, name);
  }
  return root;
}

function insert(root: Form, parts: readonly string[], value: string, name: string): void {
  let branch = root;
  for (const part of parts.slice(0, -1)) {
    const next = (branch[part] ??= Object.create(null));
    if (typeof next === 'string') throw invalidRequest(`Invalid parameter: ${name}`, { param: name });
    branch = next;
  }
  const last = parts.at(-1) ?? '';
  branch[last === '' ? String(Object.keys(branch).length) : last] = value;
}

/** @throws ApiRefusal 400 that names the first parameter outside its bounds. */
export function readParameters<Schema extends z.ZodType>(schema: Schema, form: Form): z.output<Schema> {
  const parsed = schema.safeParse(form);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const [first = '', ...rest] = (issue?.path ?? []).map(String);
  const param = first + rest.map((part) => `[${part}]`).join('');
  const isMissing = issue?.code === 'invalid_type' && !(first in form);
  throw isMissing
    ? invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
    : invalidRequest(`Invalid ${param}: ${issue?.message ?? 'out of bounds'}`, { param });
}

/** Form values are text. */
export const formInteger = z
  .string()
  .regex(/^-?\d{1,15}$/, { error: 'must be an integer' })
  .transform(Number);
export const formFlag = z.enum(['true', 'false']).transform((text) => text === 'true');
export const formMetadata = z.record(z.string().max(40), z.string().max(500)).default({});
