import Stripe from 'stripe';
import type {
  IntentResponse,
  MethodResponse,
  ProviderPort,
  RefundResponse,
  WebhookReading,
} from '../../domain/providerPort.ts';
import { toStripeAmount, unsupportedAmount } from './stripeAmounts.ts';
import { failureOf, parseDispute, parseIntent, parseRefund } from './stripeResponses.ts';

export interface StripeOptions {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Default: Stripe itself. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly protocol?: 'http' | 'https' | undefined;
  readonly timeoutMs: number;
  /** Greatest age of a webhook's signature, and how far it may be in the future, in seconds. */
  readonly webhookToleranceSeconds: number;
  /** Where the customer comes back to after 3-D Secure. */
  readonly returnUrl?: string | undefined;
}

const PAGE = 100;

/** The provider port by Stripe's official SDK. The worker repeats, so the SDK does not. */
export function createStripeProvider(o: StripeOptions): ProviderPort {
  const stripe = new Stripe(o.secretKey, {
    maxNetworkRetries: 0,
    timeout: o.timeoutMs,
    telemetry: false,
    ...(o.host === undefined ? {} : { host: o.host }),
    ...(o.port === undefined ? {} : { port: o.port }),
    ...(o.protocol === undefined ? {} : { protocol: o.protocol }),
  });

  /** The intent in the response to a call, also where that is an error that shows it. */
  async function intentOf(call: Promise<unknown>): Promise<IntentResponse> {
    try {
      const intent = parseIntent(await call);
      return intent
        ? { kind: 'intent', intent }
        : { kind: 'unavailable', detail: 'the intent is being processed' };
    } catch (error) {
      return failureOf(error);
    }
  }

  /** The intent is in another state than we thought: what it is in is the response. */
  function asIntent(response: IntentResponse, ...states: readonly string[]): IntentResponse {
    return response.kind === 'refused' && response.intent && states.includes(response.intent.state)
      ? { kind: 'intent', intent: response.intent }
      : response;
  }

  return {
    async authorize(request) {
      const unsupported = unsupportedAmount(request.amount, request.currency);
      if (unsupported !== null)
        return { kind: 'refused', reason: 'AMOUNT_NOT_SUPPORTED', detail: unsupported };
      const response = await intentOf(
        stripe.paymentIntents.create(
          {
            amount: toStripeAmount(request.amount, request.currency),
            currency: request.currency.toLowerCase(),
            payment_method: request.token,
            allowed_payment_method_types: ['card'],
            confirm: true,
            capture_method: 'manual',
            // A change of the order may need more: without it the hold could only be replaced.
            payment_method_options: { card: { request_incremental_authorization: 'if_available' } },
            ...(request.providerCustomer === null ? {} : { customer: request.providerCustomer }),
            ...(o.returnUrl === undefined ? {} : { return_url: o.returnUrl }),
            metadata: {
              order_id: request.orderId,
              payment_id: request.paymentId,
              attempt_id: request.attemptId,
              attempt: String(request.attempt),
            },
          },
          { idempotencyKey: request.idempotencyKey },
        ),
      );
      return asIntent(response, 'FAILED');
    },

    async increase({ ref, amount, currency, idempotencyKey }) {
      const unsupported = unsupportedAmount(amount, currency);
      if (unsupported !== null)
        return { kind: 'refused', reason: 'AMOUNT_NOT_SUPPORTED', detail: unsupported };
      const wanted = { amount: toStripeAmount(amount, currency) };
      try {
        const call = stripe.paymentIntents.incrementAuthorization(ref, wanted, { idempotencyKey });
        const intent = parseIntent(await call);
        return intent
          ? { kind: 'intent', intent }
          : { kind: 'unavailable', detail: 'the intent is being processed' };
      } catch (error) {
        const failure = failureOf(error);
        // The card said no, or this hold cannot be increased at all.
        return failure.kind === 'refused' && error instanceof Stripe.errors.StripeInvalidRequestError
          ? { kind: 'unsupported', detail: failure.detail }
          : failure;
      }
    },

    async capture({ ref, amount, currency, idempotencyKey }) {
      const captured = { amount_to_capture: toStripeAmount(amount, currency) };
      const call = stripe.paymentIntents.capture(ref, captured, { idempotencyKey });
      return asIntent(await intentOf(call), 'CAPTURED');
    },

    async void({ ref, idempotencyKey }) {
      const call = stripe.paymentIntents.cancel(ref, {}, { idempotencyKey });
      return asIntent(await intentOf(call), 'CANCELED', 'CAPTURED');
    },

    async refund({ ref, amount, currency, orderId, refundId, idempotencyKey }): Promise<RefundResponse> {
      try {
        const metadata = { order_id: orderId, refund_id: refundId };
        const refund = await stripe.refunds.create(
          { payment_intent: ref, amount: toStripeAmount(amount, currency), metadata },
          { idempotencyKey },
        );
        return refund.status === 'failed' || refund.status === 'canceled'
          ? { kind: 'refused', reason: 'PROVIDER_ERROR', detail: refund.failure_reason ?? refund.status }
          : { kind: 'refunded', ref: refund.id };
      } catch (error) {
        return failureOf(error);
      }
    },

    async retrieveMethod({ token, customerId, providerCustomer, idempotencyKey }): Promise<MethodResponse> {
      try {
        // First a look, so that an unknown token leaves no customer behind.
        await stripe.paymentMethods.retrieve(token);
        const customer =
          providerCustomer ??
          (
            await stripe.customers.create(
              { metadata: { customer_id: customerId } },
              { idempotencyKey: `customer:${customerId}` },
            )
          ).id;
        const method = await stripe.paymentMethods.attach(token, { customer }, { idempotencyKey });
        if (!method.card)
          return { kind: 'refused', reason: 'CARD_DECLINED', detail: `${method.type} is no card` };
        const { brand, last4 } = method.card;
        return { kind: 'method', token: method.id, providerCustomer: customer, brand, last4 };
      } catch (error) {
        return failureOf(error);
      }
    },

    retrieveIntent: (ref) => intentOf(stripe.paymentIntents.retrieve(ref)),

    async *listIntents(since) {
      const gte = Math.floor(since.getTime() / 1_000);
      for await (const intent of stripe.paymentIntents.list({ created: { gte }, limit: PAGE })) {
        const seen = parseIntent(intent);
        if (seen) yield seen;
      }
    },

    parseWebhook(body, signature, now): WebhookReading {
      try {
        const event = stripe.webhooks.constructEvent(
          body,
          signature,
          o.webhookSecret,
          o.webhookToleranceSeconds,
          undefined,
          now.getTime(),
        );
        if (signedAt(signature) > now.getTime() / 1_000 + o.webhookToleranceSeconds) {
          return { kind: 'forged', detail: 'the signature is of the future' };
        }
        const object: unknown = event.data.object;
        const intent = event.type.startsWith('payment_intent.') ? (parseIntent(object) ?? null) : null;
        const refund = parseRefund(object);
        const dispute = parseDispute(object);
        return {
          kind: 'event',
          id: event.id,
          type: event.type,
          intent,
          refund,
          dispute,
          intentRef: intent?.ref ?? refund?.intentRef ?? dispute?.intentRef ?? intentRefOf(object),
        };
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return { kind: 'forged', detail: detail.slice(0, 200) };
      }
    },
  };
}

/** Charges and refunds name the intent that they are about. */
function intentRefOf(object: unknown): string | null {
  if (typeof object !== 'object' || object === null || !('payment_intent' in object)) return null;
  return typeof object.payment_intent === 'string' ? object.payment_intent : null;
}

/** When a webhook was signed, in seconds since 1970: the `t` of a signature header that was verified. */
function signedAt(signature: string): number {
  return Number(/(?:^|,)t=(\d{1,15})(?:,|$)/.exec(signature)?.[1] ?? Infinity);
}
