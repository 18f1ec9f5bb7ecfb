import type { Caller } from '@nakku/identity';
import { upstreamOperations } from './operations.ts';
import type { Subgraphs } from './subgraphs.ts';
import { Topic } from './topic.ts';

interface Entity {
  readonly __typename: string;
  readonly id: string;
}

type StockEvent = { stockChanged: { items: { product: Entity | unknown }[] } };
type OrderEvent = {
  orderUpdated: { order: { store: Entity | unknown; lines: { product: Entity | unknown }[] } };
};
type Arguments = Record<string, unknown>;
interface Context {
  readonly caller: Caller;
}

const anonymous: Caller = { kind: 'anonymous' };
const isEntity = (value: unknown): value is Entity =>
  typeof value === 'object' && value !== null && '__typename' in value;

/**
 * The two subscriptions for a server without a hub. The topic is what such a server does best: one subscription at
 * its owner and one join per event for all clients, who share it within the process. An order is its customer's
 * alone, so that each has a subscription at its owner and a join of its own.
 */
export function subscriptionsOf(subgraphs: Subgraphs) {
  const topics = new Map<string, Topic<StockEvent>>();

  async function put(holders: { product: Entity | unknown }[], caller: Caller): Promise<void> {
    const wanted = holders.map(({ product }) => product).filter(isEntity);
    const products = await subgraphs.entities('products', wanted, caller);
    for (const [i, holder] of holders.entries()) holder.product = products[i];
  }

  async function feed(topic: Topic<StockEvent>, variables: Arguments): Promise<void> {
    const { stockChanged } = upstreamOperations;
    const events = await subgraphs.subscribe<StockEvent>('inventory', stockChanged, variables, anonymous);
    for await (const { data } of events) {
      if (!data) continue;
      await put(data.stockChanged.items, anonymous);
      topic.publish(data);
    }
  }

  function topicOf(variables: Arguments): Topic<StockEvent> {
    const key = JSON.stringify(variables);
    const known = topics.get(key);
    if (known) return known;
    const topic = new Topic<StockEvent>();
    topics.set(key, topic);
    feed(topic, variables).catch((error: unknown) => {
      throw error;
    });
    return topic;
  }

  return {
    stockChanged: {
      subscribe: (_: unknown, variables: Arguments) => topicOf(variables).follow(),
    },
    orderUpdated: {
      subscribe: (_: unknown, variables: Arguments, { caller }: Context) =>
        subgraphs.subscribe<OrderEvent>('orders', upstreamOperations.orderUpdated, variables, caller),
      async resolve({ data }: { data?: OrderEvent | null }, _: Arguments, { caller }: Context) {
        if (!data) return null;
        const { order } = data.orderUpdated;
        const store = async () => {
          if (isEntity(order.store)) {
            [order.store] = await subgraphs.entities('inventory', [order.store], caller);
          }
        };
        await Promise.all([put(order.lines, caller), store()]);
        return data.orderUpdated;
      },
    },
  };
}
