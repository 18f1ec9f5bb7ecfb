import { poolTransaction, pause } from '@nakku/platform';
import type { SqlExecutor, Transactions } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import type { Pool } from 'pg';
import { moveToDeadLetter } from '../deadLetters/moveToDeadLetter.ts';
import type { MessagingMetrics } from '../metrics.ts';
import type { Tuning } from '../options.ts';
import type { ConsumerHandlers } from '../runningPlatform.ts';
import { applyOnce, parkUnlessNext } from './apply.ts';
import type { FaultInjection } from './faults.ts';
import { orderingOf, understand } from './message.ts';
import { extended, flushOf } from './plan.ts';
import type { Step } from './plan.ts';
import { advance, parkedNext, unparkOn } from './positions.ts';
import type { ParkedEvent } from './positions.ts';
import { retryForever, withRetries } from './retry.ts';

export interface ExecutorParts<Tx extends SqlExecutor> {
  readonly service: string;
  readonly pool: Pool;
  readonly transactions: Transactions<Tx>;
  readonly handlers: ConsumerHandlers<Tx>;
  readonly tuning: Tuning;
  readonly metrics: MessagingMetrics;
  readonly faults: FaultInjection | undefined;
}

type StepOf<Tx, Kind extends Step<Tx>['kind']> = Extract<Step<Tx>, { kind: Kind }>;

/**
 * Does the steps of a plan. What a step finds out may need further steps, which come next, before the rest: an applied
 * event may have parked ones behind it, one that is not the next of its key gets parked.
 */
export class StepExecutor<Tx extends SqlExecutor> {
  readonly #o: ExecutorParts<Tx>;

  constructor(parts: ExecutorParts<Tx>) {
    this.#o = parts;
  }

  /**
   * Does the steps one after the other.
   * @returns how many parked events were taken up
   * @throws WorkStopped when `signal` is aborted
   */
  async run(steps: readonly Step<Tx>[], signal: AbortSignal): Promise<number> {
    const left = [...steps];
    let unparked = 0;
    for (let step = left.shift(); step !== undefined; step = left.shift()) {
      if (step.kind === 'drain') {
        const next = await this.#takeParked(step, signal);
        if (!next) continue;
        unparked += 1;
        left.unshift(...next, step);
      } else left.unshift(...(await this.#do(step, signal)));
    }
    return unparked;
  }

  #do(step: Exclude<Step<Tx>, { kind: 'drain' }>, signal: AbortSignal): Promise<readonly Step<Tx>[]> {
    if (step.kind === 'apply') return this.#apply(step, signal);
    if (step.kind === 'flush') return this.#flush(step, signal);
    if (step.kind === 'park') return this.#park(step, signal);
    return this.#moveToDeadLetter(step, signal);
  }

  /** One event with a handler, together with those right before it that have none. */
  async #apply(step: StepOf<Tx, 'apply'>, signal: AbortSignal): Promise<readonly Step<Tx>[]> {
    const { transactions, service, tuning, faults, metrics, handlers } = this.#o;
    const { message, event, skipped } = step;
    const { topic, key } = message;
    const { sequence, type, id: eventId } = event.envelope;
    if (faults) await pause(faults.delayMs(), signal);
    const result = await withRetries(tuning, signal, { topic, key, type, eventId }, async () => {
      faults?.at('before');
      const from = skipped?.from ?? sequence;
      const ordering = orderingOf(topic, handlers);
      return applyOnce({ transactions, consumer: service, ordering, faults }, message, event, from);
    });
    const before = skipped ? [flushOf<Tx>(skipped)] : [];
    if (!result.ok) {
      const { error, attempts } = result;
      const { envelope } = event;
      return [...before, { kind: 'dead_letter', message, envelope, reason: 'poison', error, attempts }];
    }
    const applied = result.value;
    if (applied.kind === 'not_next') {
      const alone: Step<Tx> = { kind: 'apply', message, event };
      return skipped ? [...before, alone] : [{ kind: 'park', message, sequence, whenNext: alone }];
    }
    if (applied.kind === 'applied') metrics.applied(topic);
    else metrics.duplicate(topic);
    return drainOf(message, applied.parked);
  }

