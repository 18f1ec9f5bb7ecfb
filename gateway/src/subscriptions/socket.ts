import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { requestContext, runInContext } from '@nakku/telemetry';
import type { WebSocket } from 'ws';
import type { Admit } from '../execution/admit.ts';
import { refusal } from '../execution/answers.ts';
import type { Refusal } from '../execution/answers.ts';
import type { Execute } from '../execution/execute.ts';
import type { Visitor } from '../execution/visitor.ts';
import { checked } from '../http/requestBody.ts';
import type { Authenticate, Credentials } from '../security/authenticate.ts';
import type { LiveSession, LiveSessions } from '../security/liveSessions.ts';
import { clientIn } from '../usage/clientIdentity.ts';
import type { ObserveUsage } from '../usage/observeUsage.ts';
import type { Hub, Subscription } from './hub.ts';
import { countSlowConsumer } from './slowConsumer.ts';
import { closeCodes, credentialsIn, readSocketMessage } from './socketMessages.ts';
import type { SocketMessage } from './socketMessages.ts';
import { sharedBytes, textFrame } from './textFrame.ts';

export interface SocketOptions {
  readonly authenticate: Authenticate;
  readonly admit: Admit;
  readonly execute: Execute;
  readonly hub: Hub;
  readonly observe: ObserveUsage;
  readonly sessions: LiveSessions;
  readonly maxSubscriptions: number;
  readonly maxBufferBytes: number;
  readonly initWithinMs: number;
}

/** How long a slow consumer may take to read what it was sent before its end. */
const slowConsumerMs = 5_000;

/** The end of a message: the answer, and what closes the envelope. */
const tailOf = sharedBytes('}');

/** What a socket knows of its client once connection_init was accepted. */
interface Acknowledged {
  visitor: Visitor;
  readonly session: LiveSession;
}

/** One client's socket: graphql-transport-ws. */
export class Socket {
  readonly #ws: WebSocket;
  readonly #o: SocketOptions;
  /** Below `#ws`, which writes to it at once: nothing is compressed. */
  readonly #stream: Duplex;
  /** Of the upgrade request, until connection_init. */
  #headers: IncomingHttpHeaders;
  readonly #clientIp: string;
  readonly #live = new Map<string, { leave(): void; subscription?: Subscription }>();
  #initialised = false;
  /** Whether anything came since the last beat. */
  #isHeard = true;
  #acknowledged: Acknowledged | undefined;
  readonly #initTimer: NodeJS.Timeout;

