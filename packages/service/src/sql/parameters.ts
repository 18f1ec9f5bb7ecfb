import { Decimal } from '@prisma/client-runtime-utils';

/** A parameter as PostgreSQL takes it. Times are sent in UTC, objects as JSON, lists as arrays. */
function parameter(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(parameter);
  if (value === undefined) throw new TypeError('A parameter of a statement is undefined.');
  return Decimal.isDecimal(value) ? value.toString() : value;
}

/** @throws TypeError for `undefined`, RangeError for an invalid Date */
export function parametersOf(values: readonly unknown[]): unknown[] {
  return values.map(parameter);
}