  async #flush({ topic, runs }: StepOf<Tx, 'flush'>, signal: AbortSignal): Promise<readonly Step<Tx>[]> {
    const { pool, tuning } = this.#o;
    const moved = await retryForever(tuning, signal, { topic }, () => advance(pool, topic, runs));
    return runs.flatMap(({ key, events }): Step<Tx>[] => {
      const parked = moved.get(key);
      if (parked !== undefined) return parked > 0 ? [{ kind: 'drain', topic, key }] : [];
      return events.map(({ message, envelope }) => ({
        kind: 'park',
        message,
        sequence: envelope.sequence,
        whenNext: flushOf(extended(undefined, message, envelope)),
      }));
    });
  }

  async #park(step: StepOf<Tx, 'park'>, signal: AbortSignal): Promise<readonly Step<Tx>[]> {
    const { pool, tuning, metrics, handlers } = this.#o;
    const { message, sequence, whenNext } = step;
    const { topic, key } = message;
    if (orderingOf(topic, handlers) === 'latest') {
      metrics.duplicate(topic);
      return [];
    }
    const parked = await retryForever(tuning, signal, { topic, key, sequence }, () =>
      parkUnlessNext(pool, message, sequence, tuning.maxParked),
    );
    if (parked.kind === 'next') return [whenNext];
    if (parked.kind === 'parked') return [];
    metrics.duplicate(topic);
    return drainOf(message, parked.parked);
  }

  /** Steps for the parked event of a key whose turn has come; undefined: there is none. */
  async #takeParked(
    { topic, key }: StepOf<Tx, 'drain'>,
    signal: AbortSignal,
  ): Promise<readonly Step<Tx>[] | undefined> {
    const { pool, tuning, metrics, handlers } = this.#o;
    const next = await retryForever(tuning, signal, { topic, key }, () => parkedNext(pool, topic, key));
    if (!next) return undefined;
    const { message, stale } = next;
    const understood = understand(message, handlers);
    if (stale) metrics.duplicate(topic);
    if (stale || understood.kind === 'unhandled') {
      await retryForever(tuning, signal, { topic, key }, () => this.#passParked(next));
      return [];
    }
    if (understood.kind === 'event') return [{ kind: 'apply', message, event: understood }];
    const { envelope, error } = understood;
    return [{ kind: 'dead_letter', message, envelope, reason: 'malformed', error, attempts: 1 }];
  }

  #passParked({ message, sequence, stale }: ParkedEvent): Promise<void> {
    const { topic, key } = message;
    return poolTransaction(this.#o.pool, async (client) => {
      if (!stale) await advance(client, topic, [{ key, from: sequence, to: sequence }]);
      await unparkOn(client, topic, key, sequence);
    });
  }

  async #moveToDeadLetter(
    step: StepOf<Tx, 'dead_letter'>,
    signal: AbortSignal,
  ): Promise<readonly Step<Tx>[]> {
    const { service, pool, tuning, metrics, handlers } = this.#o;
    const { message, envelope, reason, error, attempts } = step;
    const { topic, partition, offset, key } = message;
    const ordering = orderingOf(topic, handlers);
    const record = { service, message, envelope, ordering, reason, error, attempts };
    const outcome = await retryForever(tuning, signal, { topic, offset }, () =>
      moveToDeadLetter(pool, record),
    );
    if (outcome === 'known') return [];
    metrics.deadLetter(topic, reason);
    const what = { topic, partition, offset, key, type: envelope?.type, reason, err: error };
    logger().error(what, 'an event became a dead letter');
    return [];
  }
}

/** After a parked event its own drain goes on anyway. */
function drainOf<Tx>(
  { topic, key, parked }: { topic: string; key: string; parked?: true },
  waiting: number,
): Step<Tx>[] {
  return waiting > 0 && !parked ? [{ kind: 'drain', topic, key }] : [];
}
