import type { SkippedRun } from './plan.ts';

interface Held {
  readonly topic: string;
  readonly run: SkippedRun;
}

/**
 * Events without a handler at the end of a batch, by topic and key, that are not written down yet. Mostly the next event of
 * their key takes them along; what is left must be written before the group learns that their offsets are done.
 */
export class HeldRuns {
  readonly #held = new Map<string, Held>();

  hold(topic: string, runs: readonly SkippedRun[]): void {
    for (const run of runs) this.#held.set(`${topic}\n${run.key}`, { topic, run });
  }

  /** Hands out what is held of these keys. */
  take(topic: string, keys: Iterable<string>): Map<string, SkippedRun> {
    const taken = new Map<string, SkippedRun>();
    for (const key of keys) {
      const held = this.#held.get(`${topic}\n${key}`);
      if (!held) continue;
      this.#held.delete(`${topic}\n${key}`);
      taken.set(key, held.run);
    }
    return taken;
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
}
