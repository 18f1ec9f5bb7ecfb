/**
 * The syntax of placeholders in the variables of saved operations, for the explorer, which fills them, and for the schema
 * check, which takes the examples at their end. Runs in browsers too.
 */
export type Placeholder =
  /** `{new key}`: a key that nobody used before. */
  | { readonly kind: 'new key' }
  /** `{a.b|c.d|1}`: what a response has at one of these paths, or else the JSON value at the end, if there is one. */
  | { readonly kind: 'paths'; readonly paths: readonly string[]; readonly example?: unknown };

/** @returns undefined when a variable's text is no placeholder */
export function parsePlaceholder(text: string): Placeholder | undefined {
  const inner = text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : '';
  if (inner === 'new key') return { kind: 'new key' };
  const alternatives = inner.split('|');
  const last = alternatives.at(-1) ?? '';
  const paths = alternatives.filter((one) => one.includes('.'));
  if (paths.length === 0) return undefined;
  return last.includes('.') ? { kind: 'paths', paths } : { kind: 'paths', paths, example: JSON.parse(last) };
}
