import { fromStripeAmount, toStripeAmount, unsupportedAmount } from './stripeAmounts.ts';

test.each([
  ['EUR', 500, 500],
  ['JPY', 500, 500],
  ['KWD', 1_250, 1_250],
  // No decimals with us, two at Stripe.
  ['ISK', 500, 50_000],
  ['UGX', 500, 50_000],
])('%s %i is %i at Stripe, and back', (currency, ours, theirs) => {
  expect(toStripeAmount(ours, currency)).toBe(theirs);
  expect(fromStripeAmount(theirs, currency)).toBe(ours);
});

test.each([
  [49, 'EUR', 'the least charge is 0.50 EUR'],
  [50, 'EUR', null],
  [49, 'JPY', 'the least charge is 50 JPY'],
  [50, 'JPY', null],
  [1_251, 'KWD', '1.251 KWD is no multiple of ten minor units'],
  [1_250, 'KWD', null],
  [1_000_000, 'ISK', 'the amount has more than eight digits'],
  [999_999, 'ISK', null],
])('a charge of %i %s: %s', (amount, currency, refusal) => {
  expect(unsupportedAmount(amount, currency)).toBe(refusal);
});
