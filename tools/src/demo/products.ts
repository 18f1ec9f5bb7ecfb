import type { DemoProduct } from './operations.ts';

/** What the demo's customer looks for; each usually finds another shelf. */
export const SHOPPING_LIST = ['milk', 'bread', 'coffee', 'apple', 'cheese', 'water', 'chocolate'];

/** From what each search found the first product in stock of a category not yet chosen, until there are `count`. */
export function chooseProducts(found: readonly (readonly DemoProduct[])[], count: number): DemoProduct[] {
  const chosen = new Map<string, DemoProduct>();
  for (const products of found) {
    const next = products.find(
      ({ availability, category }) => availability?.inStock && !chosen.has(category.id),
    );
    if (next && chosen.size < count) chosen.set(next.category.id, next);
  }
  return [...chosen.values()];
}