  constructor(ws: WebSocket, request: IncomingMessage, clientIp: string, o: SocketOptions) {
    this.#ws = ws;
    this.#o = o;
    this.#stream = request.socket;
    this.#headers = request.headers;
    this.#clientIp = clientIp;
    this.#initTimer = setTimeout(
      () => this.close(closeCodes.initTimeout, 'Connection initialisation timeout'),
      o.initWithinMs,
    );
    ws.on('message', (data: Buffer) => this.#receive(data.toString('utf8')));
    // A message above the limit or a broken frame; ws closes the socket itself.
    ws.on('error', () => undefined);
    ws.on('close', () => this.#cleanUp());
    ws.on('pong', () => (this.#isHeard = true));
  }

  /** Asks whether the client is there; cuts it off if it did not answer the last time. */
  beat(): void {
    if (!this.#isHeard) return this.#ws.terminate();
    this.#isHeard = false;
    this.#ws.ping();
  }

  close(code: number, reason: string): void {
    this.#cleanUp();
    this.#ws.close(code, reason);
  }

  #cleanUp(): void {
    clearTimeout(this.#initTimer);
    this.#acknowledged?.session.close();
    for (const operation of this.#live.values()) operation.leave();
    this.#live.clear();
  }

  #receive(text: string): void {
    this.#isHeard = true;
    // What comes while the closing handshake is under way is too late.
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    const message = readSocketMessage(text);
    if (!message) return this.close(closeCodes.badRequest, 'Invalid message received');
    this.#handle(message).catch(() => this.close(closeCodes.internal, 'Internal server error'));
  }

  async #handle(message: SocketMessage): Promise<void> {
    switch (message.type) {
      case 'connection_init':
        return this.#init(message.payload);
      case 'ping':
        this.#send('{"type":"pong"}');
        return message.payload ? this.#renew(message.payload) : undefined;
      case 'pong':
        return undefined;
      case 'subscribe':
        return this.#subscribe(message.id, message.payload);
      case 'complete':
        this.#live.get(message.id)?.leave();
        this.#live.delete(message.id);
    }
  }

  async #init(payload: Readonly<Record<string, unknown>> | null | undefined): Promise<void> {
    if (this.#initialised) return this.close(closeCodes.tooManyInits, 'Too many initialisation requests');
    this.#initialised = true;
    const given = credentialsIn(payload);
    if (!given) return this.close(closeCodes.badRequest, 'Invalid connection_init payload');
    const headers = this.#headers;
    this.#headers = {};
    const cartHeader = headers['x-cart-token'];
    const authenticated = await this.#o.authenticate({
      authorization: given.authorization ?? headers.authorization,
      cartToken: given.cartToken ?? (typeof cartHeader === 'string' ? cartHeader : undefined),
    });
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    if (authenticated.kind === 'refused') return this.close(closeCodes.forbidden, reasonOf(authenticated));
    clearTimeout(this.#initTimer);
    const { caller, expiresAt } = authenticated;
    const { requestId, correlationId } = requestContext();
    this.#acknowledged = {
      visitor: {
        caller,
        expiresAt,
        clientIp: this.#clientIp,
        client: clientIn({ ...headers, ...payload }),
        requestId,
        correlationId,
      },
      session: this.#o.sessions.open(caller, expiresAt, (reason) => this.close(closeCodes.forbidden, reason)),
    };
    this.#send('{"type":"connection_ack"}');
  }

  /** A ping that carries credentials renews the token in band; it must be the same user's, in the same session. */
  async #renew(payload: Readonly<Record<string, unknown>>): Promise<void> {
    const known = this.#acknowledged;
    const credentials: Credentials | undefined = credentialsIn(payload);
    if (!known || credentials?.authorization === undefined) return;
    const authenticated = await this.#o.authenticate(credentials);
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    if (authenticated.kind === 'refused') return this.close(closeCodes.forbidden, reasonOf(authenticated));
    const before = known.visitor.caller;
    const { caller, expiresAt } = authenticated;
    const isSame = before.kind === 'user' && caller.kind === 'user' && before.userId === caller.userId;
    if (!isSame || before.sessionId !== caller.sessionId) {
      return this.close(closeCodes.forbidden, 'Renewed by somebody else');
    }
    const cart = before.cartTokenHash === undefined ? {} : { cartTokenHash: before.cartTokenHash };
    known.visitor = { ...known.visitor, caller: { ...cart, ...caller }, expiresAt };
    known.session.renew(known.visitor.caller, expiresAt);
    for (const { subscription } of [...this.#live.values()]) subscription?.renew(known.visitor);
  }

  async #subscribe(id: string, payload: Readonly<Record<string, unknown>>): Promise<void> {
    const known = this.#acknowledged;
    if (!known) return this.close(closeCodes.unauthorized, 'Unauthorized');
    if (this.#live.has(id))
      return this.close(closeCodes.subscriberExists, `Subscriber for ${id} already exists`);
    if (this.#live.size >= this.#o.maxSubscriptions) {
      const text = `At most ${this.#o.maxSubscriptions} operations may run on one socket`;
      return this.#sendError(id, refusal(400, 'TOO_MANY_SUBSCRIPTIONS', text).errors);
    }
    const operation = checked(payload);
    const admitted =
      'kind' in operation ? operation : this.#o.admit(operation, known.visitor.caller, 'websocket');
    if (admitted.kind === 'refused') return this.#sendError(id, admitted.errors);
    this.#o.observe(admitted, known.visitor.client);
    const ids = requestContext();
    const visitor = { ...known.visitor, requestId: ids.requestId, correlationId: ids.correlationId };
    if (admitted.operation.operation !== 'subscription') {
      const gone = new AbortController();
      this.#live.set(id, { leave: () => gone.abort(new Error('the client went away')) });
      const answer = await runInContext(ids, () => this.#o.execute(admitted, visitor, gone.signal));
      if (!this.#live.delete(id)) return;
      this.#send(`${nextPrefix(id)}${JSON.stringify(answer)}}`);
      return this.#send(completeMessage(id));
    }
    const prefix = Buffer.from(nextPrefix(id));
    const entry: { leave(): void; subscription?: Subscription } = {
      leave: () => entry.subscription?.leave(),
    };
    this.#live.set(id, entry);
    entry.subscription = this.#o.hub.join(admitted, visitor, {
      next: (answer) => this.#sendNext(prefix, answer),
      error: (errors) => {
        this.#live.delete(id);
        this.#sendError(id, errors);
      },
      complete: () => {
        this.#live.delete(id);
        this.#send(completeMessage(id));
      },
    });
    // The socket was closed by what the subscription began with: it had nothing to leave yet.
    if (this.#live.get(id) !== entry) entry.subscription.leave();
  }

  #sendNext(prefix: Buffer, answer: string): void {
    if (this.#ws.bufferedAmount > this.#o.maxBufferBytes) {
      countSlowConsumer('websocket');
      this.close(closeCodes.tryAgainLater, 'Slow consumer: subscribe again after the last cursor');
      // The closing handshake stands behind all that it does not read.
      setTimeout(() => this.#ws.terminate(), slowConsumerMs).unref();
      return;
    }
    if (this.#ws.readyState === this.#ws.OPEN) this.#stream.write(textFrame(prefix, tailOf(answer)));
  }

  #sendError(id: string, errors: Refusal['errors']): void {
    this.#send(JSON.stringify({ id, type: 'error', payload: errors }));
  }

  #send(text: string): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.send(text);
  }
}

const nextPrefix = (id: string) => `{"id":${JSON.stringify(id)},"type":"next","payload":`;
const completeMessage = (id: string) => `{"id":${JSON.stringify(id)},"type":"complete"}`;

function reasonOf({ errors }: Refusal): string {
  const reason = errors[0]?.extensions?.reason ?? errors[0]?.extensions?.code;
  return typeof reason === 'string' ? reason : 'Forbidden';
}
