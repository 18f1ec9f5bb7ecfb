import type { SkippedRun } from './plan.ts';

interface Held {
  readonly topic: string;
  readonly run: SkippedRun;
}

const nameOf = (topic: string, key: string): string => `${topic}\n${key}`;

/**
 * Events without a handler at the end of a batch, by topic and key, that are not written down yet. Mostly the next event of
 * their key takes them along; what is left must be written before the group learns that their offsets are done. A run stays
 * here while a later batch works with it: until that batch is done, nothing has written it.
 */
export class HeldRuns {
  readonly #held = new Map<string, Held>();

  /** What is held of these keys. */
  of(topic: string, keys: Iterable<string>): Map<string, SkippedRun> {
    const found = new Map<string, SkippedRun>();
    for (const key of keys) {
      const held = this.#held.get(nameOf(topic, key));
      if (held) found.set(key, held.run);
    }
    return found;
  }

  /** A batch is done: it has taken `before` along, and leaves `after`. */
  replace(topic: string, before: ReadonlyMap<string, SkippedRun>, after: readonly SkippedRun[]): void {
    for (const [key, run] of before) {
      if (this.#held.get(nameOf(topic, key))?.run === run) this.#held.delete(nameOf(topic, key));
    }
    for (const run of after) this.#held.set(nameOf(topic, run.key), { topic, run });
  }

  /** Hands out everything, by topic. */
  takeAll(): Map<string, SkippedRun[]> {
    const taken = new Map<string, SkippedRun[]>();
    for (const { topic, run } of this.#held.values()) {
      const runs = taken.get(topic);
      if (runs) runs.push(run);
      else taken.set(topic, [run]);
    }
    this.#held.clear();
    return taken;
  }

  /** Takes back what could not be written; what came meanwhile of the same key is newer. */
  restore(topic: string, runs: readonly SkippedRun[]): void {
    for (const run of runs) {
      const name = nameOf(topic, run.key);
      if (!this.#held.has(name)) this.#held.set(name, { topic, run });
    }
  }
}
