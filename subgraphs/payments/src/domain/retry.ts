import { acceptsCash } from '@nakku/contracts';
import { withAttempt } from './decision.ts';
import type { Decision, Clock } from './decision.ts';
import { startAttempt } from './initiate.ts';
import { currentAttempt, isOpen, MAX_ATTEMPTS } from './payment.ts';
import type { Payment, PaymentStatus, UsableMethod } from './payment.ts';
import { cancelAttempt } from './release.ts';

const retriable: readonly PaymentStatus[] = ['PENDING', 'ACTION_REQUIRED', 'FAILED'];

export type RetryRefused =
  | { readonly refused: 'state'; readonly status: PaymentStatus }
  | { readonly refused: 'cash_not_accepted' | 'attempts_used_up' };

/**
 * The customer pays in another way, with at most `maxCardAttempts` attempts by card for one order. An attempt that is still open is called off first: its void stands before the new
 * authorisation in the payment's tasks, so that the two never hold at once.
 */
export function retry(
  payment: Payment,
  method: UsableMethod,
  clock: Clock,
  maxCardAttempts: number,
): Decision | RetryRefused {
  const isPossible =
    payment.phase === 'RESERVED' && retriable.includes(payment.status) && payment.attempt < MAX_ATTEMPTS;
  if (!isPossible) return { refused: 'state', status: payment.status };
  if (method.kind === 'CASH' && !acceptsCash(payment.handover)) return { refused: 'cash_not_accepted' };
  const cardAttempts = payment.attempts.filter(({ kind }) => kind === 'CARD').length;
  if (method.kind === 'CARD' && cardAttempts >= maxCardAttempts) return { refused: 'attempts_used_up' };
  const current = currentAttempt(payment);
  if (!current || !isOpen(current)) return startAttempt(payment, method, clock);
  const cancelled = cancelAttempt(payment, current, clock);
  const closed = withAttempt(cancelled, { ...current, status: 'VOIDED', actionUrl: null });
  return startAttempt(closed, method, clock);
}
