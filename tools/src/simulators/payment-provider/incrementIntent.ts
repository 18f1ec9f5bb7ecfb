import { z } from 'zod';
import { requireChargeable } from './amounts.ts';
import { cardOf } from './cards.ts';
import { intentNamed } from './changeIntent.ts';
import { formInteger, readParameters } from './form.ts';
import type { Form } from './form.ts';
import type { PaymentIntent } from './objects.ts';
import { newEvent } from './operation.ts';
import type { Desk, Outcome } from './operation.ts';
import { ApiRefusal, invalidRequest, unexpectedState } from './refusal.ts';

const parameters = z.object({ amount: formInteger });

/**
 * `POST /v1/payment_intents/:id/increment_authorization`: raises a hold to `amount`. Only a hold that was made with
 * `request_incremental_authorization`, and only with a card whose network supports it; a card that declines leaves the
 * hold as it is.
 */
export function incrementIntent(desk: Desk, id: string, form: Form): Outcome {
  const intent = intentNamed(desk, id);
  const p = readParameters(parameters, form);
  if (intent.status !== 'requires_capture') throw unexpectedState('incremented', intent);
  const card = cardOf(desk.books.methods.get(intent.payment_method ?? '')?.token ?? '');
  const isRequested =
    intent.payment_method_options?.card.request_incremental_authorization === 'if_available';
  if (!isRequested || card?.hasFixedHolds === true) {
    throw invalidRequest('This PaymentIntent is not eligible for an incremental authorization.');
  }
  if (p.amount <= intent.amount) {
    throw invalidRequest('The amount must be greater than the currently authorized amount.', {
      param: 'amount',
    });
  }
  requireChargeable(p.amount, intent.currency);
  if (card?.increaseDecline) {
    const refusal = new ApiRefusal(402, { ...card.increaseDecline, payment_intent: intent }, true);
    return { status: 402, body: refusal.body, entry: { kind: 'declined', amount: 0, intent } };
  }
  const after: PaymentIntent = { ...intent, amount: p.amount, amount_capturable: p.amount };
  const events = [newEvent('payment_intent.amount_capturable_updated', after, desk.idempotencyKey)];
  const amount = p.amount - intent.amount;
  return { status: 200, body: after, entry: { kind: 'increased', amount, intent: after, events } };
}
