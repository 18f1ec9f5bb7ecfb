import { setTimeout as pause } from 'node:timers/promises';
import type { OperationResponse, Target } from './target.ts';
import { OWNER } from './target.ts';

/** A payload of a mutation, read loosely: this suite sets up a shop, it does not test one. */
export interface Payload {
  readonly [field: string]: unknown;
}

const record = (value: unknown): Payload =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

/** What stands at a path of nested objects. */
export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => record(inner)[key], value);

/** @throws Error when there is no text */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = at(value, ...path);
  if (typeof found === 'string') return found;
  throw new Error(`there is no ${path.join('.')} in ${JSON.stringify(value)?.slice(0, 400)}`);
}

/** Codes of user errors at a field of the data. */
export function refusalsOf(response: OperationResponse, field: string): string[] {
  const errors = at(response.data, field, 'userErrors');
  return Array.isArray(errors) ? errors.map((error) => String(at(error, '__typename'))) : [];
}

/** One mutation, that must succeed. */
export async function change(
  target: Target,
  field: string,
  args: Readonly<Record<string, readonly [type: string, value: unknown]>>,
  selection: string,
  token?: string,
): Promise<unknown> {
  const names = Object.keys(args);
  const declared = names.map((name) => `$${name}: ${args[name]?.[0]}`).join(', ');
  const given = names.map((name) => `${name}: $${name}`).join(', ');
  const response = await target.execute({
    query: `mutation${names.length > 0 ? `(${declared})` : ''} { ${field}${names.length > 0 ? `(${given})` : ''} { ${selection} userErrors { ...Refusal } } }
      fragment Refusal on UserError { __typename message code: errorCode path }`,
    variables: Object.fromEntries(names.map((name) => [name, args[name]?.[1]])),
    from: OWNER,
    ...(token === undefined ? {} : { token }),
  });
  const payload = at(response.data, field);
  if (response.codes.length > 0 || refusalsOf(response, field).length > 0 || payload == null)
    throw new Error(`${field}: ${response.text.slice(0, 500)}`);
  return payload;
}

/** Repeats until it succeeds: what other services must hear of first. @throws what the last try threw */
export async function eventually<T>(work: () => Promise<T>, timeoutMs = 60_000): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > end) throw error;
      await pause(200);
    }
  }
}

/** Whether a payload has user errors. */
export const hasRefusal = (text: string): boolean => /"userErrors":\[\{/.test(text);
