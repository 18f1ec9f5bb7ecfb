import { overWebSocket } from '../../../gateway/test/support/clients.ts';
import type { Customer } from '../harness/accounts.ts';
import { closedAtTheEnd, closeAll, newCustomer } from '../harness/accounts.ts';
import { brokenInvariants } from '../harness/invariants.ts';
import { order, orderInStatus, orderWhen, product } from '../harness/shopping.ts';
import type { Courier } from '../harness/staff.ts';
import { courierOnShift, pack } from '../harness/staff.ts';
import type { Replica } from '../harness/system.ts';
import { SUBGRAPHS, system } from '../harness/system.ts';
import { until } from '../harness/waiting.ts';
import type { Follower } from './followers.ts';
import { histories, historyKey, startFollower } from './followers.ts';

const { productId } = product(111);
/** A start, and the session time-out of the consumer group that lost a member. */
const BACK_MS = 60_000;
const replicas: Replica[] = [];
let gateway2: Replica;
let customer: Customer;
let courier: Courier;

beforeAll(async () => {
  const [orders2, delivery2] = [await system.replica('orders'), await system.replica('delivery')];
  const urls = Object.fromEntries(SUBGRAPHS.map((name) => [name, `${system.url(name)}/graphql`]));
  gateway2 = await system.replica('gateway', {
    SUBGRAPH_URLS: JSON.stringify({
      ...urls,
      orders: `${orders2.url}/graphql`,
      delivery: `${delivery2.url}/graphql`,
    }),
  });
  replicas.push(gateway2, orders2, delivery2);
  courier = await courierOnShift();
  customer = await newCustomer('Rike Replica');
}, 120_000);
afterAll(async () => {
  await closeAll();
  await system.start('orders').catch(() => undefined);
  for (const replica of replicas) await system.endReplica(replica, 'stop');
  await system.whenReady('orders');
}, 120_000);

const follow = (
  o: Pick<Follower, 'kind' | 'about'> & { gatewayUrl: string; orderId: string; after?: string },
) => startFollower({ ...o, accessToken: customer.accessToken });

/** Waits until the last thing that was told is this. */
const receives = (follower: Follower, kind: string) =>
  until(
    () => follower.receivedSteps(),
    (receivedSteps) => receivedSteps.at(-1)?.includes(kind) ?? false,
    BACK_MS,
  );

test('two gateways over two of orders and of delivery: what one does all hear, and a client moves to the other', async () => {
  const { orderId } = await order(customer, [{ productId, quantity: 1 }], { handover: 'CODE' });
  await orderWhen(customer, orderId, ({ delivery }) => delivery !== null);
  const [first, second] = [system.gatewayUrl, gateway2.url];
  const here = follow({ kind: 'graphql-ws', about: 'order', orderId, gatewayUrl: first });
  const there = follow({ kind: 'graphql-sse', about: 'order', orderId, gatewayUrl: second });
  const ride = follow({ kind: 'Apollo Client over HTTP', about: 'delivery', orderId, gatewayUrl: second });
  for (const one of [here, there, ride])
    await until(one.receivedSteps, (receivedSteps) => receivedSteps.length > 0);
  await pack(orderId);
  await Promise.all([receives(here, 'READY'), receives(there, 'READY')]);
  const before = here.receivedSteps();

  await system.stop('orders');
  const deliveryId = await courier.accept(orderId);
  await Promise.all([receives(there, 'DELIVERY_UPDATED'), receives(ride, 'ASSIGNED')]);
  expect(here.receivedSteps()).toEqual(before);
  const moved = follow({
    kind: 'Apollo Client over graphql-ws',
    about: 'order',
    orderId,
    gatewayUrl: second,
    after: here.cursor(),
  });
  await receives(moved, 'DELIVERY_UPDATED');
  const resumed = [...before, ...moved.receivedSteps()];
  expect(resumed).toEqual((await histories([orderId])).get(historyKey(here))?.slice(-resumed.length));

  await system.start('orders');
  await receives(here, 'DELIVERY_UPDATED');
  const position = overWebSocket(
    { url: second },
    `subscription { courierPosition(orderId: "${orderId}") { isSnapshot position { at } } }`,
    { token: () => customer.accessToken },
  );
  closedAtTheEnd({ close: async () => position.stop() });
  await until(
    () => position.messages.length,
    (received) => received > 0,
  );
  await courier.arrive(deliveryId);
  await courier.pickUp(deliveryId);
  const { delivery } = await orderInStatus(customer, orderId, 'OUT_FOR_DELIVERY');
  await courier.handOver(deliveryId, delivery?.handoverCode ?? '');
  // The right to see the courier ends with the ride.
  await until(
    () => JSON.stringify(position.ends),
    (ends) => ends.includes('"ACCESS_ENDED"'),
  );
  await orderWhen(customer, orderId, ({ payment }) => payment?.status === 'CAPTURED');

  const all = [here, there, ride];
  const wholeOf = async (): Promise<unknown> => {
    const owners = await histories([orderId]);
    return all.map((one) => owners.get(historyKey(one))?.slice(-one.receivedSteps().length));
  };
  await Promise.all([here, there, moved].map((one) => receives(one, 'PAYMENT_UPDATED')));
  await until(
    async () => JSON.stringify([all.map((one) => one.receivedSteps()), await wholeOf()]),
    (both) => both === JSON.stringify([JSON.parse(both)[1], JSON.parse(both)[1]]),
  );
  expect([...before, ...moved.receivedSteps()]).toEqual(here.receivedSteps());
  expect(all.flatMap((one) => one.failures())).toEqual([]);
}, 180_000);

test('after all of it every invariant holds', async () => {
  expect(await brokenInvariants()).toBe('');
}, 90_000);
