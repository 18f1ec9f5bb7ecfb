import type { ReceivedEvent } from '@nakku/contracts';
import type { Transaction } from '@nakku/platform';

type Project<Event, Tx> = (events: readonly Event[], tx: Transaction<Tx>) => Promise<void>;

/** A handler that can apply the newest events of many keys in one transaction. */
export interface Projection<Event, Tx> {
  (event: Event, tx: Transaction<Tx>): Promise<void>;
  readonly project: Project<Event, Tx>;
  /** It counts no event twice and needs no order: see `unorderedProjection`. */
  readonly isUnordered: boolean;
}

/**
 * The handler of events that carry the full state of their keys (topics where the latest wins), for rows that only
 * follow them. What arrives together is applied together: `project` gets one event per key, the newest, in the order
 * of the keys. It must lock its rows in that order.
 */
export function projection<Event, Tx>(project: Project<Event, Tx>): Projection<Event, Tx> {
  return projectionOf(project, false);
}

/**
 * The handler of events whose effect is the same in any order and however often they come, on topics of any ordering. What
 * arrives together is applied together: `project` gets every event, with duplicates, in no order. Neither position nor
 * inbox is kept, so all handlers of such a topic must be of this kind, and `project` must be idempotent and commutative.
 */
export function unorderedProjection<Event, Tx>(project: Project<Event, Tx>): Projection<Event, Tx> {
  return projectionOf(project, true);
}

function projectionOf<Event, Tx>(project: Project<Event, Tx>, isUnordered: boolean): Projection<Event, Tx> {
  const one = (event: Event, tx: Transaction<Tx>) => project([event], tx);
  return Object.assign(one, { project, isUnordered });
}

/** The other way of calling a handler, if it has one. */
export function projectOf<Tx>(handle: unknown): Project<ReceivedEvent, Tx> | undefined {
  return isProjection<Tx>(handle) ? handle.project : undefined;
}

/** Whether a handler needs neither order nor inbox. */
export function isUnordered(handle: unknown): boolean {
  return isProjection(handle) && handle.isUnordered;
}

function isProjection<Tx>(handle: unknown): handle is Projection<ReceivedEvent, Tx> {
  return typeof handle === 'function' && 'project' in handle && typeof handle.project === 'function';
}
