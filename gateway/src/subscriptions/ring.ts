export interface Payload {
  /** Undefined for subscriptions that cannot resume. */
  readonly cursor: string | undefined;
  readonly text: string;
  /** When it was made, epoch ms: what other subgraphs added was so then. */
  readonly at: number;
}

export interface RingLimits {
  /** Maximum number of payloads. */
  readonly ring: number;
  /** Maximum characters of all payloads together; the last one stays in any case. */
  readonly ringCharacters: number;
}

/** The last payloads of a group, for those who come back. */
export class Ring {
  readonly #limits: RingLimits;
  readonly #start: string | undefined;
  #complete = true;
  #payloads: Payload[] = [];
  #characters = 0;
  #pushed = 0;

  /** @param start the cursor after which the first payload comes; undefined if it is the current state */
  constructor(limits: RingLimits, start: string | undefined) {
    this.#limits = limits;
    this.#start = start;
  }

  push(payload: Payload): void {
    this.#pushed += 1;
    this.#payloads.push(payload);
    this.#characters += payload.text.length;
    while (this.#isOver()) {
      this.#characters -= this.#payloads.shift()?.text.length ?? 0;
      this.#complete = false;
    }
  }

  #isOver(): boolean {
    const { ring, ringCharacters } = this.#limits;
    return this.#payloads.length > ring || (this.#payloads.length > 1 && this.#characters > ringCharacters);
  }

  get last(): Payload | undefined {
    return this.#payloads.at(-1);
  }

  /** Takes a payload in the place of the last one, if it is of the same cursor and was made later. */
  refresh(payload: Payload | undefined): void {
    const known = this.last;
    if (!payload || !known || known.cursor !== payload.cursor || known.at >= payload.at) return;
    this.#payloads.pop();
    this.#characters -= known.text.length;
    this.push(payload);
  }

  /** How many payloads there ever were. */
  get pushed(): number {
    return this.#pushed;
  }

  /** The payloads since there were `pushed` of them, or undefined if some of these are gone. */
  since(pushed: number): readonly Payload[] | undefined {
    const first = this.#payloads.length - (this.#pushed - pushed);
    return first < 0 ? undefined : this.#payloads.slice(first);
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
