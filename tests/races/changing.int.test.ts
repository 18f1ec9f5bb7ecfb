import { eventually } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { published } from '../../subgraphs/orders/test/otherContexts.ts';
import { reach } from '../../subgraphs/orders/test/reach.ts';
import { startOrdersHarness } from '../../subgraphs/orders/test/harness.ts';
import type { OrdersHarness, Placed } from '../../subgraphs/orders/test/harness.ts';
import { startPaymentsHarness } from '../../subgraphs/payments/test/harness.ts';
import type { PaymentsHarness } from '../../subgraphs/payments/test/harness.ts';
import { raceTest } from './harness/race.ts';

let shop: OrdersHarness;
let payments: PaymentsHarness;
const bread = uuidv7();
beforeAll(async () => {
  [shop, payments] = await Promise.all([
    startOrdersHarness({ DURATIONS_PROFILE: 'production' }),
    startPaymentsHarness(),
  ]);
  await shop.others.product(bread, 'ACTIVE');
  await eventually(async () => {
    expect((await shop.pool.query('SELECT FROM catalogue_products')).rows).toHaveLength(1);
  });
}, 60_000);
afterAll(() => Promise.all([shop.stop(), payments.stop()]));

const document = `mutation ($input: OrderModifyInput!) { orderModify(input: $input) {
  order { id } userErrors { __typename } } }`;

async function modify({ orderId, caller }: Placed, over: Record<string, unknown>): Promise<string> {
  const input = { orderId, expectedVersion: 3, idempotencyKey: uuidv7(), ...over };
  const { data } = await shop.client.query(document, { input }, caller);
  return data?.orderModify.userErrors[0]?.__typename ?? 'done';
}
async function confirmed(): Promise<Placed> {
  const placed = await shop.placed();
  await reach(shop, placed, 'CONFIRMED');
  return placed;
}
async function rowOf({ orderId }: Placed) {
  const { rows } = await shop.pool.query(
    `SELECT o.status, o.cancel_requested, o.change, o.total::int, o.agreed_total::int,
       (SELECT sum(l.open)::int FROM order_lines l WHERE l.order_id = o.id) AS open
     FROM orders o WHERE o.id = $1`,
    [orderId],
  );
  return rows[0];
}

raceTest(
  'a change versus the start of packing',
  { invariant: 'the change is in the order that is packed, or it is refused', rounds: 10 },
  async (race) => {
    const placed = await confirmed();
    const { orderId, staff } = placed;
    const [changed, packed] = await race.start(
      [
        () => modify(placed, { instructions: 'Ring twice' }),
        async () => {
          await race.late(race.round);
          return (await shop.act('orderPackingStart', staff, orderId)).userErrors[0]?.__typename ?? 'done';
        },
      ],
      (outcome) => outcome === 'done',
    );
    expect(packed).toBe('done');
    expect(['done', 'InvalidOrderStateError']).toContain(changed);
    const events = await published(shop.capture, orderId, changed === 'done' ? 5 : 4);
    expect(events.slice(3).map(({ type }) => type)).toEqual(
      changed === 'done' ? ['order.modified', 'order.updated'] : ['order.updated'],
    );
    expect(await rowOf(placed)).toMatchObject({ status: 'PACKING', change: null, total: 1287, open: 6 });
  },
);

raceTest(
  'the last word on a change versus the start of packing',
  {
    invariant: 'it is packed with the change, or the change is closed and everything is as before',
    rounds: 10,
  },
  async (race) => {
    const placed = await confirmed();
    const { orderId, staff } = placed;
    expect(await modify(placed, { add: [{ productId: bread, quantity: 1 }] })).toBe('done');
    const [requested] = (await published(shop.capture, orderId, 4)).slice(3);
    const { changeId } = requested?.data as { changeId: string };
    await shop.others.change(placed, changeId);
    await published(shop.capture, orderId, 5);
    await race.start(
      [
        () => shop.others.payment(placed, 'increased', { changeId, amount: 1486 }),
        async () => {
          await race.late(race.round * 3);
          await shop.act('orderPackingStart', staff, orderId);
        },
      ],
      () => true,
    );
    const events = (await published(shop.capture, orderId, 7)).slice(5).map(({ type }) => type);
    const row = await rowOf(placed);
    const isMade = events[0] === 'order.modified';
    expect(row).toMatchObject({ status: 'PACKING', change: null, cancel_requested: null });
    expect([row.total, row.agreed_total, row.open]).toEqual(isMade ? [1486, 1486, 7] : [1287, 1287, 6]);
    if (!isMade) expect(events).toEqual(['order.change_closed', 'order.updated']);
  },
);

raceTest(
  'a change versus a cancel',
  { invariant: 'the cancel is requested, and no change waits any more', rounds: 10 },
  async (race) => {
    const placed = await confirmed();
    const { orderId, caller } = placed;
    const [changed, cancelled] = await race.start(
      [
        () => modify(placed, { add: [{ productId: bread, quantity: 1 }] }),
        async () => {
          await race.late(race.round);
          return (await shop.act('orderCancel', caller, orderId)).outcome ?? '';
        },
      ],
      (outcome) => outcome === 'done' || outcome === 'CANCELLATION_PENDING',
    );
    expect(cancelled).toBe('CANCELLATION_PENDING');
    const isLate = changed !== 'done';
    expect(isLate ? changed : 'CancellationPendingError').toBe('CancellationPendingError');
    const events = (await published(shop.capture, orderId, isLate ? 4 : 6)).slice(3).map(({ type }) => type);
    expect(events).toEqual(
      isLate
        ? ['order.cancel_requested']
        : ['order.change_requested', 'order.change_closed', 'order.cancel_requested'],
    );
    expect(await rowOf(placed)).toMatchObject({ change: null, total: 1287, open: 6 });
  },
);

raceTest(
  'an increase of a hold versus the cancel of its order',
  { invariant: 'nothing is held and nothing was taken', rounds: 6, timeoutMs: 120_000 },
  async (race) => {
    const token = race.round % 2 === 0 ? 'pm_card_visa' : 'pm_card_fixedHold';
    const { caller, order } = await payments.reserved(token);
    await payments.reaches(caller, order.orderId, 'AUTHORIZED');
    payments.provider.setFaults({ latencyMs: { min: 1, max: 20 } });
    await race.start(
      [
        () => order.changeReserved(uuidv7(), 3_100),
        async () => {
          await race.late(race.round * 8);
          await order.cancelled();
        },
      ],
      () => true,
    );
    await payments.reaches(caller, order.orderId, 'VOIDED');
    await eventually(() =>
      expect(payments.atProvider(order.orderId)).toMatchObject({ openHolds: 0, heldAmount: 0, captured: 0 }),
    );
  },
);
