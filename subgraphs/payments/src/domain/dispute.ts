import { published } from './decision.ts';
import type { Decision } from './decision.ts';
import type { Payment } from './payment.ts';
import type { ProviderDispute } from './providerPort.ts';

/**
 * The customer's bank disputes a payment, or decided the dispute. An open one needs a person; what is news is published.
 * @param isNews whether this dispute had not been seen in this status
 */
export function observeDispute(payment: Payment, dispute: ProviderDispute, isNews: boolean): Decision {
  const { ref, state, reason, amount, currency } = dispute;
  const detail = `dispute ${ref} of ${amount} ${currency}: ${reason}`;
  const alert = state === 'OPEN' ? { alert: { kind: 'DISPUTED', detail } as const } : {};
  if (!isNews) return { payment, ...alert };
  const event = {
    type: 'payment.disputed',
    disputeId: ref,
    disputeStatus: state,
    disputedAmount: amount,
  } as const;
  return { ...published(payment, event), ...alert };
}
