import Stripe from 'stripe';
import { failureOf, reasonOf, seenIntent } from './stripeAnswers.ts';

const attemptId = '01a1f951-1fc8-715b-b0f3-5bb5fa6a6ea4';
const intent = {
  id: 'pi_1',
  amount: 2_500,
  amount_received: 0,
  currency: 'eur',
  created: 1_767_268_800,
  status: 'requires_capture',
  metadata: { attempt_id: attemptId, order_id: 'not-ours' },
};

test('an intent in our words', () => {
  expect(seenIntent(intent)).toEqual({
    ref: 'pi_1',
    state: 'AUTHORIZED',
    amount: 2_500,
    captured: 0,
    currency: 'EUR',
    actionUrl: null,
    reason: null,
    attemptId,
    orderId: null,
    createdAt: new Date('2026-01-01T12:00:00Z'),
  });
});

test.each([
  ['requires_action', 'ACTION_REQUIRED'],
  ['succeeded', 'CAPTURED'],
  ['canceled', 'CANCELED'],
  ['requires_payment_method', 'FAILED'],
])('%s is %s', (status, state) => {
  expect(seenIntent({ ...intent, status })?.state).toBe(state);
});

test.each([[{ ...intent, status: 'processing' }], [{ ...intent, amount: 'much' }], [null], ['pi_1']])(
  'no intent to speak of: %j',
  (value) => expect(seenIntent(value)).toBeUndefined(),
);

test.each([
  [{ code: 'card_declined', decline_code: 'generic_decline' }, 'CARD_DECLINED'],
  [{ code: 'card_declined', decline_code: 'insufficient_funds' }, 'INSUFFICIENT_FUNDS'],
  [{ code: 'expired_card' }, 'EXPIRED_CARD'],
  [{ code: 'payment_intent_authentication_failure' }, 'AUTHENTICATION_FAILED'],
  [{ code: 'processing_error', type: 'card_error' }, 'PROVIDER_ERROR'],
  [{ code: 'resource_missing', type: 'invalid_request_error' }, 'METHOD_NOT_FOUND'],
  [{ code: 'incorrect_cvc', type: 'card_error' }, 'CARD_DECLINED'],
  [{ code: 'parameter_missing', type: 'invalid_request_error' }, 'PROVIDER_ERROR'],
])('%j means %s', (error, reason) => {
  expect(reasonOf(error)).toBe(reason);
});

const errorOf = (type: string, statusCode: number, more: object = {}) => {
  const raw = { type, message: 'm', statusCode, headers: {}, ...more };
  switch (type) {
    case 'card_error':
      return new Stripe.errors.StripeCardError(raw);
    case 'idempotency_error':
      return new Stripe.errors.StripeIdempotencyError(raw);
    case 'connection':
      return new Stripe.errors.StripeConnectionError(raw);
    case 'rate_limit':
      return new Stripe.errors.StripeRateLimitError(raw);
    case 'api_error':
      return new Stripe.errors.StripeAPIError(raw);
    default:
      return new Stripe.errors.StripeInvalidRequestError(raw);
  }
};

test.each([
  ['card_error', 402, 'refused'],
  ['invalid_request_error', 400, 'refused'],
  ['invalid_request_error', 404, 'refused'],
  ['invalid_request_error', 409, 'unavailable'],
  ['idempotency_error', 400, 'unavailable'],
  ['rate_limit', 429, 'unavailable'],
  ['api_error', 500, 'unavailable'],
  ['connection', 0, 'unavailable'],
])('%s with %i leaves the call %s', (type, status, kind) => {
  expect(failureOf(errorOf(type, status)).kind).toBe(kind);
});

test('a refusal shows the intent that it is about', () => {
  expect(failureOf(errorOf('card_error', 402, { payment_intent: intent }))).toMatchObject({
    kind: 'refused',
    intent: { ref: 'pi_1', state: 'AUTHORIZED' },
  });
});

test('a bug of ours is thrown', () => {
  expect(() => failureOf(new TypeError('oops'))).toThrow('oops');
});
