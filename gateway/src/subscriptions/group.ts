import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphAnswer } from '../request/apolloTypes.ts';
import type { Member } from './subscriber.ts';
import { mayPass } from './ownerFailures.ts';
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
  /** The whole answer of an event, with the other subgraphs' parts, serialised. Never throws. */
  answer(event: SubgraphAnswer): Promise<string>;
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
  /** How long an owner that fails is asked again before the members are told, ms. */
  readonly patienceMs: number;
  /** How old a payload may be that is given to a joiner as the current state, ms. */
  readonly freshMs: number;
}

const firstRetryMs = 50;
const longestRetryMs = 1_000;

/**
 * Subscribers who get the same messages: one subscription upstream, one execution per event, one serialisation.
 * Events are executed in order. A lost upstream, or one that fails while it runs, is subscribed again after the last
 * event received, so that members notice a pause at most; what is not resumable sends its snapshot anew.
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
  /** Since when the owner fails, epoch ms. */
  #failingSince: number | undefined;
  /** Set when the upstream has ended for good, and told to the members once all events are out. */
  #farewell: ((member: Member) => void) | undefined;
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
      refused: (errors) => this.#fail(errors),
      completed: () => this.#finish((member) => member.sink.complete()),
      lost: () => this.#reconnectLater(),
    });
  }

  /** Whether the owner had accepted the subscription, here or where a member comes from. */
  get #hasBegun(): boolean {
    return this.#received !== undefined || this.ring.last !== undefined;
  }

  /** What had begun and may pass is asked for again after the last event received, until patience ends. */
  #fail(errors: readonly UpstreamError[]): void {
    this.#stopUpstream?.();
    const now = Date.now();
    this.#failingSince ??= now;
    const isPatient = now - this.#failingSince < this.#limits.patienceMs;
    if (isPatient && this.#hasBegun && mayPass(errors)) this.#reconnectLater();
    else this.#finish((member) => member.sink.error(this.#source.presented(errors)));
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
    const cursor = this.#source.cursorOf(event.data);
    // The owner could not read its own part: members would get a step without content, and never hear of it again.
    if (this.#source.resumable && cursor === undefined) return this.#fail(event.errors ?? []);
    this.#retries = 0;
    this.#failingSince = undefined;
    this.#received = cursor ?? this.#received;
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
    this.ring.push({ text, cursor: cursor ?? this.ring.cursor, at: Date.now() });
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
