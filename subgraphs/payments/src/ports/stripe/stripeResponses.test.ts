import Stripe from 'stripe';
import { failureOf, reasonOf, parseIntent } from './stripeResponses.ts';

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
  expect(parseIntent(intent)).toEqual({
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
  expect(parseIntent({ ...intent, status })?.state).toBe(state);
});

test.each([[{ ...intent, status: 'processing' }], [{ ...intent, amount: 'much' }], [null], ['pi_1']])(
  'no intent to speak of: %j',
  (value) => expect(parseIntent(value)).toBeUndefined(),
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

const raw = (
  type: 'card_error' | 'invalid_request_error' | 'api_error' | 'idempotency_error',
  statusCode: number,
) => ({
  type,
  statusCode,
  message: 'm',
  headers: {},
});

test.each([
  ['a decline', new Stripe.errors.StripeCardError(raw('card_error', 402)), 'refused'],
  [
    'a wrong request',
    new Stripe.errors.StripeInvalidRequestError(raw('invalid_request_error', 400)),
    'refused',
  ],
  [
    'an unknown intent',
    new Stripe.errors.StripeInvalidRequestError(raw('invalid_request_error', 404)),
    'refused',
  ],
  [
    'a key in use',
    new Stripe.errors.StripeInvalidRequestError(raw('invalid_request_error', 409)),
    'unavailable',
  ],
  ['a key for two', new Stripe.errors.StripeIdempotencyError(raw('idempotency_error', 400)), 'unavailable'],
  [
    'too many requests',
    new Stripe.errors.StripeRateLimitError(raw('invalid_request_error', 429)),
    'unavailable',
  ],
  ['a broken provider', new Stripe.errors.StripeAPIError(raw('api_error', 500)), 'unavailable'],
  ['a cut connection', new Stripe.errors.StripeConnectionError(raw('api_error', 0)), 'unavailable'],
])('%s', (_, error, kind) => {
  expect(failureOf(error).kind).toBe(kind);
});

test('a refusal shows the intent that it is about', () => {
  const error = new Stripe.errors.StripeCardError(raw('card_error', 402));
  Object.assign(error, { payment_intent: intent });
  expect(failureOf(error)).toMatchObject({ kind: 'refused', intent: { ref: 'pi_1', state: 'AUTHORIZED' } });
});

test('a bug of ours is thrown', () => {
  expect(() => failureOf(new TypeError('oops'))).toThrow('oops');
});
