import { Api } from './api.ts';
import { authenticationPage } from './authenticationPage.ts';
import { Books } from './books.ts';
import { control } from './control.ts';
import { FaultDice, faultsSchema } from './faults.ts';
import type { FaultSettings } from './faults.ts';
import { fileJournal, memoryJournal } from './journal.ts';
import type { Entry } from './journal.ts';
import { listen } from './server.ts';
import type { PlainResponse, PlainRequest } from './server.ts';
import type { OrderTotals } from './totals.ts';
import { Webhooks } from './webhooks.ts';
import type { WebhookTarget } from './webhooks.ts';

export interface PaymentProviderOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: the system chooses. */
  readonly port?: number;
  /** What callers authenticate with. */
  readonly secretKey: string;
  /** Where events go; without it they wait for `sendWebhooksTo`. */
  readonly webhook?: WebhookTarget;
  /** Folder of the ledger; without it nothing outlives the process. */
  readonly stateDirectory?: string;
  /** Address of the 3-D Secure pages, as customers see it. Default: where it listens. */
  readonly publicUrl?: string;
  readonly faults?: FaultSettings;
}

export interface PaymentProvider {
  readonly url: string;
  readonly port: number;
  setFaults(faults: FaultSettings): void;
  /** Sends events there from now on, those that wait first. */
  sendWebhooksTo(target: WebhookTarget): void;
  /** Per order (metadata `order_id`), minor units. */
  summary(orderId?: string): Record<string, OrderTotals>;
  ledger(): readonly Entry[];
  stop(): Promise<void>;
}

/**
 * Starts a payment provider that speaks Stripe's HTTP, with test cards, 3-D Secure, signed webhooks, a ledger and
 * faults on demand.
 */
export async function startPaymentProvider(o: PaymentProviderOptions): Promise<PaymentProvider> {
  const host = o.host ?? '127.0.0.1';
  const books = new Books(o.stateDirectory === undefined ? memoryJournal() : fileJournal(o.stateDirectory));
  const faults = new FaultDice();
  faults.set(faultsSchema.parse(o.faults ?? {}));
  const webhooks = new Webhooks(faults, (eventId) => {
    if (books.undelivered.has(eventId)) books.commit({ kind: 'webhook_settled', amount: 0, eventId });
  });
  let url = '';
  const publicUrl = (): string => o.publicUrl ?? url;
  const committed = (entry: Entry): void => webhooks.send(entry.events ?? []);
  const api = new Api({ books, faults, secretKey: o.secretKey, publicUrl, committed });
  const desk = { books, faults, publicUrl, committed };

  const { server, port } = await listen({ host, port: o.port ?? 0 }, (request) => route(api, desk, request));
  url = `http://${host}:${port}`;
  const sendWebhooksTo = (target: WebhookTarget): void => {
    webhooks.target = target;
    webhooks.send([...books.undelivered.values()]);
  };
  if (o.webhook) sendWebhooksTo(o.webhook);

  return {
    url,
    port,
    setFaults: (settings) => faults.set(faultsSchema.parse(settings)),
    sendWebhooksTo,
    summary: (orderId) => books.totals.read(orderId),
    ledger: () => books.ledger,
    async stop() {
      await webhooks.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      books.close();
    },
  };
}

interface Rooms {
  readonly books: Books;
  readonly faults: FaultDice;
  readonly publicUrl: () => string;
  readonly committed: (entry: Entry) => void;
}

const probes: Readonly<Record<string, string>> = { '/live': 'live', '/ready': 'ready' };

async function route(api: Api, rooms: Rooms, request: PlainRequest): Promise<PlainResponse> {
  const { path, method } = request;
  if (path.startsWith('/v1/')) return callApi(api, request);
  if (path.startsWith('/_sim/')) return control(rooms, request);
  if (path.startsWith('/3ds/') && (method === 'GET' || method === 'POST')) {
    const parameters = new URLSearchParams(request.query);
    if (method === 'POST')
      for (const [name, value] of new URLSearchParams(request.body)) parameters.set(name, value);
    const page = authenticationPage(rooms, path.slice('/3ds/'.length), parameters);
    const location: Record<string, string> = page.location === undefined ? {} : { location: page.location };
    return {
      status: page.status,
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...location },
      body: page.html,
    };
  }
  const status = probes[path];
  if (status !== undefined) return { status: 200, headers: {}, body: JSON.stringify({ status }) };
  return { status: 404, headers: {}, body: '' };
}

async function callApi(api: Api, request: PlainRequest): Promise<PlainResponse> {
  const key = request.headers['idempotency-key'];
  const response = await api.handle({
    method: request.method,
    path: request.path,
    query: request.query,
    authorization: request.headers.authorization,
    idempotencyKey: Array.isArray(key) ? key[0] : key,
    body: request.body,
  });
  if (response.kind === 'lost') return 'cut';
  const repeated: Record<string, string> = response.isCached ? { 'idempotent-replayed': 'true' } : {};
  return {
    status: response.status,
    headers: { 'content-type': 'application/json', ...repeated },
    body: response.body,
  };
}
