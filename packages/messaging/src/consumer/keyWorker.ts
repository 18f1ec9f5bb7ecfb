import type { Envelope } from '@nakku/contracts';
import { pause, poolTransaction } from '@nakku/platform';
import type { SqlExecutor, Transactions } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import type { Pool } from 'pg';
import { moveToDeadLetter } from '../deadLetters/moveToDeadLetter.ts';
import type { MessagingMetrics } from '../metrics.ts';
import type { Tuning } from '../options.ts';
import type { ConsumerHandlers } from '../runningPlatform.ts';
import { applyOnce, settle } from './apply.ts';
import type { HandledEvent } from './apply.ts';
import { orderingOf, understand } from './delivery.ts';
import type { Delivery } from './delivery.ts';
import type { FaultInjection } from './faults.ts';
import { extended, follows } from './passing.ts';
import type { Passing } from './passing.ts';
import { advance, parkedNext, unparkOn } from './positions.ts';
import type { ParkedEvent } from './positions.ts';
import { patiently, tried } from './retry.ts';

export interface WorkerParts<Tx extends SqlExecutor> {
  readonly service: string;
  readonly pool: Pool;
  readonly transactions: Transactions<Tx>;
  readonly handlers: ConsumerHandlers<Tx>;
  readonly tuning: Tuning;
  readonly metrics: MessagingMetrics;
  readonly faults: FaultInjection | undefined;
}

/** Applies events of one key after the other. All methods throw WorkStopped when `signal` is aborted. */
export class KeyWorker<Tx extends SqlExecutor> {
  readonly #o: WorkerParts<Tx>;

  constructor(parts: WorkerParts<Tx>) {
    this.#o = parts;
  }

  /**
   * Applies the deliveries of one key, in their order. Returns events without a handler at the end, which the caller
   * writes down together with those of other keys.
   */
  async work(deliveries: readonly Delivery[], signal: AbortSignal): Promise<Passing | undefined> {
    let passing: Passing | undefined;
    for (const delivery of deliveries) {
      const understood = understand(delivery, this.#o.handlers);
      // Where the latest wins, what has no handler leaves no trace.
      if (understood.kind === 'unhandled' && orderingOf(delivery.topic) === 'latest') continue;
      if (passing && !follows(passing, understood)) {
        await this.pass(delivery.topic, [passing], signal);
        passing = undefined;
      }
      if (understood.kind === 'unhandled') passing = extended(passing, delivery, understood.envelope);
      else if (understood.kind === 'malformed') await this.#moveMalformed(delivery, understood, signal);
      else {
        const parked = await this.#apply(delivery, understood, passing, signal);
        passing = undefined;
        if (parked > 0) await this.drain(delivery.topic, delivery.key, signal);
      }
    }
    return passing;
  }

  /** Writes down passed events of many keys of one topic. */
  async pass(topic: string, passed: readonly Passing[], signal: AbortSignal): Promise<void> {
    if (passed.length === 0) return;
    const { pool, tuning } = this.#o;
    const skips = passed.map(({ skip }) => skip);
    const moved = await patiently(tuning, signal, { topic }, () => advance(pool, topic, skips));
    for (const { skip, events } of passed) {
      const parked = moved.get(skip.key);
      if (parked !== undefined) {
        if (parked > 0) await this.drain(topic, skip.key, signal);
        continue;
      }
      for (const { delivery, envelope } of events) {
        const settled = await this.#settle(delivery, envelope.sequence, signal);
        if (settled.kind === 'next')
          await this.pass(topic, [extended(undefined, delivery, envelope)], signal);
        else if (settled.parked > 0) await this.drain(topic, skip.key, signal);
      }
    }
  }

  /** Applies parked events of a key as far as their turn has come. Returns how many were settled. */
  async drain(topic: string, key: string, signal: AbortSignal): Promise<number> {
    const { pool, tuning } = this.#o;
    for (let drained = 0; ; drained += 1) {
      const next = await patiently(tuning, signal, { topic, key }, () => parkedNext(pool, topic, key));
      if (!next) return drained;
      await this.#unpark(next, signal);
    }
  }

  async #unpark({ delivery, sequence, stale }: ParkedEvent, signal: AbortSignal): Promise<void> {
    const { pool, tuning, metrics, handlers } = this.#o;
    const { topic, key } = delivery;
    const understood = understand(delivery, handlers);
    if (stale) metrics.duplicate(topic);
    if (stale || understood.kind === 'unhandled') {
      await patiently(tuning, signal, { topic, key }, () =>
        poolTransaction(pool, async (client) => {
          if (!stale) await advance(client, topic, [{ key, from: sequence, to: sequence }]);
          await unparkOn(client, topic, key, sequence);
        }),
      );
    } else if (understood.kind === 'malformed') await this.#moveMalformed(delivery, understood, signal);
    else await this.#apply(delivery, understood, undefined, signal);
  }

