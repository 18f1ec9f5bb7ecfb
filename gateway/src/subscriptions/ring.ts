export interface Payload {
  /** Undefined for subscriptions that cannot resume. */
  readonly cursor: string | undefined;
  readonly text: string;
}

/** The last payloads of a group, for those who come back. */
export class Ring {
  readonly #size: number;
  readonly #start: string | undefined;
  #complete = true;
  #payloads: Payload[] = [];

  /** @param start the cursor after which the first payload comes; undefined if it is the current state */
  constructor(size: number, start: string | undefined) {
    this.#size = size;
    this.#start = start;
  }

  push(payload: Payload): void {
    this.#payloads.push(payload);
    if (this.#payloads.length > this.#size) {
      this.#payloads.shift();
      this.#complete = false;
    }
  }

  get last(): Payload | undefined {
    return this.#payloads.at(-1);
  }

  /** The cursor up to which everything was delivered: of the last payload, else the one it started from. */
  get cursor(): string | undefined {
    return this.#payloads.length > 0 ? this.last?.cursor : this.#start;
  }

  /** The payloads after `cursor`, or undefined if the ring does not know that cursor (any more). */
  after(cursor: string): readonly Payload[] | undefined {
    const at = this.#payloads.findLastIndex((p) => p.cursor === cursor);
    if (at >= 0) return this.#payloads.slice(at + 1);
    return this.#complete && this.#start === cursor ? [...this.#payloads] : undefined;
  }
}
