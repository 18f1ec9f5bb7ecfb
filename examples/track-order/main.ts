// Tracks an order live: npx tsx --conditions=@nakku/source examples/track-order/main.ts [order's id]
// Without an id it takes the last order of the demo customer. Stop the gateway, start it again: it misses nothing.
import { createNakkuClient } from '@nakku/client';
import { MyOrdersDocument, OrderWatchDocument } from '@nakku/client/operations';
import type { OrderWatchSubscription } from '@nakku/client/operations';
import { DEMO_PASSWORD, demoCustomer } from '@nakku/demo';
import { WebSocket } from 'ws';

const ENDS = ['DELIVERED', 'CANCELLED', 'RETURNED'];

const nakku = createNakkuClient({
  url: process.env.NAKKU_URL ?? 'http://127.0.0.1:4000/graphql',
  webSocketImpl: WebSocket, // browsers, and Node from 22 on, have their own
});

async function lastOrder(): Promise<string> {
  const { orders } = await nakku.execute(MyOrdersDocument, {});
  const last = orders?.edges[0]?.node.id;
  if (last === undefined) throw new Error('There is no order yet: npm run demo places one');
  return last;
}

function print({ step, order }: NonNullable<OrderWatchSubscription['orderUpdated']>): void {
  const courier = order.delivery?.courier;
  console.log(
    [
      new Date(step.at).toLocaleTimeString(),
      order.number,
      step.status.padEnd(16),
      step.kind.toLowerCase().replaceAll('_', ' '),
      order.payment ? `payment ${order.payment.status.toLowerCase()}` : '',
      courier ? `${courier.displayName} by ${courier.vehicle.toLowerCase()}` : '',
    ]
      .filter((part) => part !== '')
      .join('  '),
  );
}

try {
  await nakku.session.signIn(demoCustomer.email, DEMO_PASSWORD);
  const orderId = process.argv[2] ?? (await lastOrder());
  const updates = nakku.follow(
    OrderWatchDocument,
    { orderId },
    {
      cursorOf: ({ orderUpdated }) => orderUpdated?.cursor,
      onBreak: () => console.log('the line broke, going on where it was'),
    },
  );
  for await (const { orderUpdated } of updates) {
    if (!orderUpdated) continue;
    print(orderUpdated);
    if (ENDS.includes(orderUpdated.step.status)) break;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await nakku.close();
}
