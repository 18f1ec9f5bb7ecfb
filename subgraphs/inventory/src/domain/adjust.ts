import {
  adjustment,
  type AdjustmentReason,
  availableOf,
  MAX_ON_HAND,
  type Movement,
  type StockItem,
} from './stock.ts';

/** The shelf would hold less than is reserved. */
interface Insufficient {
  readonly kind: 'insufficient';
  readonly available: number;
}

export type AdjustmentRefusal =
  | Insufficient
  /** The level would be beyond the most that one shelf can hold. */
  | { readonly kind: 'too_much'; readonly max: number };

export type CountRefusal =
  | Insufficient
  /** The level is not the one that the count was based on. */
  | { readonly kind: 'changed'; readonly onHand: number };

export type LevelRefusal = AdjustmentRefusal | CountRefusal;

/** A movement of null changes nothing. */
export type LevelDecision<Refusal extends LevelRefusal = LevelRefusal> =
  { readonly movement: Movement | null } | { readonly refused: Refusal };

/** Who changes a level by hand, and why. */
export interface Adjuster {
  readonly actorId: string;
  readonly reasonCode: AdjustmentReason;
  readonly reason: string | null;
}

/** Adds pieces to a level or takes them from it. */
export function decideAdjustment(
  item: StockItem,
  delta: number,
  by: Adjuster,
): LevelDecision<AdjustmentRefusal> {
  if (availableOf(item) + delta < 0) {
    return { refused: { kind: 'insufficient', available: availableOf(item) } };
  }
  if (item.onHand + delta > MAX_ON_HAND) return { refused: { kind: 'too_much', max: MAX_ON_HAND } };
  return { movement: adjustment(delta, by, by.reason) };
}

/** Sets a level that was counted, if it still is what the count was based on. */
export function decideCount(
  item: StockItem,
  count: { readonly from: number; readonly to: number },
  by: Adjuster,
): LevelDecision<CountRefusal> {
  const { from, to } = count;
  if (item.onHand !== from) return { refused: { kind: 'changed', onHand: item.onHand } };
  if (to < item.reserved) return { refused: { kind: 'insufficient', available: availableOf(item) } };
  // A count that confirms the books moves nothing.
  return { movement: to === from ? null : adjustment(to - from, by, by.reason) };
}
