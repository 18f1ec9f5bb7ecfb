import { networkOf } from '@nakku/identity';
import { logger, requestContext, runInContext } from '@nakku/telemetry';
import { refusal, resultText } from '../../request/results.ts';
import type { Refusal } from '../../request/results.ts';
import type { RequestPipeline, ReadyOperation } from '../../admission/requestPipeline.ts';
import type { Execute } from '../../execution/execute.ts';
import type { Pace } from '../../policy/cost/pace.ts';
import type { RefusedRequests } from '../../policy/cost/refusedRequests.ts';
import { Cancellation } from '../../request/deadline.ts';
import type { RequestContext } from '../../request/requestContext.ts';
import { parseOperationRequest } from '../../request/operationRequest.ts';
import type { ObserveUsage } from '../../usage/observeUsage.ts';
import type { Subscription } from '../../subscriptions/hub.ts';
import type { LimitedHub } from '../../subscriptions/limitedHub.ts';

export interface SocketOperationsOptions {
  readonly pipeline: RequestPipeline;
  readonly execute: Execute;
  readonly hub: LimitedHub;
  readonly observe: ObserveUsage;
  readonly maxSubscriptions: number;
  /** The pace at which an address begins subscriptions. */
  readonly startPace: Pace;
  /** Whether queries and mutations may come as well. */
  readonly socketQueries: boolean;
  /** Counts what is refused before it is anybody's. */
  readonly refusedRequests: RefusedRequests;
}

/** What a socket tells its client of an operation. */
export interface SocketMessages {
  /** @param prefix the message up to its payload; @param payload as JSON, the same text for all who share it */
  next(prefix: Buffer, payload: string): void;
  error(id: string, errors: Refusal['errors']): void;
  complete(id: string): void;
}

/** One operation, from its first message on. */
interface Running {
  /** Set when the client does not wait any more. */
  isLeft: boolean;
  /** Of a subscription. */
  subscription?: Subscription;
  /** Of a query or mutation that is executed. */
  gone?: Cancellation;
}

const internalError = refusal(500, 'INTERNAL_SERVER_ERROR', 'Internal server error').errors;

const prefixOf = (id: string) => Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);

/** The operations that run on one socket. */
export class SocketOperations {
  readonly #o: SocketOperationsOptions;
  readonly #messages: SocketMessages;
  readonly #running = new Map<string, Running>();

  constructor(o: SocketOperationsOptions, messages: SocketMessages) {
    this.#o = o;
    this.#messages = messages;
  }

  has(id: string): boolean {
    return this.#running.has(id);
  }

  /**
   * Starts an operation; what is refused is told. Its id is taken at once, and it may be left before it is admitted.
   * @param context who holds the socket; may be renewed meanwhile
   */
  async start(
    id: string,
    payload: Readonly<Record<string, unknown>>,
    context: () => RequestContext,
  ): Promise<void> {
    const { maxSubscriptions } = this.#o;
    const { clientIp } = context();
    const blocked = this.#o.refusedRequests.blocked(clientIp);
    if (blocked) return this.#messages.error(id, blocked.errors);
    if (this.#running.size >= maxSubscriptions) {
      this.#o.refusedRequests.count(clientIp);
      const text = `At most ${maxSubscriptions} operations may run on one socket`;
      return this.#messages.error(id, refusal(400, 'TOO_MANY_SUBSCRIPTIONS', text).errors);
    }
    // Before anything of it is read: it is a subscription, since nothing else may come.
    const full = this.#o.socketQueries
      ? undefined
      : (this.#o.hub.full(context()) ?? this.#tooManyWait(clientIp));
    if (full) {
      this.#o.refusedRequests.count(clientIp);
      return this.#messages.error(id, full.errors);
    }
    const { requestId, correlationId } = requestContext();
    const sender = { ...context(), requestId, correlationId };
    const running: Running = { isLeft: false };
    this.#running.set(id, running);
    await runInContext({ requestId, correlationId }, async () => {
      try {
        await this.#run(id, payload, running, sender, context);
      } catch (err) {
        // Whatever goes wrong with one operation, the others of this socket go on.
        logger({ part: 'sockets' }).error({ err }, 'an operation over a socket failed');
        if (running.isLeft || this.#running.get(id) !== running) return;
        this.leave(id);
        this.#messages.error(id, internalError);
      }
    });
  }

  #tooManyWait(clientIp: string): Refusal | undefined {
    return this.#o.startPace.isFull(networkOf(clientIp))
      ? refusal(429, 'TOO_MANY_SUBSCRIPTIONS', 'Too many subscriptions wait to begin', {
          retryAfterSeconds: 1,
        })
      : undefined;
  }

  async #run(
    id: string,
    payload: Readonly<Record<string, unknown>>,
    running: Running,
    sender: RequestContext,
    context: () => RequestContext,
  ): Promise<void> {
    const operation = parseOperationRequest(payload);
    if ('kind' in operation) this.#o.refusedRequests.count(sender.clientIp);
    await this.#o.startPace.next(networkOf(sender.clientIp));
    if (running.isLeft) return;
    const ready = 'kind' in operation ? operation : await this.#o.pipeline(operation, sender, 'websocket');
    if (running.isLeft) return;
    if (ready.kind === 'refused') {
      this.#running.delete(id);
      this.#messages.error(id, ready.errors);
      return;
    }
    this.#o.observe(ready.admitted, sender.client);
    if (ready.admitted.operation.operation !== 'subscription') {
      return this.#respond(id, running, ready, sender);
    }
    this.#join(id, running, ready, sender);
    // The socket was closed by what the subscription began with: it had nothing to leave yet.
    if (this.#running.get(id) !== running) running.subscription?.leave();
    // Renewed while it was being admitted.
    if (context().caller !== sender.caller) running.subscription?.renew(context());
  }

  leave(id: string): void {
    const running = this.#running.get(id);
    this.#running.delete(id);
    if (!running) return;
    running.isLeft = true;
    running.gone?.abort(new Error('the client went away'));
    running.subscription?.leave();
  }

  leaveAll(): void {
    for (const id of [...this.#running.keys()]) this.leave(id);
  }

  /** The socket's client has another token. */
  renew(context: RequestContext): void {
    for (const { subscription } of [...this.#running.values()]) subscription?.renew(context);
  }

  async #respond(
    id: string,
    running: Running,
    { admitted, charge }: ReadyOperation,
    context: RequestContext,
  ): Promise<void> {
    const gone = (running.gone = new Cancellation());
    const { result } = charge.reconcile(await this.#o.execute(admitted, context, gone));
    if (running.isLeft || !this.#running.delete(id)) return;
    this.#messages.next(prefixOf(id), resultText(result));
    this.#messages.complete(id);
  }

  #join(id: string, running: Running, { admitted }: ReadyOperation, context: RequestContext): void {
    const prefix = prefixOf(id);
    running.subscription = this.#o.hub.join(admitted, context, {
      next: (payload) => this.#messages.next(prefix, payload),
      error: (errors) => {
        this.#running.delete(id);
        this.#messages.error(id, errors);
      },
      complete: () => {
        this.#running.delete(id);
        this.#messages.complete(id);
      },
    });
  }
}
