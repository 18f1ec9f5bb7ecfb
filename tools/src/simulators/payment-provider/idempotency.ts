import { createHash } from 'node:crypto';
import type { Books } from './books.ts';
import type { StoredResponse } from './journal.ts';
import { ApiRefusal } from './refusal.ts';

/** Stripe's rules of the Idempotency-Key header (docs.stripe.com/api/idempotent_requests). */
export class IdempotencyKeys {
  readonly #books: Books;
  readonly #inFlight = new Set<string>();

  constructor(books: Books) {
    this.#books = books;
  }

  /** What the body of a request is compared by. */
  requestHash(path: string, body: string): string {
    return createHash('sha256').update(`${path}\n${body}`).digest('base64url');
  }

  /**
   * The kept response, or undefined when the request is the first with its key; then `leave` must follow.
   * @throws ApiRefusal 400 for another request under the same key, 409 while the first is being executed
   */
  enter(key: string, request: string): StoredResponse | undefined {
    if (key.length > 255) {
      throw new ApiRefusal(400, { type: 'idempotency_error', message: 'Keys have at most 255 characters.' });
    }
    const kept = this.#books.responseOf(key);
    if (kept) {
      if (kept.request === request) return kept;
      const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`;
      throw new ApiRefusal(400, { type: 'idempotency_error', message });
    }
    if (this.#inFlight.has(key)) {
      const message = `There is currently another in-progress request using this Idempotent Key (${key}).`;
      throw new ApiRefusal(409, {
        type: 'invalid_request_error',
        code: 'idempotency_key_in_use',
        message,
      });
    }
    this.#inFlight.add(key);
    return undefined;
  }

  leave(key: string): void {
    this.#inFlight.delete(key);
  }
}
