/** Reads of things that many watch at once. */
export interface SharedReads<Key, Value> {
  /**
   * The value of `key`: read after this call began, or at most `maxAgeMs` before it. null: there is none.
   * Throws what `load` threw.
   */
  read(key: Key, maxAgeMs: number): Promise<Value | null>;
}

interface Waiting<Key, Value> {
  readonly key: Key;
  readonly value: () => Promise<Value | null>;
  readonly resolve: (value: Value | null) => void;
  readonly reject: (error: unknown) => void;
}

interface KnownValue<Value> {
  readonly value: Value | null;
  readonly readAt: number;
}

/** Keys of which the last value is kept; those read longest ago go first. */
const MAX_KNOWN = 20_000;

/**
 * Reads in batches, one batch at a time: however many watch a key, it is read once per batch, and all watchers of a
 * process together hold one connection. Reads that may not be old (somebody said that there is something new) come
 * before those that may (a poll).
 */
export function sharedReads<Key, Value>(o: {
  /** Reads the values of distinct keys, by `keyOf`; a key without a value is left out. */
  load(keys: readonly Key[]): Promise<ReadonlyMap<string, Value>>;
  keyOf(key: Key): string;
  maxBatch?: number;
}): SharedReads<Key, Value> {
  const maxBatch = o.maxBatch ?? 1_000;
  const fresh = new Map<string, Waiting<Key, Value>>();
  const polled = new Map<string, Waiting<Key, Value>>();
  const known = new Map<string, KnownValue<Value>>();
  let isRunning = false;

  function remember(name: string, value: Value | null, readAt: number): void {
    known.delete(name);
    known.set(name, { value, readAt });
    if (known.size <= MAX_KNOWN) return;
    const [oldest] = known.keys();
    if (oldest !== undefined) known.delete(oldest);
  }

  function nextBatch(): [string, Waiting<Key, Value>][] {
    const batch = new Map<string, Waiting<Key, Value>>();
    for (const queue of [fresh, polled]) {
      for (const [name, waiting] of queue) {
        if (batch.size >= maxBatch) break;
        queue.delete(name);
        const twin = batch.get(name);
        if (twin) void twin.value().then(waiting.resolve, waiting.reject);
        else batch.set(name, waiting);
      }
    }
    return [...batch];
  }

  async function run(): Promise<void> {
    isRunning = true;
    // What is asked for within the same turn of the loop belongs together.
    await new Promise((resolve) => setImmediate(resolve));
    while (fresh.size + polled.size > 0) {
      const batch = nextBatch();
      const readAt = performance.now();
      try {
        const values = await o.load(batch.map(([, { key }]) => key));
        for (const [name, waiting] of batch) {
          const value = values.get(name) ?? null;
          remember(name, value, readAt);
          waiting.resolve(value);
        }
      } catch (error) {
        for (const [, waiting] of batch) waiting.reject(error);
      }
    }
    isRunning = false;
  }

  return {
    read(key, maxAgeMs) {
      const name = o.keyOf(key);
      const last = known.get(name);
      if (last && performance.now() - last.readAt < maxAgeMs) return Promise.resolve(last.value);
      const queue = maxAgeMs > 0 ? polled : fresh;
      const joined = queue.get(name);
      if (joined) return joined.value();
      const value = new Promise<Value | null>((resolve, reject) =>
        queue.set(name, { key, resolve, reject, value: () => value }),
      );
      if (!isRunning) void run();
      return value;
    },
  };
}
