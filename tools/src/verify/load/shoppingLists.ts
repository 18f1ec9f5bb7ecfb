import { slugOf } from '@nakku/slugs';
import type { Basket } from './baskets.ts';
import { BadBaskets } from './baskets.ts';
import type { IfUnavailable } from './operations.ts';

export interface ShoppingLine {
  readonly productId: string;
  readonly quantity: number;
  /** What the customer wants for pieces that the store does not have; undefined: as the shop does by default. */
  readonly ifUnavailable?: IfUnavailable;
}

/** Categories (by slug) that the baskets name. */
export function categoriesIn(baskets: readonly (readonly string[])[]): string[] {
  return [...new Set(baskets.flat().map(slugOf))].sort();
}

/** The baskets of a load test: the first `count` of the file, again from the start when there are fewer. */
export function basketsFor<One>(baskets: readonly One[], count: number): One[] {
  if (baskets.length === 0) throw new Error('the file has no baskets');
  return Array.from({ length: count }, (_, index) => baskets[index % baskets.length]).filter(
    (basket) => basket !== undefined,
  );
}

/**
 * The baskets whose items the shop sells.
 * @param productsOf product ids by slug of the category
 * @param o.onSkipped is told of each that is left out; undefined: the first one is an error
 * @throws BadBaskets naming file, line and item
 */
export function sellable(
  baskets: readonly Basket[],
  productsOf: ReadonlyMap<string, readonly string[]>,
  o: { file: string; onSkipped?: (message: string) => void },
): Basket[] {
  return baskets.filter(({ line, items }) => {
    const unknown = items.find((item) => (productsOf.get(slugOf(item)) ?? []).length === 0);
    if (unknown === undefined) return true;
    const header = line === 1 ? ' If it is a header, remove it.' : '';
    const message = `${o.file}:${line}: the shop has no products of a category "${unknown}"; expected names of its categories.${header}`;
    if (!o.onSkipped)
      throw new BadBaskets(`${message} Correct the line, or leave out such lines with --skip-bad-lines.`);
    o.onSkipped(message);
    return false;
  });
}

/**
 * What a customer puts into the cart: each item of the basket becomes a product of its category, the same item twice
 * becomes two pieces. Which product it is depends on the place in the file alone, so that a run can be repeated.
 * @param productsOf product ids by slug of the category
 * @throws Error when a category has no product
 */
export function shoppingList(
  basket: readonly string[],
  index: number,
  productsOf: ReadonlyMap<string, readonly string[]>,
): ShoppingLine[] {
  const pieces = new Map<string, number>();
  for (const item of basket) {
    const products = productsOf.get(slugOf(item)) ?? [];
    const productId = products[index % products.length];
    if (productId === undefined) throw new Error(`the shop sells nothing of the category "${item}"`);
    pieces.set(productId, (pieces.get(productId) ?? 0) + 1);
  }
  return [...pieces].map(([productId, quantity]) => ({ productId, quantity }));
}

/** Of ten lines so many want this. */
const PREFERENCES: readonly IfUnavailable[] = [
  ...Array.from({ length: 5 }, () => 'BEST_MATCH' as const),
  ...Array.from({ length: 3 }, () => 'MY_CHOICE' as const),
  ...Array.from({ length: 2 }, () => 'REFUND' as const),
];

/** A list with what its customer wants for what is missing, which depends on the place in the file alone. */
export function withPreferences(list: readonly ShoppingLine[], index: number): ShoppingLine[] {
  return list.map((line, position) => ({
    ...line,
    ifUnavailable: PREFERENCES[(index * 7 + position * 3) % PREFERENCES.length] ?? 'BEST_MATCH',
  }));
}

/**
 * A list without products of which the store has none: another one of the category takes the place of each, or none if the
 * category has no further one.
 * @param soldOut ids of products
 * @param others further products of the category of one, in the order in which they are tried
 */
export function withoutSoldOut(
  list: readonly ShoppingLine[],
  soldOut: ReadonlySet<string>,
  others: (productId: string) => readonly string[],
): ShoppingLine[] {
  const taken = new Set(list.map(({ productId }) => productId));
  return list.flatMap((line) => {
    if (!soldOut.has(line.productId)) return [line];
    const productId = others(line.productId).find((other) => !taken.has(other) && !soldOut.has(other));
    if (productId === undefined) return [];
    taken.add(productId);
    return [{ ...line, productId }];
  });
}

/** Pieces of each product that all lists together ask for. */
export function demandOf(lists: readonly (readonly ShoppingLine[])[]): Map<string, number> {
  const demand = new Map<string, number>();
  for (const { productId, quantity } of lists.flat()) {
    demand.set(productId, (demand.get(productId) ?? 0) + quantity);
  }
  return demand;
}
