import { setTimeout as pause } from 'node:timers/promises';
import { cancelIntent, captureIntent, intentNamed } from './changeIntent.ts';
import { createIntent } from './createIntent.ts';
import type { FaultDice } from './faults.ts';
import { incrementIntent } from './incrementIntent.ts';
import { parseForm } from './form.ts';
import type { Form } from './form.ts';
import { IdempotencyKeys } from './idempotency.ts';
import type { Books } from './books.ts';
import type { Entry } from './journal.ts';
import { listIntents } from './listIntents.ts';
import type { Desk, Outcome } from './operation.ts';
import { attachMethod, createCustomer, createRefund, retrieveMethod } from './otherObjects.ts';
import { ApiRefusal } from './refusal.ts';

export interface ApiRequest {
  readonly method: string;
  /** Without the query, for example `/v1/payment_intents`. */
  readonly path: string;
  readonly query: string;
  readonly authorization: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly body: string;
}

/** `lost`: it was executed, but the connection is to be cut. */
export type ApiResponse =
  | { readonly kind: 'response'; readonly status: number; readonly body: string; readonly isCached: boolean }
  | { readonly kind: 'lost' };

type Operation = (desk: Desk, form: Form, id: string) => Outcome;

const operations: readonly (readonly [method: string, path: RegExp, run: Operation])[] = [
  ['POST', /^\/v1\/payment_intents$/, (desk, form) => createIntent(desk, form)],
  ['GET', /^\/v1\/payment_intents$/, (desk, form) => listIntents(desk, form)],
  [
    'GET',
    /^\/v1\/payment_intents\/([\w-]+)$/,
    (desk, _form, id) => ({ status: 200, body: intentNamed(desk, id) }),
  ],
  ['POST', /^\/v1\/payment_intents\/([\w-]+)\/capture$/, (desk, form, id) => captureIntent(desk, id, form)],
  [
    'POST',
    /^\/v1\/payment_intents\/([\w-]+)\/increment_authorization$/,
    (desk, form, id) => incrementIntent(desk, id, form),
  ],
  ['POST', /^\/v1\/payment_intents\/([\w-]+)\/cancel$/, (desk, form, id) => cancelIntent(desk, id, form)],
  ['POST', /^\/v1\/refunds$/, (desk, form) => createRefund(desk, form)],
  ['POST', /^\/v1\/customers$/, (desk, form) => createCustomer(desk, form)],
  ['GET', /^\/v1\/payment_methods\/([\w-]+)$/, (desk, _form, id) => retrieveMethod(desk, id)],
  ['POST', /^\/v1\/payment_methods\/([\w-]+)\/attach$/, (desk, form, id) => attachMethod(desk, id, form)],
];

/** The provider's API: authentication, idempotency, faults, and the operations. */
export class Api {
  readonly #o: {
    readonly books: Books;
    readonly faults: FaultDice;
    readonly secretKey: string;
    readonly publicUrl: () => string;
    readonly committed: (entry: Entry) => void;
  };
  readonly #keys: IdempotencyKeys;

  constructor(o: {
    books: Books;
    faults: FaultDice;
    secretKey: string;
    publicUrl: () => string;
    /** After each entry of the ledger: its events are to be delivered. */
    committed: (entry: Entry) => void;
  }) {
    this.#o = o;
    this.#keys = new IdempotencyKeys(o.books);
  }

  async handle(request: ApiRequest): Promise<ApiResponse> {
    try {
      return await this.#execute(request);
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      return { kind: 'response', status: error.status, body: JSON.stringify(error.body), isCached: false };
    }
  }

  async #execute(request: ApiRequest): Promise<ApiResponse> {
    if (request.authorization !== `Bearer ${this.#o.secretKey}`) {
      throw new ApiRefusal(401, { type: 'invalid_request_error', message: 'Invalid API Key provided.' });
    }
    const found = find(request);
    const { faults } = this.#o;
    const key = request.method === 'POST' ? request.idempotencyKey : undefined;
    if (key === undefined) {
      await this.#wait();
      return this.#run(found, request, null, undefined);
    }
    const hash = this.#keys.requestHash(request.path, request.body);
    const kept = this.#keys.enter(key, hash);
    if (kept) {
      const latency = faults.within(faults.settings.latencyMs);
      if (latency > 0) await pause(latency);
      return { kind: 'response', status: kept.status, body: kept.body, isCached: true };
    }
    try {
      await this.#wait();
      return this.#run(found, request, key, hash);
    } finally {
      this.#keys.leave(key);
    }
  }

  async #wait(): Promise<void> {
    const { faults } = this.#o;
    const latency = faults.within(faults.settings.latencyMs);
    if (latency > 0) await pause(latency);
    if (faults.happens(faults.settings.unavailableRate)) {
      throw new ApiRefusal(503, { type: 'api_error', message: 'The service is unavailable.' });
    }
  }

  /** In one tick: what is read is still true when it is committed. */
  #run(found: Found, request: ApiRequest, key: string | null, hash: string | undefined): ApiResponse {
    const { books, faults, publicUrl, committed } = this.#o;
    const form = parseForm(request.method === 'GET' ? request.query : request.body);
    const outcome = found.run({ books, publicUrl, idempotencyKey: key }, form, found.id);
    const body = JSON.stringify(outcome.body);
    const { status } = outcome;
    if (!outcome.entry) return { kind: 'response', status, body, isCached: false };
    const response =
      key !== null && hash !== undefined ? { response: { key, request: hash, status, body } } : {};
    committed(books.commit({ ...outcome.entry, ...response }));
    return faults.losesResponse() ? { kind: 'lost' } : { kind: 'response', status, body, isCached: false };
  }
}

interface Found {
  readonly run: Operation;
  readonly id: string;
}

function find({ method, path }: ApiRequest): Found {
  for (const [of, pattern, run] of operations) {
    const match = of === method ? pattern.exec(path) : null;
    if (match) return { run, id: match[1] ?? '' };
  }
  const message = `Unrecognized request URL (${method}: ${path}).`;
  throw new ApiRefusal(404, { type: 'invalid_request_error', message });
}
