import { counter, histogram } from '@nakku/telemetry';
import type { Decision } from './domain/decision.ts';

const service = 'payments';

const succeeded = () =>
  counter('payment_succeeded_total', 'Payments by the status that they reached', [
    'service',
    'method',
    'status',
  ]);
const failed = () =>
  counter('payment_failed_total', 'Payments that failed, by reason', ['service', 'method', 'failure_reason']);
const duration = () =>
  histogram('payment_processing_duration_seconds', "From the attempt to the provider's answer", [
    'service',
    'method',
  ]);

/** Counts what a committed decision brought about. */
export function countDecision({ payment, event }: Decision): void {
  const method = payment.kind;
  switch (event?.type) {
    case 'payment.authorized':
    case 'payment.completed':
    case 'payment.voided':
    case 'payment.refunded':
      succeeded().inc({ service, method, status: payment.status });
      break;
    case 'payment.failed':
    case 'payment.capture_failed':
      failed().inc({ service, method, failure_reason: event.reason });
      break;
    default:
  }
}

/** An attempt was answered `seconds` after it began. */
export function observeProcessing(method: string, seconds: number): void {
  duration().observe({ service, method }, seconds);
}
