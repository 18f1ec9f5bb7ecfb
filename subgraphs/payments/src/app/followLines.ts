import type { Transaction } from '@nakku/platform';
import type { Payment } from '../domain/payment.ts';
import type { Tx } from '../store/database.ts';
import { changePayment } from './changePayment.ts';
import type { Deps } from './deps.ts';

/** What a line costs now, in minor units. A line that the payment does not know yet is a substitute. */
export interface LineCost {
  /** By which the payment may know the line: the order's ID of it, in orders from before there was one the cart's. */
  readonly names: readonly string[];
  readonly amount: number;
}

/**
 * The customer does not get every piece, or another product instead: a line is refunded up to what it costs now. What is
 * held stays as it is; the capture
 * takes what was delivered, and the provider releases the rest.
 */
export async function followLines(
  tx: Transaction<Tx>,
  deps: Pick<Deps, 'newId'>,
  {
    orderId,
    lines,
    terms,
  }: {
    readonly orderId: string;
    readonly lines: readonly LineCost[];
    /** What the customer agreed to anew; undefined: it is as it was. */
    readonly terms?: Pick<Payment, 'handover' | 'deliveryFee' | 'tip'>;
  },
): Promise<void> {
  await changePayment(tx, deps, { by: 'orderId', value: orderId }, (payment) => {
    const known = payment.lines.map(({ lineId, amount }) => ({
      lineId,
      amount: lines.find(({ names }) => names.includes(lineId))?.amount ?? amount,
    }));
    const added = lines.flatMap(({ names, amount }) => {
      const [lineId] = names;
      const isKnown = known.some((line) => names.includes(line.lineId));
      return lineId === undefined || isKnown ? [] : [{ lineId, amount }];
    });
    return { payment: { ...payment, ...terms, lines: [...known, ...added] } };
  });
}
