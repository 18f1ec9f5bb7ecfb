import { z } from 'zod';
import { formInteger, readParameters } from './form.ts';
import type { Form } from './form.ts';
import type { PaymentIntent } from './objects.ts';
import type { Desk, Outcome } from './operation.ts';
import { missing } from './refusal.ts';

const parameters = z.object({
  limit: formInteger.pipe(z.number().min(1).max(100)).default(10),
  starting_after: z.string().optional(),
  customer: z.string().optional(),
  created: z.object({ gte: formInteger.optional(), lte: formInteger.optional() }).default({}),
});

/** `GET /v1/payment_intents`: newest first, a page from `starting_after` on. */
export function listIntents(desk: Desk, query: Form): Outcome {
  const p = readParameters(parameters, query);
  const { intents, intentIds } = desk.books;
  let i = intentIds.length - 1;
  if (p.starting_after !== undefined) {
    i = intentIds.lastIndexOf(p.starting_after) - 1;
    if (i === -2) throw missing('payment_intent', p.starting_after, 'starting_after', 400);
  }
  const data: PaymentIntent[] = [];
  for (; i >= 0 && data.length <= p.limit; i -= 1) {
    const intent = intents.get(intentIds[i] ?? '');
    if (!intent) continue;
    // Ids are in the order of creation: what follows is older still.
    if (p.created.gte !== undefined && intent.created < p.created.gte) break;
    if (p.created.lte !== undefined && intent.created > p.created.lte) continue;
    if (p.customer !== undefined && intent.customer !== p.customer) continue;
    data.push(intent);
  }
  const body = {
    object: 'list',
    url: '/v1/payment_intents',
    has_more: data.length > p.limit,
    data: data.slice(0, p.limit),
  };
  return { status: 200, body };
}
