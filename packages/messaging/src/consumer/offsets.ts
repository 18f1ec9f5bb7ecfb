/** Next offsets by topic and partition that were worked off and not yet committed to the group. */
export class UncommittedOffsets {
  readonly #next = new Map<string, { topic: string; partition: number; offset: string }>();

  /** `last` is the last offset that is done with. */
  done(topic: string, partition: number, last: string): void {
    this.#next.set(`${topic} ${partition}`, { topic, partition, offset: String(BigInt(last) + 1n) });
  }

  /** Hands them out and forgets them: a commit that fails only costs reading them again. */
  take(): { topic: string; partition: number; offset: string }[] {
    const taken = [...this.#next.values()];
    this.#next.clear();
    return taken;
  }
}
