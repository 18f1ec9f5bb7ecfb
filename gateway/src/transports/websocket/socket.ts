import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { requestContext } from '@nakku/telemetry';
import type { WebSocket } from 'ws';
import type { Refusal } from '../../request/results.ts';
import type { RequestContext } from '../../request/requestContext.ts';
import type { Authenticate, Credentials } from '../../policy/security/authenticate.ts';
import type { LiveSession, LiveSessions } from '../../policy/security/liveSessions.ts';
import { clientIn } from '../../request/clientIdentity.ts';
import { countSlowConsumer } from '../shared/slowConsumer.ts';
import { closeCodes, closeReason, credentialsIn, readSocketMessage } from './socketMessages.ts';
import type { SocketMessage } from './socketMessages.ts';
import { SocketOperations } from './socketOperations.ts';
import type { SocketOperationsOptions } from './socketOperations.ts';
import { sharedBytes, textFrame } from './textFrame.ts';

export interface SocketOptions extends SocketOperationsOptions {
  readonly authenticate: Authenticate;
  readonly sessions: LiveSessions;
  readonly maxBufferBytes: number;
  readonly initTimeoutMs: number;
}

/** How long a slow consumer may take to read what it was sent before its end. */
const slowConsumerMs = 5_000;

/** The end of a message: the payload, and what closes the envelope. */
const tailOf = sharedBytes('}');

/** What a socket knows of its client once connection_init was accepted. */
interface Acknowledged {
  context: RequestContext;
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
  readonly #operations: SocketOperations;
  #initialised = false;
  /** Whether anything came since the last beat. */
  #isAlive = true;
  #acknowledged: Acknowledged | undefined;
  readonly #initTimer: NodeJS.Timeout;

  constructor(ws: WebSocket, request: IncomingMessage, clientIp: string, o: SocketOptions) {
    this.#ws = ws;
    this.#o = o;
    this.#stream = request.socket;
    this.#headers = request.headers;
    this.#clientIp = clientIp;
    this.#operations = new SocketOperations(o, {
      next: (prefix, payload) => this.#sendNext(prefix, payload),
      error: (id, errors) => this.#send(JSON.stringify({ id, type: 'error', payload: errors })),
      complete: (id) => this.#send(`{"id":${JSON.stringify(id)},"type":"complete"}`),
    });
    this.#initTimer = setTimeout(
      () => this.close(closeCodes.initTimeout, 'Connection initialisation timeout'),
      o.initTimeoutMs,
    );
    ws.on('message', (data: Buffer) => this.#receive(data.toString('utf8')));
    // A message above the limit or a broken frame; ws closes the socket itself.
    ws.on('error', () => undefined);
    ws.on('close', () => this.#cleanUp());
    ws.on('pong', () => (this.#isAlive = true));
  }

  /** Asks whether the client is there; cuts it off if it did not respond the last time. */
  beat(): void {
    if (!this.#isAlive) return this.#ws.terminate();
    this.#isAlive = false;
    this.#ws.ping();
  }

  close(code: number, reason: string): void {
    this.#cleanUp();
    this.#ws.close(code, closeReason(reason));
  }

  /** Closes for what its client did: it counts like any request that is refused. */
  #refuse(code: number, reason: string): void {
    this.#o.refusedRequests.count(this.#clientIp);
    this.close(code, reason);
  }

  #cleanUp(): void {
    clearTimeout(this.#initTimer);
    this.#acknowledged?.session.close();
    this.#operations.leaveAll();
  }

  #receive(text: string): void {
    this.#isAlive = true;
    // What comes while the closing handshake is under way is too late.
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    const message = readSocketMessage(text);
    if (!message) return this.#refuse(closeCodes.badRequest, 'Invalid message received');
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
        this.#operations.leave(message.id);
    }
  }

  async #init(payload: Readonly<Record<string, unknown>> | null | undefined): Promise<void> {
    if (this.#initialised) return this.#refuse(closeCodes.tooManyInits, 'Too many initialisation requests');
    if (this.#o.refusedRequests.blocked(this.#clientIp))
      return this.close(closeCodes.tryAgainLater, 'Too many requests');
    this.#initialised = true;
    const given = credentialsIn(payload);
    if (!given) return this.#refuse(closeCodes.badRequest, 'Invalid connection_init payload');
    const headers = this.#headers;
    this.#headers = {};
    const cartHeader = headers['x-cart-token'];
    const authenticated = await this.#o.authenticate({
      authorization: given.authorization ?? headers.authorization,
      cartToken: given.cartToken ?? (typeof cartHeader === 'string' ? cartHeader : undefined),
    });
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    if (authenticated.kind === 'refused') return this.#refuse(closeCodes.forbidden, reasonOf(authenticated));
    clearTimeout(this.#initTimer);
    const { caller, token } = authenticated;
    const { requestId, correlationId } = requestContext();
    const client = clientIn({ ...headers, ...payload });
    const context = { caller, token, clientIp: this.#clientIp, client, requestId, correlationId };
    this.#acknowledged = {
      context,
      session: this.#o.sessions.open(context, (reason) => this.close(closeCodes.forbidden, reason)),
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
    if (authenticated.kind === 'refused') return this.#refuse(closeCodes.forbidden, reasonOf(authenticated));
    const before = known.context.caller;
    const { caller, token } = authenticated;
    const isSame = before.kind === 'user' && caller.kind === 'user' && before.userId === caller.userId;
    if (!isSame || before.sessionId !== caller.sessionId) {
      return this.#refuse(closeCodes.forbidden, 'Renewed by somebody else');
    }
    const cart = before.cartTokenHash === undefined ? {} : { cartTokenHash: before.cartTokenHash };
    known.context = { ...known.context, caller: { ...cart, ...caller }, token };
    known.session.renew(known.context);
    this.#operations.renew(known.context);
  }

  async #subscribe(id: string, payload: Readonly<Record<string, unknown>>): Promise<void> {
    const known = this.#acknowledged;
    if (!known) return this.#refuse(closeCodes.unauthorized, 'Unauthorized');
    if (this.#operations.has(id)) {
      return this.#refuse(closeCodes.subscriberExists, `Subscriber for ${id} already exists`);
    }
    return this.#operations.start(id, payload, () => known.context);
  }

  #sendNext(prefix: Buffer, payload: string): void {
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    if (this.#ws.bufferedAmount > this.#o.maxBufferBytes) {
      countSlowConsumer('websocket');
      this.close(closeCodes.tryAgainLater, 'Slow consumer: subscribe again after the last cursor');
      // The closing handshake stands behind all that it does not read.
      setTimeout(() => this.#ws.terminate(), slowConsumerMs).unref();
      return;
    }
    this.#stream.write(textFrame(prefix, tailOf(payload)));
  }

  #send(text: string): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.send(text);
  }
}

function reasonOf({ errors }: Refusal): string {
  const reason = errors[0]?.extensions?.reason ?? errors[0]?.extensions?.code;
  return typeof reason === 'string' ? reason : 'Forbidden';
}