  /**
   * One event with a handler, until it is applied, known, parked or a dead letter; `passing` are the events right before it
   * that have none. Returns how many events wait behind it.
   */
  async #apply(
    delivery: Delivery,
    understood: HandledEvent<Tx>,
    passing: Passing | undefined,
    signal: AbortSignal,
  ): Promise<number> {
    const { tuning, faults } = this.#o;
    const { topic, key } = delivery;
    const { sequence, type, id: eventId } = understood.envelope;
    let before = passing;
    if (faults) await pause(faults.delayMs(), signal);
    const result = await tried(tuning, signal, { topic, key, type, eventId }, async () => {
      for (;;) {
        faults?.at('before');
        const parked = await this.#applyIfNext(delivery, understood, before?.skip.from ?? sequence);
        if (parked !== undefined) return parked;
        if (before) await this.pass(topic, [before], signal);
        before = undefined;
        const settled = await this.#settle(delivery, sequence, signal);
        if (settled.kind === 'settled') return settled.parked;
      }
    });
    if (result.ok) return result.value;
    if (before) await this.pass(topic, [before], signal);
    const { error, attempts } = result;
    await this.#moveToDeadLetter(
      delivery,
      understood.envelope,
      { reason: 'poison', error, attempts },
      signal,
    );
    return 0;
  }

  /** How many events wait behind it, or undefined when it was not applied because it is not the next one. */
  async #applyIfNext(
    delivery: Delivery,
    understood: HandledEvent<Tx>,
    from: number,
  ): Promise<number | undefined> {
    const { transactions, service, faults, metrics } = this.#o;
    const applied = await applyOnce({ transactions, consumer: service, faults }, delivery, understood, from);
    if (applied.kind === 'applied') metrics.applied(delivery.topic);
    if (applied.kind === 'duplicate') metrics.duplicate(delivery.topic);
    return applied.kind === 'not_next' ? undefined : applied.parked;
  }

  /** An event that is not the next of its key is known already or gets parked; or someone moved on and it is next. */
  async #settle(
    delivery: Delivery,
    sequence: number,
    signal: AbortSignal,
  ): Promise<{ kind: 'next' } | { kind: 'settled'; parked: number }> {
    const { pool, tuning, metrics } = this.#o;
    const { topic, key } = delivery;
    if (orderingOf(topic) === 'latest') {
      metrics.duplicate(topic);
      return { kind: 'settled', parked: 0 };
    }
    const settled = await patiently(tuning, signal, { topic, key, sequence }, () =>
      settle(pool, delivery, sequence, tuning.maxParked),
    );
    if (settled.kind === 'next') return settled;
    if (settled.kind === 'duplicate') metrics.duplicate(topic);
    return { kind: 'settled', parked: settled.kind === 'duplicate' ? settled.parked : 0 };
  }

  async #moveMalformed(
    delivery: Delivery,
    { error, envelope }: { error: string; envelope: Envelope | undefined },
    signal: AbortSignal,
  ): Promise<void> {
    await this.#moveToDeadLetter(delivery, envelope, { reason: 'malformed', error, attempts: 1 }, signal);
  }

  async #moveToDeadLetter(
    delivery: Delivery,
    envelope: Envelope | undefined,
    why: { reason: 'malformed' | 'poison'; error: unknown; attempts: number },
    signal: AbortSignal,
  ): Promise<void> {
    const { service, pool, tuning, metrics } = this.#o;
    const { topic, partition, offset, key } = delivery;
    const record = { service, delivery, envelope, ordering: orderingOf(topic), ...why };
    const outcome = await patiently(tuning, signal, { topic, offset }, () => moveToDeadLetter(pool, record));
    if (outcome === 'known') return;
    metrics.deadLetter(topic, why.reason);
    const what = { topic, partition, offset, key, type: envelope?.type, reason: why.reason, err: why.error };
    logger().error(what, 'an event became a dead letter');
  }
}
