import type { Violation } from '../invariants/index.ts';
import { ENDS } from '../load/watch.ts';
import type { Entry } from './history.ts';

/** What the databases say in the end of the orders in a history. */
export interface Truth {
  /** Order made by each key of `orderPlace`. */
  readonly orderOfKey: ReadonlyMap<string, string>;
  readonly statusOf: ReadonlyMap<string, string>;
  /** Kinds of the steps of each order, by sequence from 1. */
  readonly timelineOf: ReadonlyMap<string, readonly string[]>;
}

type Rule = (history: readonly Entry[], truth: Truth) => Violation[];

/** Each key with a response is one order, always the same; no two keys are one order. */
const placedOnce: Rule = (history, { orderOfKey }) => {
  const responses = new Map<string, string>();
  const keys = new Map<string, string>();
  const found: Violation[] = [];
  for (const entry of history) {
    if (entry.f !== 'place' || entry.type !== 'ok' || entry.orderId === undefined) continue;
    const { key, orderId } = entry;
    const before = responses.get(key) ?? orderId;
    if (before !== orderId) found.push({ id: key, detail: `returned ${before} and with ${orderId}` });
    const other = keys.get(orderId) ?? key;
    if (other !== key) found.push({ id: orderId, detail: `was made by ${other} and by ${key}` });
    if (orderOfKey.get(key) !== orderId)
      found.push({ id: key, detail: `returned ${orderId}, is ${orderOfKey.get(key) ?? 'unknown'}` });
    responses.set(key, orderId);
    keys.set(orderId, key);
  }
  return found;
};

/** A key whose every try was refused has made no order. */
const refusedHasNoEffect: Rule = (history, { orderOfKey }) => {
  const places = history.filter((entry) => entry.f === 'place');
  const may = new Set(
    places.flatMap((entry) => (entry.type === 'ok' || entry.type === 'info' ? [entry.key] : [])),
  );
  const completed = new Set(places.flatMap(({ of }) => of ?? []));
  // A call without an end is one that nobody knows of.
  for (const entry of places) if (entry.type === 'invoke' && !completed.has(entry.index)) may.add(entry.key);
  const refused = new Set(places.map(({ key }) => key).filter((key) => !may.has(key)));
  return [...refused]
    .filter((key) => orderOfKey.has(key))
    .map((key) => ({ id: key, detail: `was refused, and is order ${orderOfKey.get(key)}` }));
};

/** The watcher of an order is told every step once, in order, as it is in the timeline, to the end. */
const watchedWhole: Rule = (history, { timelineOf }) => {
  const last = new Map<string, Extract<Entry, { f: 'watch' }>>();
  const found: Violation[] = [];
  for (const entry of history) {
    if (entry.f !== 'watch') continue;
    const { orderId, sequence, kind, version } = entry;
    const before = last.get(orderId);
    if (before && sequence !== before.sequence + 1)
      found.push({ id: orderId, detail: `its watcher was told ${before.sequence}, then ${sequence}` });
    if (before && version < before.version)
      found.push({ id: orderId, detail: `its watcher saw version ${before.version}, then ${version}` });
    const real = timelineOf.get(orderId)?.[sequence - 1];
    if (real !== kind)
      found.push({
        id: orderId,
        detail: `step ${sequence} is ${real ?? 'none'}, its watcher was told ${kind}`,
      });
    last.set(orderId, entry);
  }
  for (const entry of history)
    if (entry.f === 'place' && entry.orderId !== undefined && !last.has(entry.orderId))
      found.push({ id: entry.orderId, detail: 'its watcher was told nothing' });
  for (const [orderId, { status }] of last)
    if (!ENDS.has(status)) found.push({ id: orderId, detail: `its watcher was told ${status} last, no end` });
  return found;
};

/** What a customer was told of an order is not taken back by a read that begins later. */
const readsNeverGoBack: Rule = (history) => {
  const seen = new Map<string, number>();
  const atInvoke = new Map<number, number>();
  const found: Violation[] = [];
  for (const entry of history) {
    if (entry.f === 'place' && entry.type === 'ok' && entry.orderId !== undefined)
      seen.set(entry.orderId, Math.max(seen.get(entry.orderId) ?? 0, 1));
    if (entry.f !== 'read' && entry.f !== 'watch') continue;
    const known = seen.get(entry.orderId) ?? 0;
    if (entry.f === 'read' && entry.type === 'invoke') atInvoke.set(entry.index, known);
    if (entry.type !== 'ok' || entry.version === undefined) continue;
    const floor = entry.f === 'read' ? (atInvoke.get(entry.of ?? -1) ?? 0) : 0;
    if (entry.version < floor)
      found.push({ id: entry.orderId, detail: `version ${entry.version} was read after ${floor}` });
    seen.set(entry.orderId, Math.max(known, entry.version));
  }
  return found;
};

/** A cancellation that was granted at once is the order's end. */
const cancelledStays: Rule = (history, { statusOf }) =>
  history.flatMap((entry): Violation[] => {
    if (entry.f !== 'cancel' || entry.type !== 'ok' || entry.outcome !== 'CANCELLED') return [];
    const status = statusOf.get(entry.orderId);
    return status === 'CANCELLED'
      ? []
      : [{ id: entry.orderId, detail: `was cancelled by its customer, is ${status ?? 'unknown'}` }];
  });

const RULES: readonly { readonly name: string; readonly rule: string; readonly find: Rule }[] = [
  {
    name: 'each key of orderPlace is one order',
    rule: 'every response to a key names the same order, and no other key does',
    find: placedOnce,
  },
  {
    name: 'what was refused had no effect',
    rule: 'a key whose every try was refused has made no order',
    find: refusedHasNoEffect,
  },
  {
    name: 'watchers miss nothing',
    rule: 'each watcher is told every step of the timeline once, in order, to the end',
    find: watchedWhole,
  },
  {
    name: 'reads never go back',
    rule: 'a read shows at least what its customer was told before it began',
    find: readsNeverGoBack,
  },
  {
    name: 'cancelled stays cancelled',
    rule: 'an order whose cancellation was granted at once ends CANCELLED',
    find: cancelledStays,
  },
];

export interface Judgement {
  readonly name: string;
  readonly rule: string;
  readonly violations: readonly Violation[];
}

/** Compares what clients were told with what is true in the end. Pure. */
export const judge = (history: readonly Entry[], truth: Truth): Judgement[] =>
  RULES.map(({ name, rule, find }) => ({ name, rule, violations: find(history, truth) }));
