import { backoffMs } from '@nakku/platform';
import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphResponse } from '../subgraphs/subgraphRequest.ts';
import type { Subscriber } from './subscriber.ts';
import { isTransient } from './ownerFailures.ts';
import { Ring } from './ring.ts';
import type { RingLimits } from './ring.ts';
import type { UpstreamError, UpstreamSink } from './upstreams.ts';

/** What a group needs to know of its subscription. */
export interface Source {
  readonly resumable: boolean;
  /** Whether it begins with a snapshot on each connection, and tells states afterwards: hearing one twice is harmless. */
  readonly beginsWithSnapshot: boolean;
  /** Subscribes at the subgraph, after a cursor if one is given. */
  subscribe(after: string | undefined, sink: UpstreamSink): () => void;
  cursorOf(data: unknown): string | undefined;
  /** The payload of an event, with the other subgraphs' parts, serialised. Never throws. */
  payloadOf(event: SubgraphResponse): Promise<string>;
  /** Errors of the subgraph as clients may see them. */
  presented(errors: readonly UpstreamError[]): readonly GraphQLFormattedError[];
}

export interface GroupEvents {
  delivered(group: Group): void;
  ended(group: Group): void;
}

export interface GroupLimits extends RingLimits {
  /** Events that may wait for their other subgraphs' parts. */
  readonly waiting: number;
  /** How long a failing owner is retried before the subscribers get its errors, ms. */
  readonly ownerRetryTimeoutMs: number;
  /** How old a payload may be that is given to a joiner as the current state, ms. */
  readonly freshMs: number;
}

const firstRetryMs = 50;
const maxRetryMs = 1_000;

/**
 * Subscribers who get the same messages: one subscription upstream, one execution per event, one serialisation.
 * Events are executed in order. A lost upstream, or one that fails while it runs, is subscribed again after the last
 * event received, so that subscribers notice a pause at most; what is not resumable sends its snapshot anew.
 */
export class Group {
  readonly subscribers = new Set<Subscriber>();
  readonly ring: Ring;
  readonly #source: Source;
  readonly #events: GroupEvents;
  readonly #limits: GroupLimits;
  #received: string | undefined;
  #waiting: SubgraphResponse[] = [];
  #working = false;
  #stopUpstream: (() => void) | undefined;
  #retry: NodeJS.Timeout | undefined;
  #retries = 0;
  /** Since when the owner fails, epoch ms. */
  #failingSince: number | undefined;
  /** Set when the upstream has ended for good, and sent to the subscribers once all events are out. */
  #terminalMessage: ((subscriber: Subscriber) => void) | undefined;
  #closed = false;

  /** @param after the cursor to start from; undefined: from the current state */
  constructor(source: Source, events: GroupEvents, limits: GroupLimits, after: string | undefined) {
    this.#source = source;
    this.#events = events;
    this.#limits = limits;
    this.#received = after;
    this.resumes = after !== undefined;
    this.ring = new Ring(limits, after);
    this.#connect();
  }

  /** Whether it began after a cursor, not with the current state. */
  readonly resumes: boolean;

  /** Whether it has delivered nothing yet. */
  get isFresh(): boolean {
    return this.ring.last === undefined;
  }

  leave(subscriber: Subscriber): void {
    if (this.subscribers.delete(subscriber) && this.subscribers.size === 0) this.close();
  }

  /** Ends the upstream and forgets the subscribers, who hear nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#stopUpstream?.();
    this.#waiting = [];
    this.subscribers.clear();
    this.#events.ended(this);
  }

  #connect(): void {
    this.#stopUpstream = this.#source.subscribe(this.#received, {
      next: (event) => this.#receive(event),
      refused: (errors) => this.#fail(errors),
      completed: () => this.#finish((subscriber) => subscriber.sink.complete()),
      lost: () => this.#reconnectLater(),
    });
  }

  /** Whether the owner had accepted the subscription, here or where a subscriber comes from. */
  get #hasBegun(): boolean {
    return this.#received !== undefined || this.ring.last !== undefined;
  }

  /** A running subscription with a transient failure is retried after the last event received, until the retries time out. */
  #fail(errors: readonly UpstreamError[]): void {
    this.#stopUpstream?.();
    const now = Date.now();
    this.#failingSince ??= now;
    const isRetrying = now - this.#failingSince < this.#limits.ownerRetryTimeoutMs;
    if (isRetrying && this.#hasBegun && isTransient(errors)) this.#reconnectLater();
    else this.#finish((subscriber) => subscriber.sink.error(this.#source.presented(errors)));
  }

  #reconnectLater(): void {
    this.#stopUpstream = undefined;
    if (this.#closed || this.#retry) return;
    const wait =
      backoffMs(this.#retries, { firstMs: firstRetryMs, maxMs: maxRetryMs }) * (0.5 + Math.random());
    this.#retries += 1;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#connect();
    }, wait);
  }

  #receive(event: SubgraphResponse): void {
    if (this.#closed) return;
    const cursor = this.#source.cursorOf(event.data);
    // The owner could not read its own part: subscribers would get a step without content, and never hear of it again.
    if (this.#source.resumable && cursor === undefined) return this.#fail(event.errors ?? []);
    this.#retries = 0;
    this.#failingSince = undefined;
    this.#received = cursor ?? this.#received;
    this.#waiting.push(event);
    if (this.#waiting.length > this.#limits.waiting) {
      // Faster than the other subgraphs respond: stop listening, work off what is here, then resume.
      this.#stopUpstream?.();
      this.#stopUpstream = undefined;
      if (!this.#source.resumable) this.#waiting = [];
    }
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    for (let event = this.#waiting.shift(); event && !this.#closed; event = this.#waiting.shift()) {
      const text = await this.#source.payloadOf(event);
      if (this.#closed) break;
      this.#deliver(text, this.#source.cursorOf(event.data));
    }
    this.#working = false;
    if (this.#closed) return;
    if (this.#terminalMessage) this.#end(this.#terminalMessage);
    else if (!this.#stopUpstream) this.#reconnectLater();
  }

  #deliver(text: string, cursor: string | undefined): void {
    this.ring.push({ text, cursor: cursor ?? this.ring.cursor, at: Date.now() });
    for (const subscriber of [...this.subscribers]) subscriber.sink.next(text);
    this.#events.delivered(this);
  }

  #finish(terminalMessage: (subscriber: Subscriber) => void): void {
    this.#terminalMessage = terminalMessage;
    if (!this.#working && this.#waiting.length === 0) this.#end(terminalMessage);
  }

  #end(terminalMessage: (subscriber: Subscriber) => void): void {
    const subscribers = [...this.subscribers];
    this.close();
    for (const subscriber of subscribers) terminalMessage(subscriber);
  }
}
