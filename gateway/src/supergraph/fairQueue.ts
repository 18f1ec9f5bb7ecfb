/** Work that waits, taken in turn from each client: who has much waiting delays nobody but itself. */
export class FairQueue<Item> {
  /** By client; whose turn it is comes first. */
  readonly #waiting = new Map<string, Item[]>();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  lengthOf(client: string): number {
    return this.#waiting.get(client)?.length ?? 0;
  }

  add(client: string, item: Item): void {
    const own = this.#waiting.get(client) ?? [];
    own.push(item);
    this.#waiting.set(client, own);
    this.#length += 1;
  }

  /** The next item; undefined if nothing waits. */
  take(): Item | undefined {
    const [next] = this.#waiting;
    if (!next) return undefined;
    const [client, own] = next;
    const item = own.shift();
    // It comes last now, if more of it waits.
    this.#waiting.delete(client);
    if (own.length > 0) this.#waiting.set(client, own);
    this.#length -= 1;
    return item;
  }
}
