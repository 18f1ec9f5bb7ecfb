import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphAnswer } from '../execution/apolloTypes.ts';
import type { Member } from './member.ts';
import { Ring } from './ring.ts';
import type { UpstreamSink } from './upstreams.ts';

/** What a group needs to know of its subscription. */
export interface Source {
  readonly resumable: boolean;
  /** Subscribes at the subgraph, after a cursor if one is given. */
  subscribe(after: string | undefined, sink: UpstreamSink): () => void;
  cursorOf(data: unknown): string | undefined;
  /** The whole answer of an event, with the other subgraphs' parts, serialised. Never throws. */
  answer(event: SubgraphAnswer): Promise<string>;
  /** Errors of the subgraph as clients may see them. */
  presented(errors: readonly { readonly message: string }[]): readonly GraphQLFormattedError[];
}

export interface GroupEvents {
  delivered(group: Group): void;
  ended(group: Group): void;
}

export interface GroupLimits {
  /** Payloads kept for those who resume. */
  readonly ring: number;
  /** Events that may wait for their other subgraphs' parts. */
  readonly waiting: number;
}

const firstRetryMs = 50;
const longestRetryMs = 1_000;

/**
 * Subscribers who get the same messages: one subscription upstream, one execution per event, one serialisation.
 * Events are executed in order. A lost upstream is subscribed again after the last event received, so that members
 * notice a pause at most; what is not resumable sends its snapshot anew.
 */
export class Group {
  readonly members = new Set<Member>();
  readonly ring: Ring;
  readonly #source: Source;
  readonly #events: GroupEvents;
  readonly #limits: GroupLimits;
  #received: string | undefined;
  #waiting: SubgraphAnswer[] = [];
  #working = false;
  #stopUpstream: (() => void) | undefined;
  #retry: NodeJS.Timeout | undefined;
  #retries = 0;
  /** Set when the upstream has ended for good, and told to the members once all events are out. */
  #farewell: ((member: Member) => void) | undefined;
  #closed = false;

  /** @param after the cursor to start from; undefined: from the current state */
  constructor(source: Source, events: GroupEvents, limits: GroupLimits, after: string | undefined) {
    this.#source = source;
    this.#events = events;
    this.#limits = limits;
    this.#received = after;
    this.ring = new Ring(limits.ring, after);
    this.#connect();
  }

  /** Whether it has neither delivered nor received anything yet. */
  get isFresh(): boolean {
    return this.ring.last === undefined && this.#waiting.length === 0 && !this.#working;
  }

  leave(member: Member): void {
    if (this.members.delete(member) && this.members.size === 0) this.close();
  }

  /** Ends the upstream and forgets the members, who hear nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#stopUpstream?.();
    this.#waiting = [];
    this.members.clear();
    this.#events.ended(this);
  }

  #connect(): void {
    this.#stopUpstream = this.#source.subscribe(this.#received, {
      next: (event) => this.#receive(event),
      refused: (errors) => this.#finish((member) => member.sink.error(this.#source.presented(errors))),
      completed: () => this.#finish((member) => member.sink.complete()),
      lost: () => this.#reconnectLater(),
    });
  }

  #reconnectLater(): void {
    this.#stopUpstream = undefined;
    if (this.#closed || this.#retry) return;
    const wait = Math.min(firstRetryMs * 2 ** this.#retries, longestRetryMs) * (0.5 + Math.random());
    this.#retries += 1;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#connect();
    }, wait);
  }

  #receive(event: SubgraphAnswer): void {
    if (this.#closed) return;
    this.#retries = 0;
    this.#received = this.#source.cursorOf(event.data) ?? this.#received;
    this.#waiting.push(event);
    if (this.#waiting.length > this.#limits.waiting) {
      // Faster than the other subgraphs answer: stop listening, work off what is here, then resume.
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
      const text = await this.#source.answer(event);
      if (this.#closed) break;
      this.#deliver(text, this.#source.cursorOf(event.data));
    }
    this.#working = false;
    if (this.#closed) return;
    if (this.#farewell) this.#say(this.#farewell);
    else if (!this.#stopUpstream) this.#reconnectLater();
  }

  #deliver(text: string, cursor: string | undefined): void {
    this.ring.push({ text, cursor: cursor ?? this.ring.cursor });
    for (const member of [...this.members]) member.sink.next(text);
    this.#events.delivered(this);
  }

  #finish(farewell: (member: Member) => void): void {
    this.#farewell = farewell;
    if (!this.#working && this.#waiting.length === 0) this.#say(farewell);
  }

  #say(farewell: (member: Member) => void): void {
    const members = [...this.members];
    this.close();
    for (const member of members) farewell(member);
  }
}
