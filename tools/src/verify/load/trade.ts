import { Refused, withRetries } from '../../client/index.ts';
import { changeOf, changeOrder } from './changes.ts';
import { choiceOf, decideSubstitutions } from './choices.ts';
import type { Customer } from './customers.ts';
import { orderCancel, paymentRetry } from './operations.ts';
import type { OrderUpdate } from './operations.ts';
import type { Pool } from './pool.ts';
import type { LoadHooks, LoadOptions } from './options.ts';
import type { FailedOrder } from './report.ts';
import type { Placed } from './shop.ts';
import { SoldOut, leaveCart, shop } from './shop.ts';
import type { ShoppingLine } from './shoppingLists.ts';
import type { Watched } from './watch.ts';
import { watchOrder } from './watch.ts';

/** How long a customer tries while services die. */
const SHOPPING_MS = 120_000;

/** What a trade needs beside what the load test was asked to do. */
export type TradeOptions = LoadOptions & {
  readonly run: string;
  readonly hooks: LoadHooks;
  readonly signal: AbortSignal;
  /** Other products of a category; undefined: customers do not look at what the store has. */
  readonly others?: (productId: string) => readonly string[];
};

/** All that happens between the first cart and the end of the last order. */
export class Trade {
  readonly acknowledged: { customer: Customer; placed: Placed }[] = [];
  readonly ended: Watched[] = [];
  readonly failed: FailedOrder[] = [];
  /** Customers who left because the store had nothing of their basket. */
  soldOut = 0;
  /** By `performance.now()`. */
  lastPlacedAt = 0;
  readonly #o: TradeOptions;
  readonly #customers: Pool<Customer>;
  readonly #known = new Set<string>();
  readonly #afterwards: Promise<void>[] = [];
  #waiting: { done: number; go: () => void }[] = [];
  #isOver = false;

  constructor(o: TradeOptions, customers: Pool<Customer>) {
    this.#o = o;
    this.#customers = customers;
  }

