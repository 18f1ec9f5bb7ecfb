import type { Choice } from '../load/choices.ts';
import { choiceOf } from '../load/choices.ts';
import type { ShoppingLine } from '../load/shoppingLists.ts';

/** What a customer has in mind for one order. */
export interface Plan {
  readonly list: readonly ShoppingLine[];
  /**
   * - `buy`: pay and wait;
   * - `change_mind`: cancel after `afterMs`, in whatever state the order is then;
   * - `pay_otherwise`, `give_up`, `forget`: the card is declined, then another one, a cancel, or nothing until the
   *   order's deadline.
   */
  readonly act: 'buy' | 'change_mind' | 'pay_otherwise' | 'give_up' | 'forget';
  readonly afterMs: number;
  /** To what is proposed instead of what is missing. */
  readonly choice: Choice;
}

/** Of a hundred customers so many do this; the rest buys. */
const CHANGE_MIND = 20;
const PAY_OTHERWISE = 4;
const GIVE_UP = 8;
const FORGET = 2;
/** Of a hundred lines so many want this; the rest wants the whole order or none of it. */
const PREFERENCES = [
  ['BEST_MATCH', 50],
  ['MY_CHOICE', 30],
  ['REFUND', 17],
] as const;
/** Of a hundred baskets so many hold one of the last pieces of something. */
const SCARCE = 15;
const MAX_LINES = 4;
const MAX_THINKING_MS = 1_500;

/**
 * @param random 0 to below 1; the same numbers make the same plan
 * @param products that there is enough of, and those of which there are a few pieces
 */
export function planOf(
  random: () => number,
  products: { readonly plenty: readonly string[]; readonly scarce: readonly string[] },
): Plan {
  const one = (of: readonly string[]): string => of[Math.floor(random() * of.length)] ?? '';
  const quantities = new Map<string, number>();
  const lines = 1 + Math.floor(random() * MAX_LINES);
  for (let line = 0; line < lines; line += 1) {
    quantities.set(one(products.plenty), 1 + Math.floor(random() * 2));
  }
  if (random() * 100 < SCARCE) quantities.set(one(products.scarce), 1);
  return {
    list: [...quantities].map(([productId, quantity]) => ({
      ...{ productId, quantity },
      ifUnavailable: drawn(PREFERENCES, random()) ?? 'ALL_OR_NOTHING',
    })),
    act: drawn(ACTS, random()) ?? 'buy',
    afterMs: Math.floor(random() * MAX_THINKING_MS),
    choice: choiceOf(random()),
  };
}

const ACTS = [
  ['change_mind', CHANGE_MIND],
  ['pay_otherwise', PAY_OTHERWISE],
  ['give_up', GIVE_UP],
  ['forget', FORGET],
] as const;

/** The entry of a table of shares, in percent, that a draw from 0 to below 1 hits; undefined for the rest. */
function drawn<Entry>(table: readonly (readonly [Entry, number])[], draw: number): Entry | undefined {
  let upTo = 0;
  for (const [entry, share] of table) {
    upTo += share;
    if (draw * 100 < upTo) return entry;
  }
  return undefined;
}

/** Whether the card that this plan begins with is declined. */
export const isDeclined = ({ act }: Plan): boolean =>
  act === 'pay_otherwise' || act === 'give_up' || act === 'forget';
