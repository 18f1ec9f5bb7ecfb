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

/**
 * A copy of a log record in which values under secret keys read `[redacted]`. Errors, dates and other class
 * instances are left to pino's serializers; below six levels everything is cut off.
 */
export function redacted(record: Record<string, unknown>): Record<string, unknown> {
  return redactedObject(record, 0);
}

function redactedObject(record: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(record)) {
    copy[key] = secretKey.test(key) && isPresent(value) ? censored : redactedValue(value, depth + 1);
  }
  return copy;
}

function redactedValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value) && !isPlain(value)) return value;
  if (depth > maxDepth) return '[cut off]';
  return Array.isArray(value)
    ? value.map((item) => redactedValue(item, depth + 1))
    : redactedObject(value, depth);
}

/** Numbers and booleans under such a key (`tokenAgeMs`, `hasPassword`) tell nothing secret. */
function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined && typeof value !== 'number' && typeof value !== 'boolean';
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
