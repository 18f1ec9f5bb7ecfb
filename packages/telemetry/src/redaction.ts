/** Keys whose values never reach a log, wherever they stand: `accessToken`, `set-cookie`, `passwordHash`, … */
const secretKey = /token|password|passwd|authorization|secret|cookie|privatejwk|privatekey/i;
export const secretNames: readonly string[] = [
  'token',
  'accessToken',
  'refreshToken',
  'cartToken',
  'password',
  'authorization',
  'secret',
  'cookie',
];
export const censored = '[redacted]';
const maxDepth = 6;
/** What one line may hold of what others sent. */
const [maxCharacters, maxItems, maxKeys] = [4_000, 20, 100];

/**
 * A copy of a log record in which values under secret keys read `[redacted]`. Errors, dates and other class
 * instances are left to pino's serializers. Long texts, long lists, large objects and what is below six levels are cut
 * off: what a client sends must not fill a disk.
 */
export function redacted(record: Record<string, unknown>): Record<string, unknown> {
  return redactedObject(record, 0);
}

/** Verdicts on keys, which are mostly those of our own code. */
const verdicts = new Map<string, boolean>();
const maxVerdicts = 1_000;

function isSecret(key: string): boolean {
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  const verdict = secretKey.test(key);
  if (verdicts.size < maxVerdicts && key.length < 100) verdicts.set(key, verdict);
  return verdict;
}

function redactedObject(record: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  const entries = Object.entries(record);
  for (const [key, value] of entries.slice(0, maxKeys)) {
    copy[key] = isSecret(key) && isPresent(value) ? censored : redactedValue(value, depth + 1);
  }
  if (entries.length > maxKeys) copy['…'] = `${entries.length - maxKeys} more`;
  return copy;
}

function redactedValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return bounded(value);
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value) && !isPlain(value)) return value;
  if (depth > maxDepth) return '[cut off]';
  if (!Array.isArray(value)) return redactedObject(value, depth);
  const items = value.slice(0, maxItems).map((item) => redactedValue(item, depth + 1));
  return value.length > maxItems ? [...items, `${value.length - maxItems} more`] : items;
}

const bounded = (text: string): string =>
  text.length > maxCharacters
    ? `${text.slice(0, maxCharacters)}… ${text.length - maxCharacters} more characters`
    : text;

/** Numbers and booleans under such a key (`tokenAgeMs`, `hasPassword`) tell nothing secret. */
function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined && typeof value !== 'number' && typeof value !== 'boolean';
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
