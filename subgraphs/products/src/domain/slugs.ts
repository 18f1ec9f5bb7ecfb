import { slugOf } from '@nakku/demo';

/** Longest slug: that of a name and that of a sku. */
export const MAX_SLUG = 120 + 1 + 64;

/**
 * Slugs that a product without one may get, best first: from its name, then with its sku, which nobody else has.
 * Empty if the name has no letter and no digit.
 */
export function slugsFor(name: string, sku: string): string[] {
  const base = slugOf(name);
  const withSku = [base, slugOf(sku)].filter((part) => part !== '').join('-');
  return base === '' ? [] : [base, withSku];
}
