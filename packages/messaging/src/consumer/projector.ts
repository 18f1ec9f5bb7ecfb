import { setImmediate as nextTurn } from 'node:timers/promises';
import { pause } from '@nakku/platform';
import type { SqlExecutor } from '@nakku/platform';
import { inSpan, logger, runInContext, SpanKind } from '@nakku/telemetry';
import type { ExecutorParts } from './executor.ts';
import { claimNewest } from './positions.ts';
import { isUnordered, projectOf } from './projection.ts';
import type { Projectable } from './message.ts';

interface Waiting<Tx> {
  readonly items: readonly Projectable<Tx>[];
  readonly complete: (left: readonly Projectable<Tx>[]) => void;
}

/** Events of one transaction, which must end within its time limit. */
const maxEvents = 500;

/**
 * Applies events of projections together: those of all partitions that wait while a transaction runs share the next
 * one, so that many small batches cost no more statements than a large one.
 */
export class Projector<Tx extends SqlExecutor> {
  readonly #o: ExecutorParts<Tx>;
  #waiting: Waiting<Tx>[] = [];
  #running = false;

  constructor(parts: ExecutorParts<Tx>) {
    this.#o = parts;
  }

  /** @returns those that could not be applied together: each is to be tried alone */
  project(items: readonly Projectable<Tx>[], signal: AbortSignal): Promise<readonly Projectable<Tx>[]> {
    if (items.length === 0) return Promise.resolve([]);
    return new Promise((complete) => {
      this.#waiting.push({ items, complete });
      if (!this.#running) void this.#run(signal);
    });
  }

  async #run(signal: AbortSignal): Promise<void> {
    this.#running = true;
    // Batches of the other partitions come in the same response of the broker.
    await nextTurn();
    for (let taken = this.#take(); taken.length > 0; taken = this.#take()) {
      const items = taken.flatMap((waiting) => waiting.items);
      const left = new Set<Projectable<Tx>>();
      for (const group of byHandler(items).flatMap(chunks)) {
        try {
          await this.#together(group, signal);
        } catch (error) {
          logger().debug({ err: error, events: group.length }, 'events are applied one by one');
          for (const item of group) left.add(item);
        }
      }
      for (const { items: own, complete } of taken) complete(own.filter((item) => left.has(item)));
    }
    this.#running = false;
  }

  /** Of what waits as much as one transaction takes; more only if it came as one batch. */
  #take(): Waiting<Tx>[] {
    const taken: Waiting<Tx>[] = [];
    let count = 0;
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (count > 0 && count + next.items.length > maxEvents) break;
      count += next.items.length;
      taken.push(next);
      this.#waiting.shift();
    }
    return taken;
  }

  /** Positions, inbox rows and effect of the newest event of each key in one transaction. */
  async #together(items: readonly Projectable<Tx>[], signal: AbortSignal): Promise<void> {
    const { transactions, service, faults, metrics } = this.#o;
    const unordered = isUnordered(items[0]?.event.handle);
    const newest = unordered ? items : newestByKey(items);
    const [first] = newest;
    const project = projectOf<Tx>(first?.event.handle);
    if (!first || !project) throw new Error('nothing to project');
    if (faults) await pause(faults.delayMs(), signal);
    faults?.at('before');
    const { id, correlationId, type } = first.event.event;
    const attributes = {
      'messaging.destination.name': first.message.topic,
      'messaging.batch.message_count': items.length,
    };
    const span = { parent: first.message.headers, kind: SpanKind.CONSUMER };
    const applied = await runInContext({ requestId: id, correlationId }, () =>
      inSpan(
        `${type} process`,
        attributes,
        () =>
          transactions.run<number>('consumer', async (tx) => {
            if (unordered) {
              await project(
                items.map(({ event }) => event.event),
                tx,
              );
              faults?.at('uncommitted');
              return items.length;
            }
            const claims = newest.map(({ message: { topic, key }, event: { envelope } }) => ({
              topic,
              key,
              sequence: envelope.sequence,
              eventId: envelope.id,
            }));
            const fresh = await claimNewest(tx.db, service, claims);
            const events = newest.flatMap(({ event }) => (fresh.has(event.envelope.id) ? [event.event] : []));
            if (events.length > 0) await project(events, tx);
            faults?.at('uncommitted');
            return events.length;
          }),
        span,
      ),
    );
    for (let index = 0; index < items.length; index += 1) {
      if (index < applied) metrics.applied(first.message.topic);
      else metrics.duplicate(first.message.topic);
    }
    faults?.at('committed');
  }
}

/** Parts of one transaction each: batches of a topic that is read from its beginning are large. */
function chunks<Tx>(items: readonly Projectable<Tx>[]): (readonly Projectable<Tx>[])[] {
  if (!isUnordered(items[0]?.event.handle) || items.length <= maxEvents) return [items];
  return [items.slice(0, maxEvents), ...chunks(items.slice(maxEvents))];
}

function byHandler<Tx>(items: readonly Projectable<Tx>[]): Projectable<Tx>[][] {
  const groups = new Map<unknown, Projectable<Tx>[]>();
  for (const item of items) {
    const by = projectOf<Tx>(item.event.handle);
    const group = groups.get(by);
    if (group) group.push(item);
    else groups.set(by, [item]);
  }
  return [...groups.values()];
}

/** In the order of the keys, by which processes that project at the same time lock rows. */
function newestByKey<Tx>(items: readonly Projectable<Tx>[]): Projectable<Tx>[] {
  const newest = new Map<string, Projectable<Tx>>();
  for (const item of items) {
    const name = `${item.message.topic}\n${item.message.key}`;
    const known = newest.get(name);
    if (!known || known.event.envelope.sequence < item.event.envelope.sequence) newest.set(name, item);
  }
  return [...newest].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
}
