/** Publish and subscribe within one process: what a server without a hub shares between its clients. */
export class Topic<Event> {
  readonly #listeners = new Set<(event: Event) => void>();
  #last: Event | undefined;

  publish(event: Event): void {
    this.#last = event;
    for (const listener of this.#listeners) listener(event);
  }

  /** The last event, if there was one, then all that follow. */
  follow(): AsyncIterableIterator<Event> {
    const waiting: Event[] = this.#last === undefined ? [] : [this.#last];
    let wake: (() => void) | undefined;
    let ended = false;
    const listener = (event: Event) => {
      waiting.push(event);
      wake?.();
    };
    this.#listeners.add(listener);
    const end = (): IteratorReturnResult<undefined> => ({ done: true, value: undefined });
    const iterator: AsyncIterableIterator<Event> = {
      next: async () => {
        if (waiting.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve));
        const value = waiting.shift();
        return value === undefined ? end() : { done: false, value };
      },
      return: async () => {
        ended = true;
        this.#listeners.delete(listener);
        wake?.();
        return end();
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }
}
