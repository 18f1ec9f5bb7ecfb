import { z } from 'zod';
import { cardOf, methodObject } from './cards.ts';
import { intentNamed } from './changeIntent.ts';
import { formInteger, formMetadata, readParameters } from './form.ts';
import type { Form } from './form.ts';
import type { Charge, Customer, Refund } from './objects.ts';
import { newEvent, newId, nowSeconds } from './operation.ts';
import type { Desk, Outcome } from './operation.ts';
import { invalidRequest, missing } from './refusal.ts';

/** `POST /v1/customers`. */
export function createCustomer(_desk: Desk, form: Form): Outcome {
  const { metadata } = readParameters(z.object({ metadata: formMetadata }), form);
  const customer: Customer = {
    id: newId('cus'),
    object: 'customer',
    created: nowSeconds(),
    livemode: false,
    metadata,
  };
  return { status: 200, body: customer, entry: { kind: 'customer_created', amount: 0, customer } };
}

/** `GET /v1/payment_methods/:id`; a test token gives a method that is not saved, as at Stripe. */
export function retrieveMethod(desk: Desk, id: string): Outcome {
  const saved = desk.books.methods.get(id);
  if (!saved && !cardOf(id)) throw missing('PaymentMethod', id, 'payment_method');
  return { status: 200, body: saved?.object ?? methodObject(newId('pm'), id, null) };
}

/** `POST /v1/payment_methods/:id/attach`: every test card can be saved, also one that will be declined. */
export function attachMethod(desk: Desk, id: string, form: Form): Outcome {
  const { customer } = readParameters(z.object({ customer: z.string() }), form);
  if (!desk.books.customers.has(customer)) throw missing('customer', customer, 'customer', 400);
  const saved = desk.books.methods.get(id);
  if (saved) {
    if (saved.object.customer !== customer)
      throw invalidRequest('This PaymentMethod is attached to another customer.');
    return { status: 200, body: saved.object };
  }
  if (!cardOf(id)) throw missing('PaymentMethod', id, 'payment_method');
  const object = methodObject(newId('pm'), id, customer);
  return {
    status: 200,
    body: object,
    entry: { kind: 'method_attached', amount: 0, method: { token: id, object } },
  };
}

const refundParameters = z.object({
  payment_intent: z.string(),
  amount: formInteger.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: formMetadata,
});

/** `POST /v1/refunds`: never more than was taken and is not yet given back. */
export function createRefund(desk: Desk, form: Form): Outcome {
  const p = readParameters(refundParameters, form);
  const intent = intentNamed(desk, p.payment_intent);
  const charge = intent.latest_charge;
  const refundable = intent.amount_received - desk.books.refundedOf(intent.id);
  if (charge === null || intent.status !== 'succeeded') {
    throw invalidRequest('This PaymentIntent does not have a successful charge to refund.', {
      param: 'payment_intent',
    });
  }
  const amount = p.amount ?? refundable;
  if (refundable === 0) {
    throw invalidRequest(`Charge ${charge} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  if (amount < 1 || amount > refundable) {
    const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${refundable})`;
    throw invalidRequest(message, { code: 'amount_too_large', param: 'amount' });
  }
  const token = desk.books.methods.get(intent.payment_method ?? '')?.token ?? '';
  const fails = cardOf(token)?.refundsFail === true;
  const refund: Refund = {
    id: newId('re'),
    object: 'refund',
    amount,
    charge,
    created: nowSeconds(),
    currency: intent.currency,
    ...(fails ? { failure_reason: 'expired_or_canceled_card' } : {}),
    metadata: { ...p.metadata, order_id: p.metadata.order_id ?? intent.metadata.order_id ?? '' },
    payment_intent: intent.id,
    reason: p.reason ?? null,
    status: fails ? 'failed' : 'succeeded',
  };
  if (fails) return { status: 200, body: refund, entry: { kind: 'refund_failed', amount: 0, refund } };
  const refunded = desk.books.refundedOf(intent.id) + amount;
  const charged: Charge = {
    id: charge,
    object: 'charge',
    amount: intent.amount,
    amount_captured: intent.amount_received,
    amount_refunded: refunded,
    captured: true,
    currency: intent.currency,
    metadata: intent.metadata,
    payment_intent: intent.id,
    payment_method: intent.payment_method,
    refunded: refunded === intent.amount_received,
    status: 'succeeded',
  };
  const events = [newEvent('charge.refunded', charged, desk.idempotencyKey)];
  return { status: 200, body: refund, entry: { kind: 'refunded', amount, refund, events } };
}
