import { isWanted } from './payment.ts';
import type { Attempt, Payment } from './payment.ts';
import type { ProviderIntent } from './providerPort.ts';

export const DIFFERENCE_KINDS = [
  /** The provider has an intent that no attempt of ours is about. */
  'UNKNOWN_INTENT',
  /** Something is held that no live order wants. */
  'STRAY_HOLD',
  /** We count on a hold that the provider does not have. */
  'MISSING_HOLD',
  /** One took the money, the other does not know. */
  'CAPTURE_DIFFERS',
  'AMOUNT_DIFFERS',
] as const;

/** Where our books and the provider's do not agree. Amounts are minor units. */
export interface Difference {
  readonly kind: (typeof DIFFERENCE_KINDS)[number];
  readonly intentRef: string;
  readonly orderId: string | null;
  readonly detail: string;
}

/** Compares one intent of the provider with the attempt of ours that it is about. */
export function differencesOf(payment: Payment | undefined, seen: ProviderIntent): Difference[] {
  const attempt = payment?.attempts.find(
    (known) => known.id === seen.attemptId || known.providerRef === seen.ref,
  );
  const found = (kind: Difference['kind'], detail: string): Difference => ({
    kind,
    intentRef: seen.ref,
    orderId: payment?.orderId ?? seen.orderId,
    detail,
  });
  if (!payment || !attempt) {
    // An intent that holds nothing and took nothing may be as foreign as it likes.
    return seen.state === 'FAILED' || seen.state === 'CANCELED'
      ? []
      : [found('UNKNOWN_INTENT', `${seen.state} ${seen.amount} ${seen.currency}`)];
  }
  const differences: Difference[] = [];
  const holds = seen.state === 'AUTHORIZED' || seen.state === 'ACTION_REQUIRED';
  if (holds && !isWanted(payment, attempt)) {
    differences.push(found('STRAY_HOLD', `${seen.state}, our attempt is ${attempt.status}`));
  }
  if (!holds && seen.state !== 'CAPTURED' && attempt.status === 'AUTHORIZED' && payment.phase !== 'ENDED') {
    differences.push(found('MISSING_HOLD', `it is ${seen.state}`));
  }
  if ((seen.state === 'CAPTURED') !== (attempt.status === 'CAPTURED')) {
    differences.push(found('CAPTURE_DIFFERS', `it is ${seen.state}, our attempt is ${attempt.status}`));
  }
  if ((holds || seen.state === 'CAPTURED') && amountsDiffer(payment, attempt, seen)) {
    const ours = `${attempt.amount} ${payment.currency}, captured ${payment.captured}`;
    const theirs = `${seen.amount} ${seen.currency}, captured ${seen.captured}`;
    differences.push(found('AMOUNT_DIFFERS', `ours ${ours}; theirs ${theirs}`));
  }
  return differences;
}

function amountsDiffer(payment: Payment, attempt: Attempt, seen: ProviderIntent): boolean {
  if (seen.amount !== attempt.amount || seen.currency !== payment.currency) return true;
  return seen.state === 'CAPTURED' && attempt.status === 'CAPTURED' && seen.captured !== payment.captured;
}
