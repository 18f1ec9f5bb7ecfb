import { SLUG_LENGTH, slugOf } from '@nakku/slugs';

const cut = (slug: string, length: number): string => slug.slice(0, length).replace(/-$/, '');

/** `base`, what tells it from others of that name, and what nobody else can have, as far as each can be made. */
function slugsOf(base: string, qualified: string, kind: string, id: string): string[] {
  const endOfId = id.slice(-12);
  const unique = `${cut(base, SLUG_LENGTH - 1 - endOfId.length) || kind}-${endOfId}`;
  return [...new Set([base, qualified, unique])].filter((slug) => slug !== '');
}

/**
 * Slugs that a product without one may get, best first: from its name, then with its sku, then with the end of its id.
 * A name without Latin letters and digits has no slug of its own.
 */
export function slugsOfProduct(product: { name: string; sku: string; id: string }): string[] {
  const base = slugOf(product.name);
  const qualified = [base, slugOf(product.sku)].filter((part) => part !== '').join('-');
  return slugsOf(base, qualified, 'product', product.id);
}

/** The same for a category: `parentSlug` (null: at the top) tells it from others of its name. */
export function slugsOfCategory(category: { name: string; id: string }, parentSlug: string | null): string[] {
  const base = slugOf(category.name);
  const qualified = parentSlug === null || base === '' ? '' : cut(`${parentSlug}-${base}`, SLUG_LENGTH);
  return slugsOf(base, qualified, 'category', category.id);
}
