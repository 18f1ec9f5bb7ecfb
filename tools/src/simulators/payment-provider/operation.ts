import { randomBytes } from 'node:crypto';
import type { Books } from './books.ts';
import type { NewEntry } from './journal.ts';
import type { EventType, PaymentIntent, Charge, StripeEvent } from './objects.ts';

/** The response of an operation, and what it changed (nothing for a read). */
export interface Outcome {
  readonly status: number;
  readonly body: unknown;
  readonly entry?: Omit<NewEntry, 'response'>;
}

/** What an operation works with. */
export interface Desk {
  readonly books: Books;
  /** Address of the provider's pages, without a slash at the end. */
  readonly publicUrl: () => string;
  readonly idempotencyKey: string | null;
}

export const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;
export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

export function newEvent(type: EventType, object: PaymentIntent | Charge, key: string | null): StripeEvent {
  return {
    id: newId('evt'),
    object: 'event',
    api_version: '2026-10-28.endive',
    created: nowSeconds(),
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: key },
    type,
  };
}
