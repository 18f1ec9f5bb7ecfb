import { logger } from '@nakku/telemetry';
import type { Signal } from './signal.ts';

export interface LeasedWorker {
  /** Takes nothing new and waits for what is under way. */
  stop(): Promise<void>;
}

export interface LeasedWorkerOptions<Item> {
  /** Of its log lines. */
  readonly part: string;
  /** Items that are worked on at the same time. */
  readonly concurrency: number;
  /** Items are leased once so many can be taken at a time, which saves a statement for each; default 1. */
  readonly minFree?: number;
  /** How often due items are looked for when nothing notifies the worker, in milliseconds. */
  readonly pollMs: number;
  /** When it is notified the worker looks for due items at once. */
  readonly signal: Signal;
  /** Takes up to `limit` due items; other workers skip them until the lease ends. */
  readonly lease: (limit: number) => Promise<readonly Item[]>;
  /** @returns milliseconds until the item is due again; null: it has ended. A rejection leaves it to the end of its lease */
  readonly work: (item: Item) => Promise<number | null>;
  /** Of an item, for the log line about its failure. */
  readonly describe: (item: Item) => Readonly<Record<string, unknown>>;
}

/** Works off rows that are due and leased. Several replicas do so side by side. */
export function startLeasedWorker<Item>(o: LeasedWorkerOptions<Item>): LeasedWorker {
  const { signal, concurrency, pollMs, minFree = 1 } = o;
  const log = logger({ part: o.part });
  const running = new Set<Promise<void>>();
  let stopping = false;
  const hasRoom = (): boolean => concurrency - running.size >= minFree;

  async function round(): Promise<boolean> {
    if (!hasRoom()) return false;
    const items = await o.lease(concurrency - running.size);
    for (const item of items) {
      const work = o
        .work(item)
        .catch((err: unknown) => {
          log.error({ err, ...o.describe(item) }, 'work failed; it is repeated after its lease');
          return null;
        })
        .then((dueInMs) => {
          const hadRoom = hasRoom();
          running.delete(work);
          if ((!hadRoom && hasRoom()) || dueInMs === 0) signal.notify();
          // What is due later than the next look is found by it.
          else if (dueInMs !== null && dueInMs < pollMs) setTimeout(() => signal.notify(), dueInMs);
        });
      running.add(work);
    }
    return items.length > 0;
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      let hasMore = false;
      try {
        hasMore = await round();
      } catch (err) {
        log.error({ err }, 'looking for work failed');
      }
      if (!hasMore && !stopping) await signal.wait(pollMs);
    }
    await Promise.all(running);
  }

  const ended = loop();
  return {
    async stop() {
      stopping = true;
      signal.notify();
      await ended;
    },
  };
}
