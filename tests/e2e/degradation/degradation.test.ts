import { z } from 'zod';
import type { Customer } from '../harness/accounts.ts';
import { closeAll, newCustomer } from '../harness/accounts.ts';
import { brokenInvariants } from '../harness/invariants.ts';
import { post } from '../harness/raw.ts';
import type { RawResponse } from '../harness/raw.ts';
import { cancel, order, orderInStatus, orderWhen, product } from '../harness/shopping.ts';
import { SUBGRAPHS, system } from '../harness/system.ts';
import { until } from '../harness/waiting.ts';

const { productId, name } = product(90);
const TIMEOUT_MS = 5_000;
/** A circuit opens after a handful of failures instead of twenty, and stays open while the test looks. */
const IMPATIENT = {
  SUBGRAPH_TIMEOUT_MS: String(TIMEOUT_MS),
  CIRCUIT_MINIMUM_FETCHES: '4',
  CIRCUIT_OPEN_MS: '2000',
};
/** Pools of all services are back so soon after their database. */
const POOLS_BACK_MS = 10_000;

let customer: Customer;
beforeAll(async () => {
  customer = await newCustomer('Delia Degraded');
});
afterAll(async () => {
  await system.signal('delivery', 'SIGCONT');
  await system.restart('gateway', {
    SUBGRAPH_TIMEOUT_MS: '',
    CIRCUIT_MINIMUM_FETCHES: '',
    CIRCUIT_OPEN_MS: '',
  });
  await closeAll();
});

const browse = (): Promise<RawResponse> =>
  post({
    query: 'query ($search: String!) { products(search: $search, first: 3) { edges { node { id } } } }',
    variables: { search: name },
  });
const withDelivery = (orderId: string): Promise<RawResponse> =>
  post({
    query: 'query ($id: ID!) { order(id: $id) { status lines { quantity } delivery { status } } }',
    variables: { id: orderId },
    token: customer.accessToken,
  });
const response = z.object({
  order: z.object({
    status: z.string(),
    lines: z.array(z.object({ quantity: z.number() })),
    delivery: z.object({ status: z.string() }).nullable(),
  }),
});

/** 0 closed, 1 half open, 2 open. */
async function circuitTo(subgraph: string): Promise<number> {
  const text = await (await fetch(`${system.internalUrl('gateway')}/metrics`)).text();
  const line = text
    .split('\n')
    .find((one) => one.startsWith('subgraph_circuit_state{') && one.includes(`subgraph="${subgraph}"`));
  return Number(line?.slice(line.lastIndexOf(' ') + 1));
}

test('a subgraph that hangs: its fields are null within the deadline, nobody else waits, its circuit opens', async () => {
  const { orderId } = await order(customer, [{ productId, quantity: 1 }]);
  await orderWhen(customer, orderId, ({ delivery }) => delivery !== null);
  // An order that has ended stays as it is while the test looks.
  await cancel(customer, orderId);
  await orderInStatus(customer, orderId, 'CANCELLED');
  await system.restart('gateway', IMPATIENT);
  await system.signal('delivery', 'SIGSTOP');

  let isOver = false;
  const slow = withDelivery(orderId).finally(() => (isOver = true));
  for (const browsed of await Promise.all([browse(), browse(), browse(), browse()])) {
    expect(JSON.stringify(browsed.data)).toContain(productId);
    expect(browsed.errors).toBeUndefined();
  }
  expect(isOver).toBe(false);
  const partial = await slow;
  expect(partial.status).toBe(200);
  expect(response.parse(partial.data).order).toEqual({
    status: 'CANCELLED',
    lines: [{ quantity: 1 }],
    delivery: null,
  });
  expect(partial.errors).toHaveLength(1);

  await Promise.all([1, 2, 3, 4].map(() => withDelivery(orderId)));
  expect(await circuitTo('delivery')).toBe(2);
  expect(await circuitTo('orders')).toBe(0);
  expect(response.parse((await withDelivery(orderId)).data).order.delivery).toBeNull();

  await system.signal('delivery', 'SIGCONT');
  const whole = await until(
    () => withDelivery(orderId),
    ({ errors }) => errors === undefined,
  );
  expect(response.parse(whole.data).order.delivery).toEqual({ status: 'CANCELLED' });
  expect(await circuitTo('delivery')).toBe(0);
}, 120_000);

async function isReady(service: (typeof SUBGRAPHS)[number]): Promise<boolean> {
  const ready = await fetch(`${system.url(service)}/ready`);
  await ready.arrayBuffer();
  return ready.ok;
}

test('the database restarts: the pools of all services are back within ten seconds, and orders go on', async () => {
  const { orderId } = await order(customer, [{ productId, quantity: 1 }]);
  await system.kill('postgres');
  await system.whenReady('postgres');
  const ready = await until(
    () => Promise.all(SUBGRAPHS.map(isReady)),
    (all) => all.every(Boolean),
    POOLS_BACK_MS,
  );
  expect(ready).toEqual(SUBGRAPHS.map(() => true));
  await orderWhen(customer, orderId, ({ delivery }) => delivery !== null, 60_000);
  await cancel(customer, orderId);
  await orderWhen(
    customer,
    orderId,
    ({ status, payment }) => status === 'CANCELLED' && payment?.status === 'VOIDED',
  );
}, 120_000);

test('after all of it every invariant holds', async () => {
  expect(await brokenInvariants()).toBe('');
}, 90_000);
