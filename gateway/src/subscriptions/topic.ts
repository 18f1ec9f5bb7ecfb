import { Group } from './group.ts';
import type { GroupLimits, Source } from './group.ts';
import type { Subscriber } from './subscriber.ts';
import type { Payload } from './ring.ts';

/**
 * The groups of one subscription (equal document, variables and auth class), which differ in where they are: a main one
 * that began with the current state, one that asks for that state anew, and one for each cursor that somebody came back
 * with. Two that meet at the same place become one. Of what cannot resume but begins with a snapshot, joiners get one
 * of their own and then go on with the main group.
 */
export class Topic {
  readonly #source: Source;
  readonly #limits: GroupLimits;
  readonly #empty: () => void;
  readonly #groups = new Set<Group>();
  readonly #places = new Map<Subscriber, Group>();
  /** The group that began with the current state. */
  #main: Group | undefined;
  /** Groups that ask for a snapshot, with the main group and how much that had told when they began. */
  readonly #pending = new Map<Group, { readonly main: Group; readonly pushed: number }>();

  /** @param empty called when the last subscriber has gone */
  constructor(source: Source, limits: GroupLimits, empty: () => void) {
    this.#source = source;
    this.#limits = limits;
    this.#empty = empty;
  }

  get groups(): number {
    return this.#groups.size;
  }

  /** Lets a subscriber in: after a cursor with everything missed since, else with the current state. */
  join(subscriber: Subscriber, after: string | undefined): void {
    if (!this.#source.resumable) this.#joinSnapshot(subscriber);
    else if (after === undefined) this.#joinNow(subscriber);
    else this.#joinAfter(subscriber, after);
  }

  /** Up to which cursor the subscriber has got everything; undefined if there is none. */
  cursorOf(subscriber: Subscriber): string | undefined {
    return this.#places.get(subscriber)?.ring.cursor;
  }

  leave(subscriber: Subscriber): void {
    const group = this.#places.get(subscriber);
    this.#places.delete(subscriber);
    group?.leave(subscriber);
    if (this.#groups.size === 0) this.#empty();
  }

  /** A snapshot cannot be given a second time, so only a group that has not had its own takes others in. */
  #freshGroup(): Group {
    return [...this.#groups].find((group) => group.isFresh && !group.resumes) ?? this.#start(undefined);
  }

  #joinSnapshot(subscriber: Subscriber): void {
    const group = this.#freshGroup();
    if (!this.#main) this.#main = group;
    else if (group !== this.#main && !this.#pending.has(group)) {
      this.#pending.set(group, { main: this.#main, pushed: this.#main.ring.pushed });
    }
    this.#put(subscriber, group);
  }

  /**
   * The state that others were told last is given again only while it is fresh: what other subgraphs added to it may
   * have changed without a step. Otherwise a group of its own asks for it, and goes on with the others then.
   */
  #joinNow(subscriber: Subscriber): void {
    const state = this.#main?.ring.last;
    if (!this.#main || (state && Date.now() - state.at >= this.#limits.freshMs)) {
      const group = this.#freshGroup();
      this.#main ??= group;
      this.#put(subscriber, group);
      return;
    }
    this.#put(subscriber, this.#main);
    if (state) subscriber.sink.next(state.text);
  }

  #joinAfter(subscriber: Subscriber, after: string): void {
    for (const group of this.#groups) {
      const missed = group.ring.after(after);
      if (!missed) continue;
      this.#put(subscriber, group);
      for (const payload of missed) subscriber.sink.next(payload.text);
      return;
    }
    this.#put(subscriber, this.#start(after));
  }

  #put(subscriber: Subscriber, group: Group): void {
    this.#places.set(subscriber, group);
    group.subscribers.add(subscriber);
  }

  #start(after: string | undefined): Group {
    const events = {
      delivered: (group: Group) => this.#reconcile(group),
      ended: (group: Group) => {
        this.#groups.delete(group);
        this.#pending.delete(group);
        if (this.#main === group) this.#main = undefined;
      },
    };
    const group = new Group(this.#source, events, this.#limits, after);
    this.#groups.add(group);
    return group;
  }

  /**
   * After its snapshot a group goes on with the main one, and hears first what that told since the snapshot was asked
   * for: later changes are still to come there, earlier ones are in the snapshot.
   */
  #completeSnapshot(group: Group): void {
    const pending = this.#pending.get(group);
    this.#pending.delete(group);
    if (!pending || pending.main !== this.#main || !this.#source.beginsWithSnapshot) return;
    const missed = pending.main.ring.since(pending.pushed);
    if (missed) this.#move(group, pending.main, missed);
  }

  #move(from: Group, to: Group, missed: readonly Payload[]): void {
    const subscribers = [...from.subscribers];
    from.close();
    for (const subscriber of subscribers) {
      this.#put(subscriber, to);
      for (const payload of missed) subscriber.sink.next(payload.text);
    }
  }

  /** Joins groups that have met: one whose place the other remembers goes on with it. */
  #reconcile(moved: Group): void {
    if (!this.#source.resumable) return this.#completeSnapshot(moved);
    for (const other of this.#groups) {
      if (other === moved) continue;
      const [from, to] = moved === this.#main ? [other, moved] : [moved, other];
      const cursor = from.ring.cursor;
      const missed = cursor === undefined ? undefined : to.ring.after(cursor);
      if (!missed) continue;
      if (missed.length === 0) to.ring.refresh(from.ring.last);
      this.#move(from, to, missed);
      if (from === moved) return;
    }
  }
}
