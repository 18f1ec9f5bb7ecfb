import { published, withAttempt, withoutTask } from './decision.ts';
import type { Clock, Decision, PaymentAlert } from './decision.ts';
import { isAmountOnTheWay, observeReplacement } from './increase.ts';
import { isWanted } from './payment.ts';
import type { Attempt, Hold, Payment } from './payment.ts';
import type { ProviderIntent } from './providerPort.ts';
import { refundRest } from './refund.ts';
import { releaseWaitingRefunds } from './refundApproval.ts';
import { cancelAttempt, endIfReleased } from './release.ts';

const rank: Record<Hold, number> = { NONE: 0, WAITING: 1, HELD: 2, TAKEN: 3, GONE: 3 };

const holdOf: Record<ProviderIntent['state'], Hold> = {
  ACTION_REQUIRED: 'WAITING',
  AUTHORIZED: 'HELD',
  CAPTURED: 'TAKEN',
  FAILED: 'GONE',
  CANCELED: 'GONE',
};

/** What an attempt may have already, so that `state` is no news about it. */
export function holdsBeyond(state: ProviderIntent['state']): Hold[] {
  const holds: readonly Hold[] = ['NONE', 'WAITING', 'HELD', 'TAKEN', 'GONE'];
  return holds.filter((hold) => rank[hold] >= rank[holdOf[state]]);
}

/**
 * The provider was seen to have `seen` for an attempt: by the worker's call, a webhook or the reconciler, in any
 * order and more than once. Only what is further than what is known changes anything.
 */
export function observe(payment: Payment, attemptId: string, seen: ProviderIntent, clock: Clock): Decision {
  const known = payment.attempts.find((attempt) => attempt.id === attemptId);
  if (!known) return { payment };
  const hold = holdOf[seen.state];
  const alert = mismatchOf(payment, known, seen);
  if (alert && isAmountOnTheWay(payment, known, seen.amount) && hold === 'HELD') return { payment };
  if (alert && (hold === 'TAKEN' || isWanted(payment, known))) return { payment, alert };
  if (rank[hold] <= rank[known.hold]) return { payment };
  const attempt: Attempt = { ...known, hold, providerRef: known.providerRef ?? seen.ref };
  if (isWanted(payment, known) && known.isReplacement) {
    return observeReplacement(payment, attempt, seen, clock);
  }
  return isWanted(payment, known)
    ? wanted(payment, attempt, seen, clock)
    : unwanted(payment, attempt, seen, clock);
}

/**
 * Money of another amount or currency than we asked for is never booked. What nobody wants is given back, whatever it is.
 */
function mismatchOf(payment: Payment, attempt: Attempt, seen: ProviderIntent): PaymentAlert | undefined {
  if (seen.state !== 'AUTHORIZED' && seen.state !== 'CAPTURED') return undefined;
  const isAsRequested =
    seen.currency === payment.currency && seen.amount === attempt.amount && seen.captured <= attempt.amount;
  if (isAsRequested) return undefined;
  const ours = `${attempt.amount} ${payment.currency}`;
  const theirs = `${seen.amount} ${seen.currency}, captured ${seen.captured}`;
  return { kind: 'AMOUNT_MISMATCH', detail: `${seen.ref}: requested ${ours}, the provider has ${theirs}` };
}

/** The current attempt of a live order moves on. */
function wanted(payment: Payment, attempt: Attempt, seen: ProviderIntent, clock: Clock): Decision {
  const moved = (next: Partial<Attempt>, status: Payment['status']): Payment => ({
    ...withAttempt(payment, { ...attempt, ...next }),
    status,
  });
  switch (attempt.hold) {
    case 'WAITING': {
      const actionUrl = seen.actionUrl;
      if (actionUrl === null) return failed(payment, attempt, 'PROVIDER_ERROR');
      const waiting = moved({ status: 'ACTION_REQUIRED', actionUrl }, 'ACTION_REQUIRED');
      return published(waiting, { type: 'payment.action_required', actionUrl });
    }
    case 'HELD':
      return published(moved({ status: 'AUTHORIZED', actionUrl: null }, 'AUTHORIZED'), {
        type: 'payment.authorized',
      });
    case 'TAKEN':
      return taken(payment, attempt, seen, clock);
    default:
      // A hold that ended by itself shows at the capture, which fails and is reported then.
      if (attempt.status === 'AUTHORIZED') return { payment: withAttempt(payment, attempt) };
      return failed(payment, attempt, seen.reason ?? 'PROVIDER_ERROR');
  }
}

/** The attempt did not come to a hold; the customer may try another method. */
export function failed(
  payment: Payment,
  attempt: Attempt,
  reason: NonNullable<Attempt['failureReason']>,
): Decision {
  const closed: Attempt = { ...attempt, status: 'FAILED', failureReason: reason, actionUrl: null };
  return published({ ...withAttempt(payment, closed), status: 'FAILED' }, { type: 'payment.failed', reason });
}

/** The money was taken. */
export function taken(
  payment: Payment,
  attempt: Attempt,
  seen: { captured: number },
  clock: Clock,
): Decision {
  const closed = withoutTask(withAttempt(payment, { ...attempt, status: 'CAPTURED' }), attempt.id, 'CAPTURE');
  const captured = Math.min(seen.captured, payment.amount);
  const settled = releaseWaitingRefunds({ ...closed, status: 'CAPTURED', captured }, clock);
  return published(settled, { type: 'payment.completed' });
}

/** An attempt that was called off, or whose order is over: whatever it holds goes back. */
function unwanted(payment: Payment, attempt: Attempt, seen: ProviderIntent, clock: Clock): Decision {
  if (attempt.hold === 'GONE') {
    const status = attempt.status === 'FAILED' ? 'FAILED' : 'VOIDED';
    const gone = withoutTask(withAttempt(payment, { ...attempt, status }), attempt.id, 'VOID');
    return endIfReleased(gone);
  }
  if (attempt.hold === 'TAKEN') {
    const closed = withoutTask(payment, attempt.id, 'VOID');
    // Money of an attempt that was replaced is for the reconciler to report: it is nobody's to move by itself.
    const isOurs = payment.phase === 'ENDED' && attempt.number === payment.attempt && payment.captured === 0;
    if (!isOurs) return { payment: withAttempt(closed, attempt) };
    const { payment: captured } = taken(closed, attempt, seen, clock);
    return refundRest(
      { ...captured, version: payment.version },
      'The order ended without a delivery.',
      clock,
    );
  }
  const seenNow = withAttempt(payment, attempt);
  return { payment: cancelAttempt(seenNow, attempt, clock) };
}
