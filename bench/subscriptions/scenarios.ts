import { setTimeout as wait } from 'node:timers/promises';
import { maxShown } from './changes.ts';
import type { Changes } from './changes.ts';
import type { Round, Scenario } from './measure.ts';
import { marks, operations } from './operations.ts';
import type { Tokens } from './tokens.ts';

/** Orders that change per second, or fewer if the database is slower than that. */
const pace = 100;
const atOnce = 8;
/** The sequences that orders go through while they are watched; the first round warms up. */
const steps = [3, 4, 5, 6];

/** Many anonymous clients on the stock of one product, which nobody changed before. */
export function oneTopic(changes: Changes, productId: string, sockets: number, rounds: number): Scenario {
  const warmUp = 3;
  const all = Array.from({ length: warmUp + rounds }, (_, i): Round => {
    const pieces = maxShown - 1 - i;
    return {
      mark: pieces,
      async change() {
        const committed = await changes.leave(productId, pieces);
        return () => committed;
      },
    };
  });
  const subscription = { variables: { productIds: [productId], storeId: changes.storeId } };
  return {
    query: operations.stockChanged,
    mark: marks.stockChanged,
    subscriptions: Array.from({ length: sockets }, () => subscription),
    warmUp: all.slice(0, warmUp),
    rounds: all.slice(warmUp),
  };
}

/** Each client signed in as another customer, on an order of its own; `pace` orders change per second. */
export async function ownOrders(changes: Changes, tokens: Tokens, sockets: number): Promise<Scenario> {
  const placed = await changes.place(sockets);
  const all = steps.map((sequence): Round => ({
    mark: sequence,
    async change() {
      const started = performance.now();
      const committed: number[] = [];
      const orders = placed.entries();
      const work = async (): Promise<void> => {
        for (const [i, { orderId }] of orders) {
          await wait(started + (i * 1_000) / pace - performance.now());
          committed[i] = await changes.advance(orderId, sequence);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      return (client) => committed[client] ?? 0;
    },
  }));
  return {
    query: operations.orderUpdated,
    mark: marks.orderUpdated,
    subscriptions: await Promise.all(
      placed.map(async ({ orderId, customerId }) => ({
        variables: { orderId },
        token: await tokens.of(customerId),
      })),
    ),
    warmUp: all.slice(0, 1),
    rounds: all.slice(1),
  };
}