  /** One basket: from the cart until the order is confirmed or has ended. The rest goes on by itself. */
  async serve(list: readonly ShoppingLine[], index: number): Promise<void> {
    const customer = await this.#customers.take();
    const placed = await this.#place(customer, list, index);
    if (!placed) return this.#customers.release(customer);
    let confirmed = (): void => undefined;
    const isConfirmed = new Promise<void>((resolve) => (confirmed = resolve));
    const watched = this.#watch(customer, placed, index, confirmed);
    this.#afterwards.push(
      this.#freeCustomer(customer, isConfirmed, watched),
      watched.then(() => undefined),
    );
    await Promise.race([isConfirmed, watched]);
  }

  /** Waits for the end of everything that was begun. */
  async closeOfBusiness(): Promise<void> {
    while (this.#afterwards.length > 0) await Promise.all(this.#afterwards.splice(0));
    this.#isOver = true;
    for (const { go } of this.#waiting.splice(0)) go();
  }

  /** Resolves when so many orders were placed and have ended, each counted once for both; at the end in any case. */
  whenDone(done: number): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((go) => {
      this.#waiting.push({ done, go });
      this.#notify();
    });
  }

  #notify(): void {
    const { acknowledged, ended, failed } = this;
    const done = acknowledged.length + ended.length + failed.length + 2 * this.soldOut;
    this.#waiting = this.#waiting.filter((one) => {
      if (one.done <= done) one.go();
      return one.done > done;
    });
    this.#o.hooks.onProgress({
      placed: acknowledged.length,
      ended: ended.length,
      failed: failed.length,
    });
  }

  #fail(index: number, orderId: string | undefined, error: unknown): undefined {
    this.failed.push({ index, orderId, because: error instanceof Error ? error.message : String(error) });
    this.#notify();
    return undefined;
  }

  async #place(
    customer: Customer,
    list: readonly ShoppingLine[],
    index: number,
  ): Promise<Placed | undefined> {
    const { run, declinedPercent, signal, others } = this.#o;
    const isDeclined = (index * 37) % 100 < declinedPercent;
    try {
      const placed = await shop(customer, list, {
        key: `${run}:${index}`,
        paymentMethodId: isDeclined ? customer.declinedCard : customer.goodCard,
        timeoutMs: SHOPPING_MS,
        isKnown: (orderId) => this.#known.has(orderId),
        signal,
        ...(others ? { others } : {}),
      });
      this.#known.add(placed.orderId);
      this.acknowledged.push({ customer, placed });
      this.lastPlacedAt = performance.now();
      this.#notify();
      return placed;
    } catch (error) {
      if (error instanceof SoldOut) {
        this.soldOut += 1;
        this.#notify();
        return undefined;
      }
      return this.#fail(index, undefined, error);
    }
  }

  async #watch(
    customer: Customer,
    { orderId }: Placed,
    index: number,
    confirmed: () => void,
  ): Promise<Watched | undefined> {
    const { signal, orderTimeoutMs } = this.#o;
    const late = AbortSignal.timeout(orderTimeoutMs);
    try {
      const watched = await watchOrder(customer.account, orderId, {
        signal: AbortSignal.any([signal, late]),
        onUpdate: (update) => {
          if (isConfirmed(update)) confirmed();
          if (update.step.kind === 'CONFIRMED') this.#change(customer, orderId, index);
          if (update.step.kind === 'SUBSTITUTION_PROPOSED') this.#choose(customer, orderId, index);
          if (update.step.kind === 'PAYMENT_FAILED') this.#payAgain(customer, orderId, update, index);
        },
      });
      if (watched.wrong.length > 0) return this.#fail(index, orderId, watched.wrong.join('; '));
      this.ended.push(watched);
      this.#notify();
      return watched;
    } catch (error) {
      const because = late.aborted ? new Error(`has not ended after ${orderTimeoutMs / 1_000} s`) : error;
      return this.#fail(index, orderId, because);
    }
  }

  /** What a customer does whose card was declined. */
  #payAgain(customer: Customer, orderId: string, { sequence }: OrderUpdate, index: number): void {
    const { run, afterDecline, signal } = this.#o;
    const idempotencyKey = `${run}:${index}:declined:${sequence}`;
    const act = (): Promise<unknown> =>
      afterDecline === 'cancel'
        ? customer.account.execute(orderCancel, { input: { orderId, idempotencyKey } }, { signal })
        : customer.account.execute(
            paymentRetry,
            { input: { orderId, paymentMethodId: customer.goodCard, idempotencyKey } },
            { signal },
          );
    const running = withRetries(act, { timeoutMs: SHOPPING_MS, signal }).catch((error: unknown) => {
      // Decided meanwhile: the end of the order itself notifies.
      if (!(error instanceof Refused) && !signal.aborted) this.#o.hooks.log(String(error));
    });
    this.#afterwards.push(running.then(() => undefined));
  }

  /** What a customer does who thinks of something after ordering. */
  #change({ account }: Customer, orderId: string, index: number): void {
    const { signal, hooks, changedPercent = 0 } = this.#o;
    const change = changeOf(((index * 53) % 100) / 100, changedPercent / 100);
    if (change === null) return;
    const changing = changeOrder(account, orderId, change, { timeoutMs: SHOPPING_MS, signal });
    this.#afterwards.push(
      changing.then(
        () => undefined,
        (error: unknown) => (signal.aborted ? undefined : hooks.log(String(error))),
      ),
    );
  }

  /** What a customer does who is asked for a substitute. */
  #choose({ account }: Customer, orderId: string, index: number): void {
    const { signal, hooks } = this.#o;
    const choice = choiceOf(((index * 37) % 100) / 100);
    const choosing = decideSubstitutions(account, orderId, choice, { timeoutMs: SHOPPING_MS, signal });
    this.#afterwards.push(
      choosing.then(
        () => undefined,
        (error: unknown) => (signal.aborted ? undefined : hooks.log(String(error))),
      ),
    );
  }

  /** The customer shops again once the cart shows what became of the order. */
  async #freeCustomer(
    customer: Customer,
    confirmed: Promise<void>,
    watched: Promise<Watched | undefined>,
  ): Promise<void> {
    const ended = await Promise.race([confirmed, watched]);
    const givesBack = ended?.status === 'CANCELLED' && ended.confirmedAfterMs === undefined;
    try {
      await leaveCart(customer, { givesBack, timeoutMs: SHOPPING_MS, signal: this.#o.signal });
    } catch (error) {
      if (!this.#o.signal.aborted) this.#o.hooks.log(String(error));
    }
    this.#customers.release(customer);
  }
}

/** Whether the payment stands; a cancelled order may never have been. */
function isConfirmed({ step }: OrderUpdate): boolean {
  return step.status !== 'PLACED' && step.status !== 'RESERVED' && step.status !== 'CANCELLED';
}
