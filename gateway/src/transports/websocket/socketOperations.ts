import { requestContext, runInContext } from '@nakku/telemetry';
import { refusal } from '../../request/results.ts';
import type { Refusal } from '../../request/results.ts';
import type { Enter, Entered } from '../../admission/requestPipeline.ts';
import type { Execute } from '../../execution/execute.ts';
import type { Visitor } from '../../request/requestContext.ts';
import { checked } from '../http/requestBody.ts';
import type { ObserveUsage } from '../../usage/observeUsage.ts';
import type { Hub, Subscription } from '../../subscriptions/hub.ts';

export interface SocketOperationsOptions {
  readonly enter: Enter;
  readonly execute: Execute;
  readonly hub: Hub;
  readonly observe: ObserveUsage;
  readonly maxSubscriptions: number;
}

/** What a socket tells its client of an operation. */
export interface SocketMessages {
  /** @param prefix the message up to its payload; @param answer the payload as JSON, the same text for all who share it */
  next(prefix: Buffer, answer: string): void;
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
  gone?: AbortController;
}

const prefixOf = (id: string) => Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);

/** The operations that run on one socket. */
export class SocketOperations {
  readonly #o: SocketOperationsOptions;
  readonly #tell: SocketMessages;
  readonly #running = new Map<string, Running>();

  constructor(o: SocketOperationsOptions, tell: SocketMessages) {
    this.#o = o;
    this.#tell = tell;
  }

  has(id: string): boolean {
    return this.#running.has(id);
  }

  /**
   * Starts an operation; what is refused is told. Its id is taken at once, and it may be left before it is admitted.
   * @param visitor who holds the socket; may be renewed meanwhile
   */
  async start(id: string, payload: Readonly<Record<string, unknown>>, visitor: () => Visitor): Promise<void> {
    const { maxSubscriptions } = this.#o;
    if (this.#running.size >= maxSubscriptions) {
      const text = `At most ${maxSubscriptions} operations may run on one socket`;
      return this.#tell.error(id, refusal(400, 'TOO_MANY_SUBSCRIPTIONS', text).errors);
    }
    const { requestId, correlationId } = requestContext();
    const asking = { ...visitor(), requestId, correlationId };
    const running: Running = { isLeft: false };
    this.#running.set(id, running);
    await runInContext({ requestId, correlationId }, async () => {
      const operation = checked(payload);
      const entered = 'kind' in operation ? operation : await this.#o.enter(operation, asking, 'websocket');
      if (running.isLeft) return undefined;
      if (entered.kind === 'refused') {
        this.#running.delete(id);
        return this.#tell.error(id, entered.errors);
      }
      this.#o.observe(entered.admitted, asking.client);
      if (entered.admitted.operation.operation !== 'subscription') {
        return this.#answer(id, running, entered, asking);
      }
      this.#join(id, running, entered, asking);
      // The socket was closed by what the subscription began with: it had nothing to leave yet.
      if (this.#running.get(id) !== running) running.subscription?.leave();
      // Renewed while it was being admitted.
      if (visitor().caller !== asking.caller) running.subscription?.renew(visitor());
      return undefined;
    });
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
  renew(visitor: Visitor): void {
    for (const { subscription } of [...this.#running.values()]) subscription?.renew(visitor);
  }

  async #answer(id: string, running: Running, { admitted, bill }: Entered, visitor: Visitor): Promise<void> {
    const gone = (running.gone = new AbortController());
    const { answer } = bill.settle(await this.#o.execute(admitted, visitor, gone.signal));
    if (running.isLeft || !this.#running.delete(id)) return;
    this.#tell.next(prefixOf(id), JSON.stringify(answer));
    this.#tell.complete(id);
  }

  #join(id: string, running: Running, { admitted }: Entered, visitor: Visitor): void {
    const prefix = prefixOf(id);
    running.subscription = this.#o.hub.join(admitted, visitor, {
      next: (answer) => this.#tell.next(prefix, answer),
      error: (errors) => {
        this.#running.delete(id);
        this.#tell.error(id, errors);
      },
      complete: () => {
        this.#running.delete(id);
        this.#tell.complete(id);
      },
    });
  }
}
