import type { PaymentFailure } from '@nakku/contracts';
import Stripe from 'stripe';
import { z } from 'zod';
import type {
  ProviderDispute,
  ProviderIntent,
  ProviderRefund,
  Refused,
  Unavailable,
} from '../../domain/providerPort.ts';
import { fromStripeAmount } from './stripeAmounts.ts';

const metadata = z.record(z.string(), z.string()).nullish();

/** What we read of Stripe's payment intent; everything else may be anything. */
const intentSchema = z.object({
  id: z.string(),
  amount: z.number().int(),
  amount_received: z.number().int().nullish(),
  currency: z.string(),
  created: z.number(),
  status: z.string(),
  metadata,
  next_action: z.object({ redirect_to_url: z.object({ url: z.string().nullish() }).nullish() }).nullish(),
  last_payment_error: z
    .object({ code: z.string().nullish(), decline_code: z.string().nullish(), type: z.string().nullish() })
    .nullish(),
});

/** Stripe's words to ours (docs.stripe.com/declines/codes); what is not named here is a plain decline. */
const reasons: Readonly<Record<string, PaymentFailure>> = {
  insufficient_funds: 'INSUFFICIENT_FUNDS',
  expired_card: 'EXPIRED_CARD',
  authentication_required: 'AUTHENTICATION_FAILED',
  payment_intent_authentication_failure: 'AUTHENTICATION_FAILED',
  setup_intent_authentication_failure: 'AUTHENTICATION_FAILED',
  processing_error: 'PROVIDER_ERROR',
  resource_missing: 'METHOD_NOT_FOUND',
};

/** Why the provider refused. */
export function reasonOf(error: {
  readonly code?: string | null | undefined;
  readonly decline_code?: string | null | undefined;
  readonly type?: string | null | undefined;
}): PaymentFailure {
  const known = reasons[error.decline_code ?? ''] ?? reasons[error.code ?? ''];
  if (known) return known;
  return error.decline_code || error.code === 'card_declined' || error.type === 'card_error'
    ? 'CARD_DECLINED'
    : 'PROVIDER_ERROR';
}

/** `requires_payment_method` right after creation means: refused. */
const states: Readonly<Record<string, ProviderIntent['state']>> = {
  requires_action: 'ACTION_REQUIRED',
  requires_source_action: 'ACTION_REQUIRED',
  requires_capture: 'AUTHORIZED',
  succeeded: 'CAPTURED',
  canceled: 'CANCELED',
  requires_payment_method: 'FAILED',
  requires_source: 'FAILED',
};

/** Undefined for what is no payment intent, or one that is still being processed. */
export function parseIntent(value: unknown): ProviderIntent | undefined {
  const parsed = intentSchema.safeParse(value);
  const state = parsed.success ? states[parsed.data.status] : undefined;
  if (!parsed.success || state === undefined) return undefined;
  const intent = parsed.data;
  const currency = intent.currency.toUpperCase();
  return {
    ref: intent.id,
    state,
    amount: fromStripeAmount(intent.amount, currency),
    captured: fromStripeAmount(intent.amount_received ?? 0, currency),
    currency,
    actionUrl: intent.next_action?.redirect_to_url?.url ?? null,
    reason: intent.last_payment_error ? reasonOf(intent.last_payment_error) : null,
    attemptId: ourId(intent.metadata, 'attempt_id'),
    orderId: ourId(intent.metadata, 'order_id'),
    createdAt: new Date(intent.created * 1_000),
  };
}

/** One of our ids in the metadata of an object that we made. */
function ourId(of: z.output<typeof metadata>, name: string): string | null {
  return z.uuid().safeParse(of?.[name]).data ?? null;
}

/** An object by its id, or expanded. */
const reference = z
  .union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
  .nullish()
  .transform((ref) => ref ?? null);

const refundSchema = z.object({
  id: z.string(),
  object: z.literal('refund'),
  amount: z.number().int(),
  currency: z.string(),
  status: z.string().nullish(),
  payment_intent: reference,
  metadata,
});

const refundStates: Readonly<Record<string, ProviderRefund['state']>> = {
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  canceled: 'FAILED',
};

/** Null for what is no refund. */
export function parseRefund(value: unknown): ProviderRefund | null {
  const parsed = refundSchema.safeParse(value);
  if (!parsed.success) return null;
  const refund = parsed.data;
  const currency = refund.currency.toUpperCase();
  return {
    ref: refund.id,
    intentRef: refund.payment_intent,
    refundId: ourId(refund.metadata, 'refund_id'),
    state: refundStates[refund.status ?? ''] ?? 'PENDING',
    amount: fromStripeAmount(refund.amount, currency),
    currency,
  };
}

const disputeSchema = z.object({
  id: z.string(),
  object: z.literal('dispute'),
  amount: z.number().int(),
  currency: z.string(),
  status: z.string(),
  reason: z.string(),
  payment_intent: reference,
});

/** A warning that is closed never became a dispute. */
const disputeStates: Readonly<Record<string, ProviderDispute['state']>> = {
  won: 'WON',
  warning_closed: 'WON',
  lost: 'LOST',
};

/** Null for what is no dispute. */
export function parseDispute(value: unknown): ProviderDispute | null {
  const parsed = disputeSchema.safeParse(value);
  if (!parsed.success) return null;
  const dispute = parsed.data;
  const currency = dispute.currency.toUpperCase();
  return {
    ref: dispute.id,
    intentRef: dispute.payment_intent,
    state: disputeStates[dispute.status] ?? 'OPEN',
    reason: dispute.reason.slice(0, 100),
    amount: fromStripeAmount(dispute.amount, currency),
    currency,
  };
}

/**
 * What a failed call means. Only a response of the provider about this very request is a refusal; everything else
 * (time-out, cut connection, 5xx, too many requests, key in flight) leaves the outcome open.
 * @throws the error itself if it is none of Stripe's: a bug
 */
export function failureOf(error: unknown): Refused | Unavailable {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const detail = `${error.type} ${error.code ?? ''}: ${error.message}`;
  const status = error.statusCode ?? 0;
  const isResponse = status === 400 || status === 402 || status === 404;
  // A key that was used with another body is a bug of ours; calling it refused might free money that is held.
  if (!isResponse || error instanceof Stripe.errors.StripeIdempotencyError)
    return { kind: 'unavailable', detail };
  const intent = parseIntent(error.payment_intent);
  return {
    kind: 'refused',
    reason: reasonOf({ code: error.code, decline_code: error.decline_code, type: error.rawType }),
    detail,
    ...(intent ? { intent } : {}),
  };
}
