import type { IssueKind } from '@nakku/contracts';
import { wholeUnits } from '@nakku/money';
import { finalAmount, wantedPieces } from './lines.ts';
import type { Line } from './lines.ts';
import type { PaymentMethodKind } from './order.ts';

/** Pieces of a line that something is wrong with, and what they cost, in minor units. */
export interface IssueLine {
  readonly orderLineId: string;
  readonly productId: string;
  readonly quantity: number;
  readonly amount: number;
}

/** `refund` is what is given back, in minor units; 0 for nothing. */
export interface Issue {
  readonly issueId: string;
  readonly kind: IssueKind;
  readonly lines: readonly IssueLine[];
  readonly currency: string;
  readonly refund: number;
}

/** A line as it was delivered; `total` gross and after discount, in minor units. */
export interface DeliveredLine {
  readonly id: string;
  readonly productId: string;
  readonly quantity: number;
  readonly total: number;
}

/** The lines as they were delivered: pieces that the customer did not get are neither in them nor in their cost. */
export function deliveredLines(lines: readonly Line[]): DeliveredLine[] {
  return lines.map((line) => {
    const { id, productId } = line;
    return { id, productId, quantity: wantedPieces(line), total: finalAmount(line).total };
  });
}

export type ClaimRefusal =
  /** `line` is the place of the line in the request, from 0. */
  | { readonly kind: 'line_unknown'; readonly line: number }
  | { readonly kind: 'too_many'; readonly line: number; readonly left: number };

/**
 * What the pieces of a claim cost. Pieces that were claimed before count, so that all claims of a line together are never
 * more than the line, whatever way it is divided.
 * @param claimed earlier claims that were not rejected
 */
export function claimOf(
  delivered: readonly DeliveredLine[],
  claimed: readonly Pick<IssueLine, 'orderLineId' | 'quantity'>[],
  request: readonly { readonly lineId: string; readonly quantity: number }[],
): { readonly lines: readonly IssueLine[] } | ClaimRefusal {
  const lines: IssueLine[] = [];
  for (const [line, { lineId, quantity }] of request.entries()) {
    const found = delivered.find(({ id }) => id === lineId);
    if (!found) return { kind: 'line_unknown', line };
    const before = [...claimed, ...lines]
      .filter(({ orderLineId }) => orderLineId === lineId)
      .reduce((sum, one) => sum + one.quantity, 0);
    const left = found.quantity - before;
    if (quantity > left) return { kind: 'too_many', line, left };
    const costOf = (pieces: number) => Math.floor((found.total * pieces) / found.quantity);
    const amount = costOf(before + quantity) - costOf(before);
    lines.push({ orderLineId: lineId, productId: found.productId, quantity, amount });
  }
  return { lines };
}

/** Most issues of one order (schema/orders.graphql). */
export const MAX_ISSUES = 20;

/** What is decided without a person. */
export interface IssueLimits {
  /** Most that is refunded by rule at once, in whole units of the currency. */
  readonly maxAutoRefund: number;
  /** Most refunds by rule of one customer within `AUTO_REFUND_PERIOD_MS`. */
  readonly maxAutoRefunds: number;
}

export const AUTO_REFUND_PERIOD_MS = 90 * 24 * 3_600_000;

/** A small claim of a customer with few of them is refunded at once; cash, and everything else, is for a person. */
export function decideIssue(
  claim: { readonly amount: number; readonly currency: string; readonly method: PaymentMethodKind | null },
  autoRefunds: number,
  { maxAutoRefund, maxAutoRefunds }: IssueLimits,
): 'REFUND' | 'CASE' {
  const isSmall = claim.amount > 0 && claim.amount <= wholeUnits(maxAutoRefund, claim.currency);
  return isSmall && claim.method === 'CARD' && autoRefunds < maxAutoRefunds ? 'REFUND' : 'CASE';
}
