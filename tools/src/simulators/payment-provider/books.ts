import type { Entry, Journal, StoredResponse, NewEntry } from './journal.ts';
import type { Customer, PaymentIntent, PaymentMethod, Refund, StripeEvent } from './objects.ts';
import { Totals } from './totals.ts';

/** Stripe keeps idempotency keys for a day. */
const KEY_LIFE_MS = 24 * 3_600_000;

/** Everything the provider knows: rebuilt from the journal, changed by `commit` only. */
export class Books {
  readonly intents = new Map<string, PaymentIntent>();
  /** Intents in the order of their creation. */
  readonly intentIds: string[] = [];
  readonly refunds = new Map<string, Refund>();
  readonly methods = new Map<string, { token: string; object: PaymentMethod }>();
  readonly customers = new Map<string, Customer>();
  readonly totals = new Totals();
  /** Events that no receiver has taken yet. */
  readonly undelivered = new Map<string, StripeEvent>();
  /** Money's way, oldest first; deliveries are not part of it. */
  readonly ledger: Entry[] = [];
  readonly #failedCaptures = new Map<string, number>();
  readonly #refunded = new Map<string, number>();
  readonly #responses = new Map<string, { response: StoredResponse; atMs: number }>();
  readonly #journal: Journal;
  #seq = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
    for (const entry of journal.past) this.#apply(entry);
  }

  /** Writes the entry, then makes it true. */
  commit(entry: NewEntry): Entry {
    const numbered: Entry = { seq: this.#seq + 1, at: new Date().toISOString(), ...entry };
    this.#journal.append(numbered);
    this.#apply(numbered);
    return numbered;
  }

  /** The response that a key keeps, if it is younger than a day. */
  responseOf(key: string): StoredResponse | undefined {
    return this.#responses.get(key)?.response;
  }

  failedCaptures(intentId: string): number {
    return this.#failedCaptures.get(intentId) ?? 0;
  }

  /** Minor units given back of an intent. */
  refundedOf(intentId: string): number {
    return this.#refunded.get(intentId) ?? 0;
  }

  #apply(entry: Entry): void {
    this.#seq = entry.seq;
    if (entry.kind === 'webhook_settled') {
      if (entry.eventId !== undefined) this.undelivered.delete(entry.eventId);
      return;
    }
    const { intent, refund, method, customer } = entry;
    if (intent) {
      if (!this.intents.has(intent.id)) this.intentIds.push(intent.id);
      this.intents.set(intent.id, intent);
      if (entry.kind === 'capture_failed') {
        this.#failedCaptures.set(intent.id, this.failedCaptures(intent.id) + 1);
      }
    }
    if (refund) {
      this.refunds.set(refund.id, refund);
      const more = entry.kind === 'refunded' ? refund.amount : 0;
      this.#refunded.set(refund.payment_intent, this.refundedOf(refund.payment_intent) + more);
    }
    if (method) this.methods.set(method.object.id, method);
    if (customer) this.customers.set(customer.id, customer);
    for (const event of entry.events ?? []) this.undelivered.set(event.id, event);
    if (entry.response) this.#keep(entry.response, Date.parse(entry.at));
    this.totals.add(entry);
    const { events: _events, response: _response, ...movement } = entry;
    this.ledger.push(movement);
  }

  /** Keys are in the order of their age, so the old ones are found at the front. */
  #keep(response: StoredResponse, atMs: number): void {
    this.#responses.set(response.key, { response, atMs });
    for (const [key, kept] of this.#responses) {
      if (kept.atMs > atMs - KEY_LIFE_MS) break;
      this.#responses.delete(key);
    }
  }

  close(): void {
    this.#journal.close();
  }
}
