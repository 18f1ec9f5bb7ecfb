import type { PaymentsHarness } from '../../subgraphs/payments/test/harness.ts';
import { startPaymentsHarness } from '../../subgraphs/payments/test/harness.ts';
import { published } from '../../subgraphs/orders/test/otherContexts.ts';
import { reach } from '../../subgraphs/orders/test/reach.ts';
import type { OrdersHarness } from '../../subgraphs/orders/test/harness.ts';
import { startOrdersHarness } from '../../subgraphs/orders/test/harness.ts';
import { raceTest, times } from './harness/race.ts';

describe('in orders', () => {
  let shop: OrdersHarness;
  beforeAll(async () => {
    shop = await startOrdersHarness();
  }, 60_000);
  afterAll(() => shop.stop());

  raceTest(
    'pay versus cancel',
    { invariant: 'one comes first, and status, response and events agree', rounds: 12 },
    async (race) => {
      const placed = await shop.placed();
      const { orderId, caller } = placed;
      await reach(shop, placed, 'RESERVED');
      let outcome: string | undefined;
      await race.start(
        [
          async () => {
            await race.late(race.round / 3);
            ({ outcome } = await shop.act('orderCancel', caller, orderId));
            return outcome === 'CANCELLED';
          },
          async () => {
            await shop.others.payment(placed, 'authorized');
            return false;
          },
        ],
        (isCancelled) => isCancelled,
      );
      expect(['CANCELLED', 'CANCELLATION_PENDING']).toContain(outcome);
      const isCancelled = outcome === 'CANCELLED';
      const events = await published(shop.capture, orderId, isCancelled ? 3 : 4);
      expect(events.slice(2).map(({ type }) => type)).toEqual(
        isCancelled ? ['order.cancelled'] : ['order.confirmed', 'order.cancel_requested'],
      );
      const order = await shop.order(orderId, caller);
      expect([order.status, order.isCancelRequested]).toEqual(
        isCancelled ? ['CANCELLED', false] : ['CONFIRMED', true],
      );
    },
  );
});

describe('at the payment provider', () => {
  let w: PaymentsHarness;
  beforeAll(async () => {
    w = await startPaymentsHarness();
    await w.another();
  }, 60_000);
  afterAll(() => w.stop());

  raceTest(
    'a cancel behind the authorisation, whatever the two workers are doing',
    { invariant: 'nothing is taken and nothing stays held' },
    async (race) => {
      const orders = await Promise.all(times(10, () => w.reserved('pm_card_visa')));
      await race.start(
        orders.map(({ order }, index) => async () => {
          await race.late(4 * index);
          await order.cancelled();
        }),
        () => false,
      );
      for (const { caller, order } of orders) {
        await w.reaches(caller, order.orderId, 'VOIDED');
        expect(w.atProvider(order.orderId)).toMatchObject({ captured: 0, openHolds: 0, heldAmount: 0 });
      }
    },
  );
});
