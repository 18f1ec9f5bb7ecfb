import { integer, port, secret, subgraphEnv, url } from '@nakku/service';
import type { DurationsProfile } from '@nakku/service';
import { z } from 'zod';
import type { RetryPolicy } from './domain/decision.ts';

/** What payments reads from its environment. */
export const configSchema = z.object({
  ...subgraphEnv,
  /** The card company's API; Stripe's own where it is not given. */
  STRIPE_API_HOST: z.string().min(1).optional(),
  STRIPE_API_PORT: port.optional(),
  /** Default: http for a host of ours, https for Stripe. */
  STRIPE_API_PROTOCOL: z.enum(['http', 'https']).optional(),
  STRIPE_SECRET_KEY: secret(8),
  /** Shared with the provider, which signs its webhooks with it. */
  PAYMENTS_WEBHOOK_SECRET: secret(8),
  /** The public port: only `POST /webhooks/stripe` is there. */
  PAYMENTS_WEBHOOK_PORT: port.default(4016),
  PAYMENTS_WEBHOOK_HOST: z.string().optional(),
  PAYMENTS_WEBHOOK_TOLERANCE_SECONDS: integer(1, 3_600).default(300),
  PAYMENTS_WEBHOOK_BODY_BYTES: integer(1_024, 1_048_576).default(65_536),
  /** Where a customer comes back to after 3-D Secure. */
  PAYMENTS_RETURN_URL: url('http', 'https').optional(),
  /** Calls to the provider at the same time, per process. */
  PAYMENTS_WORKER_CONCURRENCY: integer(1, 200).default(8),
  /** What an operator of a store may refund at once, and within 24 hours, in whole units of the payment's currency. */
  PAYMENTS_STAFF_REFUND_MAX: integer(0, 1_000_000).default(200),
  PAYMENTS_STAFF_REFUND_DAILY_MAX: integer(0, 10_000_000).default(200),
  /** A larger refund, in whole units of the payment's currency, needs the approval of a second person. */
  PAYMENTS_REFUND_APPROVAL_ABOVE: integer(0, 10_000_000).default(50),
  /** Attempts by card for one order, and retries by card of one customer within an hour. */
  PAYMENTS_CARD_ATTEMPTS_PER_ORDER: integer(1, 20).default(6),
  PAYMENTS_CARD_RETRIES_PER_HOUR: integer(1, 1_000).default(20),
  /** Cards that one customer may try to add within 24 hours. */
  PAYMENTS_CARDS_ADDED_PER_DAY: integer(1, 1_000).default(30),
});

export type PaymentsConfig = z.output<typeof configSchema>;

/** Times of payments, in milliseconds. */
export interface PaymentTimes extends RetryPolicy {
  /** A worker's lease on an attempt; longer than `providerTimeoutMs`. */
  readonly workerLeaseMs: number;
  /** How often the worker looks for attempts when nothing wakes it. */
  readonly workerPollMs: number;
  readonly providerTimeoutMs: number;
  readonly reconcileEveryMs: number;
  /** Age from which the reconciler voids an authorisation that no live order needs. */
  readonly strayAuthorizationMs: number;
}

const production: PaymentTimes = {
  workerLeaseMs: 30_000,
  workerPollMs: 2_000,
  providerTimeoutMs: 10_000,
  retryFirstMs: 500,
  retryMaxMs: 300_000,
  captureRetryMs: 86_400_000,
  reconcileEveryMs: 60_000,
  strayAuthorizationMs: 120_000,
};

/** By profile. In tests a lease stays longer than a hiccup. */
export const paymentTimes: Readonly<Record<DurationsProfile, PaymentTimes>> = {
  production,
  demo: { ...production, reconcileEveryMs: 20_000, retryMaxMs: 30_000 },
  test: {
    workerLeaseMs: 5_000,
    workerPollMs: 100,
    providerTimeoutMs: 2_000,
    retryFirstMs: 50,
    retryMaxMs: 1_000,
    captureRetryMs: 60_000,
    reconcileEveryMs: 1_000,
    strayAuthorizationMs: 2_000,
  },
};
