import { z } from 'zod';
import { requireChargeable } from './amounts.ts';
import { cardOf, methodObject } from './cards.ts';
import type { CardBehaviour } from './cards.ts';
import { formFlag, formInteger, formMetadata, readParameters } from './form.ts';
import type { Form } from './form.ts';
import type { NewEntry } from './journal.ts';
import type { PaymentIntent } from './objects.ts';
import { newEvent, newId, nowSeconds } from './operation.ts';
import type { Desk, Outcome } from './operation.ts';
import { ApiRefusal, invalidRequest, missing } from './refusal.ts';

const parameters = z.object({
  amount: formInteger.refine((amount) => amount > 0 && amount <= 99_999_999, {
    error: 'must be 1–99999999',
  }),
  currency: z.string().regex(/^[a-z]{3}$/i),
  payment_method: z.string(),
  customer: z.string().optional(),
  confirm: formFlag.default(false),
  capture_method: z.enum(['automatic', 'manual', 'automatic_async']).default('automatic'),
  payment_method_options: z
    .object({
      card: z
        .object({ request_incremental_authorization: z.enum(['if_available', 'never']).default('never') })
        .prefault({}),
    })
    .prefault({}),
  return_url: z.string().optional(),
  metadata: formMetadata,
});

/**
 * `POST /v1/payment_intents`: creates and confirms. Holds the amount (`manual`) or takes it, asks for authentication,
 * or is declined with 402 and the intent inside the error, as Stripe does.
 */
export function createIntent(desk: Desk, form: Form): Outcome {
  const p = readParameters(parameters, form);
  if (!p.confirm)
    throw invalidRequest('This provider confirms at creation: confirm must be true.', { param: 'confirm' });
  requireChargeable(p.amount, p.currency);
  const { card, methodId, unsaved } = methodFor(desk, p.payment_method, p.customer);
  const id = newId('pi');
  const clientSecret = `${id}_secret_${newId('s').slice(2)}`;
  const fresh: PaymentIntent = {
    id,
    object: 'payment_intent',
    amount: p.amount,
    amount_capturable: 0,
    amount_received: 0,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: p.capture_method === 'manual' ? 'manual' : 'automatic',
    client_secret: clientSecret,
    confirmation_method: 'automatic',
    created: nowSeconds(),
    currency: p.currency.toLowerCase(),
    customer: p.customer ?? null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: p.metadata,
    next_action: null,
    payment_method: methodId,
    payment_method_options: p.payment_method_options,
    payment_method_types: ['card'],
    status: 'requires_payment_method',
  };
  if (card.decline) return declinedIntent(desk, fresh, card);
  if (card.needsAuthentication === true) {
    const url = `${desk.publicUrl()}/3ds/${id}?client_secret=${clientSecret}`;
    const intent: PaymentIntent = {
      ...fresh,
      status: 'requires_action',
      next_action: { type: 'redirect_to_url', redirect_to_url: { url, return_url: p.return_url ?? null } },
    };
    const events = [newEvent('payment_intent.requires_action', intent, desk.idempotencyKey)];
    const entry = { kind: 'action_required', amount: 0, intent, events, ...unsaved } as const;
    return { status: 200, body: intent, entry };
  }
  const { entry, ...response } = authorized(desk, fresh);
  return { ...response, entry: { ...entry, ...unsaved } };
}

/** The card said yes: a hold, or the money at once. */
export function authorized(desk: Desk, before: PaymentIntent): Required<Outcome> {
  const isManual = before.capture_method === 'manual';
  const intent: PaymentIntent = {
    ...before,
    status: isManual ? 'requires_capture' : 'succeeded',
    amount_capturable: isManual ? before.amount : 0,
    amount_received: isManual ? 0 : before.amount,
    latest_charge: newId('ch'),
    next_action: null,
    last_payment_error: null,
  };
  const type = isManual ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded';
  return {
    status: 200,
    body: intent,
    entry: {
      kind: isManual ? 'authorized' : 'captured',
      amount: intent.amount,
      intent,
      events: [newEvent(type, intent, desk.idempotencyKey)],
    },
  };
}

function declinedIntent(desk: Desk, fresh: PaymentIntent, card: CardBehaviour): Outcome {
  const error = card.decline;
  if (!error) throw new Error('this card is not declined');
  const intent: PaymentIntent = {
    ...fresh,
    payment_method: null,
    last_payment_error: error,
    latest_charge: newId('ch'),
  };
  const refusal = new ApiRefusal(402, { ...error, payment_intent: intent }, true);
  const events = [newEvent('payment_intent.payment_failed', intent, desk.idempotencyKey)];
  return { status: 402, body: refusal.body, entry: { kind: 'declined', amount: 0, intent, events } };
}

interface UsedMethod {
  readonly card: CardBehaviour;
  readonly methodId: string;
  /** A test token becomes a method of its own at each use, as at Stripe. */
  readonly unsaved: Pick<NewEntry, 'method'>;
}

function methodFor(desk: Desk, id: string, customer: string | undefined): UsedMethod {
  const saved = desk.books.methods.get(id);
  if (saved && saved.object.customer !== null && saved.object.customer !== customer) {
    throw invalidRequest('The provided PaymentMethod belongs to another Customer.', {
      param: 'payment_method',
    });
  }
  const token = saved?.token ?? id;
  const card = cardOf(token);
  if (!card) throw missing('PaymentMethod', id, 'payment_method', 400);
  if (saved) return { card, methodId: id, unsaved: {} };
  const object = methodObject(newId('pm'), token, null);
  return { card, methodId: object.id, unsaved: { method: { token, object } } };
}
