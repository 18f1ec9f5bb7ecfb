import type { CardError, PaymentMethod } from './objects.ts';

/** What a card does when it is charged. */
export interface CardBehaviour {
  readonly brand: string;
  readonly last4: string;
  /** Refused at authorisation. */
  readonly decline?: CardError;
  readonly needsAuthentication?: boolean;
  /** How many captures fail before one succeeds. */
  readonly failingCaptures?: number;
  readonly refundsFail?: boolean;
  /** Its holds cannot be increased. */
  readonly hasFixedHolds?: boolean;
  /** Refused when a hold is increased. */
  readonly increaseDecline?: CardError;
}

const declined = (declineCode: string, message: string): CardError => ({
  type: 'card_error',
  code: 'card_declined',
  decline_code: declineCode,
  message,
});

/**
 * Test cards by the token that stands for them: Stripe's own names and numbers
 * (docs.stripe.com/testing), and the `captureFails…`, `fixedHold` and
 * `increase…` ones, which Stripe does not have.
 */
const cards: Readonly<Record<string, CardBehaviour>> = {
  pm_card_visa: { brand: 'visa', last4: '4242' },
  pm_card_visa_debit: { brand: 'visa', last4: '5556' },
  pm_card_mastercard: { brand: 'mastercard', last4: '4444' },
  pm_card_amex: { brand: 'amex', last4: '8431' },
  pm_card_chargeDeclined: {
    brand: 'visa',
    last4: '0002',
    decline: declined('generic_decline', 'Your card was declined.'),
  },
  pm_card_chargeDeclinedInsufficientFunds: {
    brand: 'visa',
    last4: '9995',
    decline: declined('insufficient_funds', 'Your card has insufficient funds.'),
  },
  pm_card_chargeDeclinedExpiredCard: {
    brand: 'visa',
    last4: '0069',
    decline: {
      type: 'card_error',
      code: 'expired_card',
      decline_code: 'expired_card',
      message: 'Your card has expired.',
    },
  },
  pm_card_chargeDeclinedProcessingError: {
    brand: 'visa',
    last4: '0119',
    decline: {
      type: 'card_error',
      code: 'processing_error',
      decline_code: 'processing_error',
      message: 'An error occurred while processing your card. Try again in a little bit.',
    },
  },
  pm_card_authenticationRequired: { brand: 'visa', last4: '3184', needsAuthentication: true },
  pm_card_refundFail: { brand: 'visa', last4: '3126', refundsFail: true },
  pm_card_fixedHold: { brand: 'visa', last4: '0351', hasFixedHolds: true },
  pm_card_increaseDeclined: {
    brand: 'visa',
    last4: '0352',
    increaseDecline: declined('insufficient_funds', 'Your card has insufficient funds.'),
  },
  pm_card_captureFails: { brand: 'visa', last4: '0341', failingCaptures: Number.MAX_SAFE_INTEGER },
  pm_card_captureFailsOnce: { brand: 'visa', last4: '0342', failingCaptures: 1 },
};

/** The card of a token; undefined for a token that names none. */
export function cardOf(token: string): CardBehaviour | undefined {
  return Object.hasOwn(cards, token) ? cards[token] : undefined;
}

/** The method object of a token's card. @throws Error for a token that names none: look with `cardOf` first. */
export function methodObject(id: string, token: string, customer: string | null): PaymentMethod {
  const card = cardOf(token);
  if (!card) throw new Error(`${token} is no test card`);
  const now = new Date();
  return {
    id,
    object: 'payment_method',
    card: {
      brand: card.brand,
      last4: card.last4,
      exp_month: 12,
      exp_year: now.getUTCFullYear() + 3,
      funding: 'credit',
      country: 'DE',
    },
    created: Math.floor(now.getTime() / 1000),
    customer,
    livemode: false,
    metadata: {},
    type: 'card',
  };
}
