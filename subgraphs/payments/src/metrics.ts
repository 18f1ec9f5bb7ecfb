import { paymentFailure } from '@nakku/contracts';
import type { MeasuredFields } from '@nakku/service';
import { counter, gauge, histogram, workMetrics } from '@nakku/telemetry';
import type { Decision } from './domain/decision.ts';
import { DIFFERENCE_KINDS } from './domain/differences.ts';
import type { Difference } from './domain/differences.ts';

const service = 'payments';

const methods = { metrics: workMetrics('payment_method_change', 'Changes of payment methods') };
const refunds = { metrics: workMetrics('payment_refund_request', 'Refunds requested by staff') };
const retries = { metrics: workMetrics('payment_retry', 'Payments that customers tried again') };

/** Work of people that is counted. */
export const measured: MeasuredFields = {
  paymentMethodAdd: methods,
  paymentMethodRemove: methods,
  paymentMethodSetDefault: methods,
  paymentRefund: refunds,
  paymentRetry: retries,
};

const kinds = ['CARD', 'CASH'] as const;

const succeeded = counter(
  'payment_succeeded_total',
  'Payments by the status that they reached',
  ['service', 'method', 'status'],
  kinds.map((method) => ({ service, method, status: 'CAPTURED' })),
);
const failed = counter(
  'payment_failed_total',
  'Payments that failed, by reason',
  ['service', 'method', 'failure_reason'],
  paymentFailure.options.map((reason) => ({ service, method: 'CARD', failure_reason: reason })),
);
const duration = histogram(
  'payment_processing_duration_seconds',
  "From the attempt to the provider's response",
  ['service', 'method'],
  undefined,
  kinds.map((method) => ({ service, method })),
);
const webhooks = counter(
  'payment_webhooks_total',
  'Webhooks by what they did',
  ['service', 'outcome'],
  [{ service, outcome: 'FORGED' }],
);
const overdue = gauge('payments_overdue', "Payments on the operator's list", ['service']);
const differing = gauge('payment_provider_differences', 'Differences to the provider, by kind', [
  'service',
  'kind',
]);
const straysVoided = counter(
  'payment_strays_voided_total',
  'Holds that no live order wanted',
  ['service'],
  [{ service }],
);
const alerts = counter(
  'payment_alerts_total',
  'Payments that a person must look at, by reason',
  ['service', 'kind'],
  (['REFUND_FAILED', 'DISPUTED', 'AMOUNT_MISMATCH'] as const).map((kind) => ({ service, kind })),
);

/** Something about a payment needs a person. */
export function countAlert(kind: string): void {
  alerts.inc({ service, kind });
}

/** Counts what a committed decision brought about. */
export function countDecision({ payment, event }: Decision): void {
  const method = payment.kind;
  switch (event?.type) {
    case 'payment.authorized':
    case 'payment.completed':
    case 'payment.voided':
    case 'payment.refunded':
      succeeded.inc({ service, method, status: payment.status });
      break;
    case 'payment.failed':
    case 'payment.capture_failed':
      failed.inc({ service, method, failure_reason: event.reason });
      break;
    default:
  }
}

/** The provider responded to an attempt `seconds` after it began. */
export function observeProcessing(method: string, seconds: number): void {
  duration.observe({ service, method }, seconds);
}

/** A webhook was received; `outcome` is what it did. */
export function countWebhook(outcome: string): void {
  webhooks.inc({ service, outcome });
}

/** How many payments are on the operator's list. */
export function reportOverdue(count: number): void {
  overdue.set({ service }, count);
}

/** What the last comparison with the provider found; replaces what the one before found. */
export function reportDifferences(differences: readonly Difference[]): void {
  for (const kind of DIFFERENCE_KINDS) differing.set({ service, kind }, 0);
  for (const { kind } of differences) differing.inc({ service, kind });
}

/** A hold that no live order wanted is given back. */
export function countStrayVoided(): void {
  straysVoided.inc({ service });
}

reportOverdue(0);
reportDifferences([]);
