import type { Customer } from '../e2e/harness/accounts.ts';
import { closeAll, newCustomer } from '../e2e/harness/accounts.ts';
import { brokenInvariants } from '../e2e/harness/invariants.ts';
import { cancel, order, orderInStatus, orderOf, orderWhen, product } from '../e2e/harness/shopping.ts';
import { system } from '../e2e/harness/system.ts';
import { until } from '../e2e/harness/waiting.ts';

const { productId } = product(80);
const AWAY_MS = 60_000;
const CUSTOMERS = 12;
/** A broker that starts, services that find it again, and all that waits. */
const DRAINED_MS = 60_000;

const since = (start: number): number => performance.now() - start;
let customers: readonly Customer[];
beforeAll(async () => {
  const names = Array.from({ length: CUSTOMERS }, (_, index) => `Otto Outage ${index}`);
  customers = await Promise.all(names.map((name) => newCustomer(name)));
}, 120_000);
afterAll(async () => {
  // Whatever failed: the next tests need it.
  await system.start('kafka').catch(() => undefined);
  await closeAll();
}, 60_000);

test('while the broker is away for a minute orders are taken, and all are confirmed when it is back', async () => {
  const placed: { readonly customer: Customer; readonly orderId: string }[] = [];
  await system.stop('kafka');
  const left = performance.now();
  for (const [index, customer] of customers.entries()) {
    const dueMs = (index * AWAY_MS) / CUSTOMERS;
    await until(
      () => since(left),
      (awayMs) => awayMs >= dueMs,
    );
    const { orderId } = await order(customer, [{ productId, quantity: 1 }]);
    placed.push({ customer, orderId });
  }
  await until(
    () => since(left),
    (awayMs) => awayMs >= AWAY_MS,
  );
  for (const { customer, orderId } of placed) {
    const { status, timeline } = await orderOf(customer, orderId);
    expect({ status, steps: timeline.map(({ kind }) => kind) }).toEqual({
      status: 'PLACED',
      steps: ['PLACED'],
    });
  }
  const awayMs = since(left);
  const back = performance.now();
  await system.start('kafka');
  const confirmedMs = await Promise.all(
    placed.map(async ({ customer, orderId }) => {
      await orderWhen(customer, orderId, ({ status }) => status === 'CONFIRMED', DRAINED_MS);
      return since(back);
    }),
  );
  process.stdout.write(
    `broker away ${Math.round(awayMs)} ms: ${placed.length} orders taken, ` +
      `all confirmed ${Math.round(Math.max(...confirmedMs))} ms after it was told to start\n`,
  );
  expect(new Set(placed.map(({ orderId }) => orderId)).size).toBe(CUSTOMERS);
  for (const { customer, orderId } of placed) {
    await cancel(customer, orderId);
    const { cancelReason } = await orderInStatus(customer, orderId, 'CANCELLED');
    expect(cancelReason).toBe('CUSTOMER_REQUEST');
  }
}, 300_000);

test('after it every invariant holds', async () => {
  expect(await brokenInvariants()).toBe('');
}, 90_000);
