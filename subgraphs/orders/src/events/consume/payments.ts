import type { EventType, ReceivedEvent } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { Transaction } from '@nakku/platform';
import { applyFact } from '../../app/applyFact.ts';
import type { Deps } from '../../app/deps.ts';
import type { Fact } from '../../domain/facts.ts';
import type { Tx } from '../../store/database.ts';

type PaymentEvent = Extract<EventType, `payment.${string}`>;

/** What happens to the money. An attempt that only began, or changed inside of payments, is ignored here. */
export function paymentHandlers(deps: Deps): ConsumerHandlers<Tx> {
  const on =
    <Type extends PaymentEvent>(factOf: (data: ReceivedEvent<Type>['data']) => Fact) =>
    ({ type: source, data }: ReceivedEvent<Type>, tx: Transaction<Tx>): Promise<void> =>
      applyFact(tx, deps, { orderId: data.orderId, source, fact: factOf(data) });
  return {
    'payment.authorized': on(({ attempt, method }) => ({ kind: 'PAYMENT_AUTHORIZED', attempt, method })),
    'payment.increased': on<'payment.increased'>(({ changeId, attempt }) => ({
      kind: 'PAYMENT_INCREASED',
      changeId,
      attempt,
    })),
    'payment.increase_failed': on<'payment.increase_failed'>(({ changeId }) => ({
      kind: 'PAYMENT_INCREASE_FAILED',
      changeId,
    })),
    'payment.action_required': on(({ attempt }) => ({ kind: 'PAYMENT_ACTION_REQUIRED', attempt })),
    'payment.failed': on<'payment.failed'>(({ attempt, reason, exactReason }) => ({
      kind: 'PAYMENT_FAILED',
      attempt,
      reason: exactReason ?? reason,
    })),
    'payment.completed': on(({ attempt }) => ({ kind: 'PAYMENT_SETTLED', attempt, to: 'CAPTURED' })),
    'payment.capture_failed': on<'payment.capture_failed'>(({ attempt, isOverdue }) => ({
      kind: 'PAYMENT_SETTLED',
      attempt,
      to: isOverdue ? 'CAPTURE_OVERDUE' : 'CAPTURE_FAILED',
    })),
    'payment.voided': on(({ attempt }) => ({ kind: 'PAYMENT_SETTLED', attempt, to: 'VOIDED' })),
    'payment.refunded': on<'payment.refunded'>(({ refundedTotal }) => ({
      kind: 'PAYMENT_REFUNDED',
      refundedTotal,
    })),
    'payment.disputed': on<'payment.disputed'>(({ disputeStatus }) => ({
      kind: 'PAYMENT_DISPUTED',
      disputeStatus,
    })),
    'payment.refund_failed': on<'payment.refund_failed'>(({ refundedTotal }) => ({
      kind: 'PAYMENT_REFUND_FAILED',
      refundedTotal,
    })),
  };
}
