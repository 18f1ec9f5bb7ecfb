import { z } from 'zod';
import { cardOf } from './cards.ts';
import { authorized } from './createIntent.ts';
import { formInteger, readParameters } from './form.ts';
import type { Form } from './form.ts';
import type { CardError, PaymentIntent } from './objects.ts';
import { newEvent, nowSeconds } from './operation.ts';
import type { Desk, Outcome } from './operation.ts';
import { ApiRefusal, invalidRequest, missing, unexpectedState } from './refusal.ts';

/** @throws ApiRefusal 404 for an unknown id */
export function intentNamed(desk: Desk, id: string): PaymentIntent {
  const intent = desk.books.intents.get(id);
  if (!intent) throw missing('payment_intent', id, 'intent');
  return intent;
}

const captureParameters = z.object({ amount_to_capture: formInteger.optional() });

/** `POST /v1/payment_intents/:id/capture`: takes all or a part of the hold; what is left is released. */
export function captureIntent(desk: Desk, id: string, form: Form): Outcome {
  const intent = intentNamed(desk, id);
  const p = readParameters(captureParameters, form);
  if (intent.status !== 'requires_capture') throw unexpectedState('captured', intent);
  const amount = p.amount_to_capture ?? intent.amount_capturable;
  if (amount < 1 || amount > intent.amount_capturable) {
    throw invalidRequest('The amount to capture is not within the capturable amount.', {
      code: 'amount_too_large',
      param: 'amount_to_capture',
    });
  }
  const token = desk.books.methods.get(intent.payment_method ?? '')?.token ?? '';
  if (desk.books.failedCaptures(id) < (cardOf(token)?.failingCaptures ?? 0)) {
    const error = { type: 'card_error', code: 'processing_error', message: 'The capture failed.' } as const;
    const refusal = new ApiRefusal(402, { ...error, payment_intent: intent }, true);
    return { status: 402, body: refusal.body, entry: { kind: 'capture_failed', amount: 0, intent } };
  }
  const after: PaymentIntent = {
    ...intent,
    status: 'succeeded',
    amount_capturable: 0,
    amount_received: amount,
  };
  const events = [newEvent('payment_intent.succeeded', after, desk.idempotencyKey)];
  return { status: 200, body: after, entry: { kind: 'captured', amount, intent: after, events } };
}

const cancelParameters = z.object({ cancellation_reason: z.string().optional() });

/** `POST /v1/payment_intents/:id/cancel`: gives a hold back, or ends an intent that has none. */
export function cancelIntent(desk: Desk, id: string, form: Form): Outcome {
  const intent = intentNamed(desk, id);
  const p = readParameters(cancelParameters, form);
  if (intent.status === 'succeeded' || intent.status === 'canceled')
    throw unexpectedState('canceled', intent);
  const after: PaymentIntent = {
    ...intent,
    status: 'canceled',
    amount_capturable: 0,
    next_action: null,
    canceled_at: nowSeconds(),
    cancellation_reason: p.cancellation_reason ?? null,
  };
  const events = [newEvent('payment_intent.canceled', after, desk.idempotencyKey)];
  return {
    status: 200,
    body: after,
    entry: { kind: 'released', amount: intent.amount_capturable, intent: after, events },
  };
}

const authenticationFailure: CardError = {
  type: 'invalid_request_error',
  code: 'payment_intent_authentication_failure',
  message: 'The provided PaymentMethod has failed authentication.',
};

/** The end of a 3-D Secure page. Undefined when the intent no longer waits for it. */
export function authenticate(desk: Desk, intent: PaymentIntent, isAuthentic: boolean): Outcome | undefined {
  if (intent.status !== 'requires_action') return undefined;
  if (isAuthentic) return authorized(desk, intent);
  const after: PaymentIntent = {
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_payment_error: authenticationFailure,
  };
  const events = [newEvent('payment_intent.payment_failed', after, desk.idempotencyKey)];
  return {
    status: 200,
    body: after,
    entry: { kind: 'authentication_failed', amount: 0, intent: after, events },
  };
}
