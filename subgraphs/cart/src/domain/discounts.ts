import { MAX_DISCOUNTS } from '@nakku/contracts';
import { portion, split } from '@nakku/money';
import type { UsablePromotion } from './promotion.ts';

/** A line that promotions look at; `unitPrice` in minor units. */
export interface DiscountableLine {
  readonly lineId: string;
  readonly productId: string;
  /** Null while cart does not know it. */
  readonly categoryId: string | null;
  readonly quantity: number;
  readonly unitPrice: number;
}

/** What a promotion takes off, in minor units. */
export interface AppliedPromotion {
  readonly promotion: UsablePromotion;
  /** The sum of `lines`. */
  readonly amount: number;
  /** What it takes off each line; lines of which it takes nothing are left out. */
  readonly lines: ReadonlyMap<string, number>;
  readonly deliveryFee: number;
}

/** A promotion that a cart would get if it had more goods of its scope. */
export interface PromotionHint {
  readonly promotion: UsablePromotion;
  /** What the goods cost too little, minor units. */
  readonly missing: number;
}

/** Most hints that are worth a customer's attention. */
const MAX_HINTS = 3;

/**
 * What promotions take off these lines: those that combine together, or one that is exclusive, whichever saves more. Those
 * that combine are applied one after the other, each on what the ones before it left, so that no line costs less than nothing.
 * The order of lines and promotions does not matter. At most MAX_DISCOUNTS are applied.
 *
 * @param deliveryFee what the delivery costs without promotions
 */
export function applyPromotions(
  given: readonly DiscountableLine[],
  promotions: readonly UsablePromotion[],
  deliveryFee: number,
): AppliedPromotion[] {
  const lines = [...given].sort((one, other) => compare(one.lineId, other.lineId));
  const ordered = promotions
    .filter((promotion) => missingOf(promotion, lines) === 0)
    .sort(
      (one, other) =>
        other.priority - one.priority ||
        compare(one.promotionId, other.promotionId) ||
        compare(one.coupon?.code ?? '', other.coupon?.code ?? ''),
    );
  const alternatives = [
    ordered.filter(({ stacking }) => stacking === 'COMBINES').slice(0, MAX_DISCOUNTS),
    ...ordered.filter(({ stacking }) => stacking === 'EXCLUSIVE').map((promotion) => [promotion]),
  ].map((chosen) => applyInTurn(lines, chosen, deliveryFee));
  return alternatives.reduce((best, other) => (savingOf(other) > savingOf(best) ? other : best));
}

/** Promotions that a larger cart would get, those that miss least first. */
export function promotionHints(
  lines: readonly DiscountableLine[],
  promotions: readonly UsablePromotion[],
): PromotionHint[] {
  return promotions
    .map((promotion) => ({ promotion, missing: missingOf(promotion, lines) }))
    .filter(({ missing }) => missing > 0)
    .sort(
      (one, other) =>
        one.missing - other.missing || compare(one.promotion.promotionId, other.promotion.promotionId),
    )
    .slice(0, MAX_HINTS);
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const savingOf = (applied: readonly AppliedPromotion[]): number =>
  applied.reduce((sum, { amount, deliveryFee }) => sum + amount + deliveryFee, 0);

const costOf = (lines: readonly DiscountableLine[]): number =>
  lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);

function missingOf(promotion: UsablePromotion, lines: readonly DiscountableLine[]): number {
  return Math.max(0, promotion.minSubtotal - costOf(inScope(promotion, lines)));
}

function inScope<Line extends DiscountableLine>(
  { scope: { productIds, categoryIds } }: UsablePromotion,
  lines: readonly Line[],
): Line[] {
  if (productIds.length === 0 && categoryIds.length === 0) return [...lines];
  const products = new Set(productIds);
  const categories = new Set(categoryIds);
  return lines.filter(
    ({ productId, categoryId }) =>
      products.has(productId) || (categoryId !== null && categories.has(categoryId)),
  );
}

/** A line and what of its price is left, minor units. */
interface OpenLine extends DiscountableLine {
  left: number;
}

function applyInTurn(
  lines: readonly DiscountableLine[],
  promotions: readonly UsablePromotion[],
  fee: number,
): AppliedPromotion[] {
  const open = lines.map((line): OpenLine => ({ ...line, left: line.quantity * line.unitPrice }));
  let feeLeft = fee;
  return promotions.flatMap((promotion) => {
    const scoped = inScope(promotion, open);
    const isFree = promotion.rule.kind === 'FREE_DELIVERY' && scoped.length > 0;
    const waived = isFree ? feeLeft : 0;
    feeLeft -= waived;
    const taken = new Map<string, number>();
    reductionsOf(promotion, scoped).forEach((wanted, index) => {
      const line = scoped[index];
      const off = Math.min(wanted, line?.left ?? 0);
      if (line === undefined || off === 0) return;
      line.left -= off;
      taken.set(line.lineId, off);
    });
    const amount = [...taken.values()].reduce((sum, off) => sum + off, 0);
    return amount + waived === 0 ? [] : [{ promotion, amount, lines: taken, deliveryFee: waived }];
  });
}

/** What a promotion would take off each line of its scope, in their order; it may be more than is left of a line. */
function reductionsOf({ rule, scope }: UsablePromotion, lines: readonly OpenLine[]): number[] {
  const left = lines.reduce((sum, line) => sum + line.left, 0);
  const spread = (off: number): number[] =>
    split(
      off,
      lines.map((line) => line.left),
    );
  switch (rule.kind) {
    case 'PERCENTAGE': {
      const off = portion(left, rule.rate);
      return spread(rule.cap === null ? off : Math.min(off, rule.cap));
    }
    case 'FIXED':
      return spread(Math.min(rule.amount, left));
    case 'BUY_X_GET_Y':
      return cheaperPieces(lines, rule).map(
        (pieces, index) => pieces * portion(lines[index]?.unitPrice ?? 0, rule.rate),
      );
    case 'BUNDLE_PRICE':
      return lines.length === scope.productIds.length ? bundled(lines, rule.price) : [];
    case 'FREE_DELIVERY':
      return [];
  }
}

/** How many pieces of each line are the cheaper ones of their group: groups are made from the dearest pieces on. */
function cheaperPieces(
  lines: readonly OpenLine[],
  { buy, get }: { readonly buy: number; readonly get: number },
): number[] {
  const groupSize = buy + get;
  const pieces = lines
    .flatMap(({ quantity, unitPrice }, index) =>
      Array.from({ length: quantity }, () => ({ index, unitPrice })),
    )
    .sort((one, other) => other.unitPrice - one.unitPrice || one.index - other.index);
  const inGroups = pieces.slice(0, pieces.length - (pieces.length % groupSize));
  const counts = lines.map(() => 0);
  inGroups.forEach(({ index }, position) => {
    if (position % groupSize >= buy) counts[index] = (counts[index] ?? 0) + 1;
  });
  return counts;
}

/** Each bundle has one piece of every line; what it costs less is split by the prices of its pieces. */
function bundled(lines: readonly OpenLine[], price: number): number[] {
  const bundles = Math.min(...lines.map(({ quantity }) => quantity));
  const apart = lines.reduce((sum, { unitPrice }) => sum + unitPrice, 0);
  return split(
    bundles * Math.max(0, apart - price),
    lines.map(({ unitPrice }) => unitPrice),
  );
}
