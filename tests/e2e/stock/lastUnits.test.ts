import type { Customer } from '../harness/accounts.ts';
import { closeAll, newCustomer } from '../harness/accounts.ts';
import { brokenInvariants } from '../harness/invariants.ts';
import { providerTotals } from '../harness/provider.ts';
import type { Basket } from '../harness/shopping.ts';
import { cancel, cartOf, fillCart, orderWhen, placeOrder, product } from '../harness/shopping.ts';
import { countStock, stockOf } from '../harness/stock.ts';
import { until } from '../harness/waiting.ts';

afterAll(closeAll);

const LAST = 5;
const BUYERS = 16;
const scarce = product(30).productId;
const plenty = product(31).productId;

interface Buyer {
  readonly customer: Customer;
  readonly basket: Basket;
}

test(`the last ${LAST} pieces and ${BUYERS} buyers at once: ${LAST} get one, nobody more`, async () => {
  await countStock(scarce, LAST);
  const plentyBefore = await stockOf(plenty);
  const buyers: Buyer[] = await Promise.all(
    Array.from({ length: BUYERS }, async (_, index) => {
      const customer = await newCustomer(`Buyer${index} Last`);
      // In two orders of lines, so that the locks must be taken in a third.
      const ifUnavailable = 'ALL_OR_NOTHING';
      const lines = [scarce, plenty].map((productId) => ({ productId, quantity: 1, ifUnavailable }));
      return { customer, basket: await fillCart(customer, index % 2 === 0 ? lines : lines.reverse()) };
    }),
  );
  const placed = await Promise.all(
    buyers.map(async ({ customer, basket }) => ({ customer, ...(await placeOrder(customer, basket)) })),
  );
  const decided = await Promise.all(
    placed.map(async ({ customer, orderId, cartId }) => ({
      customer,
      cartId,
      order: await orderWhen(
        customer,
        orderId,
        ({ status }) => status === 'CONFIRMED' || status === 'CANCELLED',
      ),
    })),
  );
  const got = decided.filter(({ order }) => order.status === 'CONFIRMED');
  const missed = decided.filter(({ order }) => order.status === 'CANCELLED');
  expect([got.length, missed.length]).toEqual([LAST, BUYERS - LAST]);
  expect(missed.map(({ order }) => order.cancelReason)).toEqual(missed.map(() => 'OUT_OF_STOCK'));
  expect(await stockOf(scarce)).toEqual({ onHand: LAST, reserved: LAST });
  // All or nothing, as they wanted: who missed the scarce one holds nothing of the other either.
  await until(
    () => stockOf(plenty),
    ({ onHand, reserved }) => onHand === plentyBefore.onHand && reserved === plentyBefore.reserved + LAST,
  );
  for (const { customer, cartId, order } of missed) {
    const lines = () => cartOf(customer, cartId);
    expect(await until(lines, (found) => Object.keys(found).length === 2)).toEqual({
      [scarce]: 1,
      [plenty]: 1,
    });
    expect(await providerTotals(order.id)).toBeUndefined();
  }

  // What one gives back another can have.
  const [first] = got;
  const [late] = missed;
  if (!first || !late) throw new Error('nobody bought');
  expect(await cancel(first.customer, first.order.id)).toBe('CANCELLATION_PENDING');
  await until(
    () => stockOf(scarce),
    ({ reserved }) => reserved === LAST - 1,
  );
  const again = await placeOrder(
    late.customer,
    await fillCart(late.customer, [{ productId: scarce, quantity: 1 }]),
  );
  await orderWhen(late.customer, again.orderId, ({ status }) => status === 'CONFIRMED');
  expect(await stockOf(scarce)).toEqual({ onHand: LAST, reserved: LAST });
  await Promise.all(
    [...got.slice(1), { customer: late.customer, order: { id: again.orderId } }].map(
      async ({ customer, order }) => {
        await cancel(customer, order.id);
        await orderWhen(customer, order.id, ({ status }) => status === 'CANCELLED');
      },
    ),
  );
  await until(
    () => stockOf(scarce),
    ({ reserved }) => reserved === 0,
  );
  expect(await stockOf(scarce)).toEqual({ onHand: LAST, reserved: 0 });
});

test('after all of it every invariant holds', async () => {
  expect(await brokenInvariants()).toBe('');
}, 90_000);
