import type { Violation } from '../invariants/index.ts';
import { Refused, withRetries, rest } from '../../client/index.ts';
import { decideSubstitutions } from '../load/choices.ts';
import type { Customer } from '../load/customers.ts';
import { orderCancel, orderEnded, paymentRetry } from '../load/operations.ts';
import type { OrderUpdate } from '../load/operations.ts';
import { leaveCart, shop } from '../load/shop.ts';
import { watchOrder } from '../load/watch.ts';
import type { Watched } from '../load/watch.ts';
import type { History } from './history.ts';
import type { Plan } from './plan.ts';
import { isDeclined } from './plan.ts';

export interface ShopperOptions {
  readonly customer: Customer;
  /** Names the customer in the history, and begins the keys. */
  readonly name: string;
  readonly history: History;
  readonly nextPlan: () => Plan;
  /** Aborted when no new orders are to be begun. */
  readonly closing: AbortSignal;
  /** Aborted when nothing is waited for any more. */
  readonly stopped: AbortSignal;
}

/** What became of one customer's shopping. */
export interface Shopped {
  readonly acknowledged: string[];
  readonly watched: Watched[];
  /** What went wrong for the customer and is no violation by itself: the history and the databases are judged. */
  readonly troubles: string[];
  /** What the customer still waited for when nothing was waited for any more. */
  readonly waiting: Violation[];
}

/** A customer tries for so long, whatever dies meanwhile. */
const TIMEOUT_MS = 240_000;
const READ_EVERY_MS = { from: 400, to: 1_600 };
const READ_TIMEOUT_MS = 5_000;

/** Orders one thing after the other until closing time, and follows every order to its end. */
export async function shopAllDay(o: ShopperOptions): Promise<Shopped> {
  const { customer, history, name, stopped } = o;
  const { account } = customer;
  const shopped: Shopped = { acknowledged: [], watched: [], troubles: [], waiting: [] };
  const known = new Set<string>();
  const afterwards: Promise<void>[] = [];
  const limits = { timeoutMs: TIMEOUT_MS, signal: stopped };
  let doing = '';

  const trouble = (what: string) => (error: unknown) => {
    if (stopped.aborted) shopped.waiting.push({ id: name, detail: what });
    else shopped.troubles.push(`${name}: ${what}: ${String(error)}`);
  };
  /** An act that somebody else may have decided meanwhile. */
  const unlessDecided = (what: string, act: () => Promise<unknown>): void => {
    const running = withRetries(act, limits).then(
      () => undefined,
      (error: unknown) => (error instanceof Refused ? undefined : trouble(what)(error)),
    );
    afterwards.push(running);
  };

  async function follow(orderId: string, plan: Plan, onConfirmed: () => void): Promise<Watched> {
    const ended = new AbortController();
    void lookNowAndThen(orderId, AbortSignal.any([ended.signal, stopped]));
    const onUpdate = ({ sequence, step: { kind, status }, order: { version } }: OrderUpdate): void => {
      history.add(name, 'ok', { f: 'watch', orderId, sequence, kind, status, version });
      if (status !== 'PLACED' && status !== 'RESERVED' && status !== 'CANCELLED') onConfirmed();
      if (kind === 'SUBSTITUTION_PROPOSED') {
        unlessDecided('answer', () => decideSubstitutions(account, orderId, plan.choice, limits));
      }
      if (kind === 'PAYMENT_FAILED') afterDecline(orderId, plan, sequence);
    };
    try {
      return await watchOrder(account, orderId, { signal: stopped, onUpdate });
    } finally {
      ended.abort();
    }
  }

  function afterDecline(orderId: string, plan: Plan, sequence: number): void {
    const idempotencyKey = `${name}:${orderId}:${sequence}`;
    if (plan.act === 'pay_otherwise') {
      const input = { orderId, idempotencyKey, paymentMethodId: customer.goodCard };
      unlessDecided('pay', () => account.execute(paymentRetry, { input }, limits));
    } else if (plan.act === 'give_up') cancel(orderId, idempotencyKey);
  }

  function cancel(orderId: string, idempotencyKey: string): void {
    unlessDecided('cancel', () =>
      account.execute(orderCancel, { input: { orderId, idempotencyKey } }, limits),
    );
  }

  async function lookNowAndThen(orderId: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const pause = READ_EVERY_MS.from + Math.random() * (READ_EVERY_MS.to - READ_EVERY_MS.from);
      await rest(pause, signal).catch(() => undefined);
      if (signal.aborted) return;
      await account
        .execute(orderEnded, { orderId }, { timeoutMs: READ_TIMEOUT_MS, signal })
        .catch(() => undefined);
    }
  }

  async function order(plan: Plan, number: number): Promise<void> {
    const key = `${name}:${number}`;
    doing = `placing ${key}`;
    const placed = await shop(customer, plan.list, {
      key,
      paymentMethodId: isDeclined(plan) ? customer.declinedCard : customer.goodCard,
      timeoutMs: TIMEOUT_MS,
      isKnown: (orderId) => known.has(orderId),
      signal: stopped,
    });
    const { orderId } = placed;
    known.add(orderId);
    shopped.acknowledged.push(orderId);
    if (plan.act === 'change_mind') {
      afterwards.push(
        rest(plan.afterMs, stopped)
          .then(() => cancel(orderId, `${key}:cancel`))
          .catch(() => undefined),
      );
    }
    let onConfirmed = (): void => undefined;
    const confirmed = new Promise<undefined>((resolve) => (onConfirmed = () => resolve(undefined)));
    const watched = follow(orderId, plan, onConfirmed);
    afterwards.push(watched.then((seen) => void shopped.watched.push(seen), trouble(`watching ${orderId}`)));
    doing = `waiting for ${orderId} to be confirmed or cancelled`;
    const early = await Promise.race([confirmed, watched]);
    const givesBack = early?.status === 'CANCELLED' && early.confirmedAfterMs === undefined;
    doing = `waiting for cart ${customer.cartId} to ${givesBack ? 'have the lines of' : 'be empty after'} ${orderId}`;
    await leaveCart(customer, { givesBack, ...limits });
  }

  for (let number = 1; !o.closing.aborted; number += 1) {
    try {
      await order(o.nextPlan(), number);
    } catch (error) {
      trouble(doing)(error);
    }
  }
  while (afterwards.length > 0) await Promise.all(afterwards.splice(0));
  return shopped;
}
