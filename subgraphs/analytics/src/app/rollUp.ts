import type { Transaction } from '@nakku/platform';
import { contributionsOf, nothing } from '../domain/contributions.ts';
import { Delta } from '../domain/delta.ts';
import { factOf } from '../domain/observe.ts';
import type { ObservedEvent, OrderEvent, StoreEvent } from '../domain/observe.ts';
import { mergeFacts, noFact } from '../domain/orderFact.ts';
import type { OrderFact } from '../domain/orderFact.ts';
import { countEvents } from '../metrics.ts';
import type { Tx } from '../store/database.ts';
import { factsOf, pendingOrders, saveFacts } from '../store/facts.ts';
import type { KeptFact } from '../store/facts.ts';
import { liveGenerations, lockRollups } from '../store/generations.ts';
import { applyDelta } from '../store/rollups.ts';
import { addStores, knownStores } from '../store/stores.ts';
import type { MeasuredStore } from '../store/stores.ts';

/** Hours for which minutes are kept. */
export const MINUTES_KEPT_MS = 48 * 3_600_000;

const isStoreEvent = (event: ObservedEvent): event is StoreEvent => event.type.startsWith('store.');

/** What several events recorded of each order. */
export function factsByOrder(events: readonly OrderEvent[]): Map<string, OrderFact> {
  const facts = new Map<string, OrderFact>();
  for (const event of events) {
    const { orderId } = event.data;
    const known = facts.get(orderId);
    facts.set(orderId, known ? mergeFacts(known, factOf(event)) : factOf(event));
  }
  return facts;
}

/**
 * Takes a batch of events into the rollups of every generation that is kept. Their order does not matter, nor whether some came
 * before: the rollups change by the difference that the facts of each order make.
 * @param generations default: the current one, and one that is being rebuilt
 */
export async function rollUp(
  tx: Transaction<Tx>,
  { now }: { readonly now: () => Date },
  events: readonly ObservedEvent[],
  generations?: readonly number[],
): Promise<void> {
  countEvents(events.length);
  await lockRollups(tx.db);
  const stores = events.filter(isStoreEvent).map(({ data: { store } }) => store);
  const facts = factsByOrder(events.filter((event): event is OrderEvent => !isStoreEvent(event)));
  for (const generation of generations ?? (await liveGenerations(tx.db))) {
    if (stores.length > 0) await addStores(tx.db, generation, stores);
    await applyFacts(tx.db, generation, facts, now());
  }
}

/** Adds facts to a generation and corrects its rollups; the caller holds the lock. */
export async function applyFacts(
  db: Tx,
  generation: number,
  facts: ReadonlyMap<string, OrderFact>,
  now: Date,
): Promise<void> {
  if (facts.size === 0) return;
  const known = await factsOf(db, generation, [...facts.keys()]);
  const stores = await knownStores(db, generation);
  const delta = new Delta(now.getTime() - MINUTES_KEPT_MS);
  const saved = [...facts].map(([orderId, recorded]) => {
    const before = known.get(orderId);
    const fact = mergeFacts(before?.fact ?? noFact, recorded);
    return correct(delta, stores, orderId, before, fact);
  });
  await saveFacts(db, generation, saved);
  await applyDelta(db, generation, delta);
}

/** Replaces what an order contributed before by what it contributes now. */
function correct(
  delta: Delta,
  stores: ReadonlyMap<string, MeasuredStore>,
  orderId: string,
  before: KeptFact | undefined,
  fact: OrderFact,
): KeptFact {
  const storeId = fact.placed?.storeId ?? null;
  const store = storeId === null ? undefined : stores.get(storeId);
  if (!store) return { orderId, fact, pendingStoreId: storeId };
  const wasRolledUp = before !== undefined && before.pendingStoreId === null;
  delta.add(store, wasRolledUp ? contributionsOf(before.fact) : nothing, -1);
  delta.add(store, contributionsOf(fact), 1);
  return { orderId, fact, pendingStoreId: null };
}

/**
 * Rolls up orders that were known before their store was.
 * @returns how many; 0 when none waits
 */
export async function rollUpPending(
  tx: Transaction<Tx>,
  { now }: { readonly now: () => Date },
  limit: number,
): Promise<number> {
  await lockRollups(tx.db);
  let count = 0;
  for (const generation of await liveGenerations(tx.db)) {
    const orderIds = await pendingOrders(tx.db, generation, limit);
    count += orderIds.length;
    await applyFacts(tx.db, generation, new Map(orderIds.map((id) => [id, noFact])), now());
  }
  return count;
}
