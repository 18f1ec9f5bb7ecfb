import { published } from './otherContexts.ts';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness } from './harness.ts';
import { sampleQuote } from './sampleQuote.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness();
}, 60_000);
afterAll(() => shop.stop());

const lineFields =
  'name quantity status openQuantity pickedQuantity shortQuantity total { amount } finalTotal { amount } ifUnavailable substitution';

test('what the store has is the order: one line is short, the amount follows, and the rest is delivered', async () => {
  const placed = await shop.placed();
  const { orderId, caller, staff, quote } = placed;
  const bananas = quote.lines[2]?.productId ?? '';
  const shortages = [{ productId: bananas, requested: 3, available: 1 }];
  await shop.others.reserved(placed, { shortages });
  const events = await published(shop.capture, orderId, 4);
  expect(events.map(({ type }) => type)).toEqual([
    'order.created',
    'order.line_short',
    'order.totals_changed',
    'order.reserved',
  ]);
  expect(events[1]?.data).toMatchObject({
    lineId: quote.lines[2]?.lineId,
    productId: bananas,
    quantity: 2,
    noticed: 'PLACEMENT',
  });
  // 3 × 199 + 1 × 100, with 2.90 € delivery and 1.00 € tip.
  expect(events[2]?.data).toMatchObject({ totals: { subtotal: 697, total: 1087 } });
  const created: readonly { lineId: string; orderLineId: string }[] = Object(events[0]?.data).lines;
  const orderLineOf = (lineId: string) => created.find((line) => line.lineId === lineId)?.orderLineId;
  expect(Object(events[2]?.data).lines).toEqual(
    quote.lines.map(({ lineId, productId, quantity, total }) =>
      productId === bananas
        ? { lineId, orderLineId: orderLineOf(lineId), productId, quantity: 1, total: 100 }
        : { lineId, orderLineId: orderLineOf(lineId), productId, quantity, total },
    ),
  );
  expect(events[3]?.data).toMatchObject({ amount: 1087, status: 'RESERVED' });

  await shop.others.payment(placed, 'authorized', { amount: 1087 });
  const confirmed = (await published(shop.capture, orderId, 5)).at(-1);
  expect(Object(confirmed?.data).lines).toEqual(
    [
      { productId: quote.lines[0]?.productId ?? '', quantity: 3 },
      { productId: bananas, quantity: 1 },
    ].sort((a, b) => (a.productId < b.productId ? -1 : 1)),
  );
  await shop.act('orderPackingStart', staff, orderId);
  await shop.pick(staff, orderId);
  await shop.act('orderPackingFinish', staff, orderId);
  const { data } = await shop.client.query(
    `query ($id: ID!) { order(id: $id) {
      version agreedTotal { amount } totals { subtotal { amount } total { amount } }
      lines { ${lineFields} } shortages { requested available } timeline { kind detail } } }`,
    { id: orderId },
    caller,
  );
  expect(data?.order).toEqual({
    version: 8,
    agreedTotal: { amount: 1287 },
    totals: { subtotal: { amount: 697 }, total: { amount: 1087 } },
    lines: [2, 1]
      .map((quantity) => ({
        ...{ name: 'milk', quantity, status: 'PICKED' },
        ...{ openQuantity: 0, pickedQuantity: quantity, shortQuantity: 0 },
        total: { amount: quantity * 199 },
        finalTotal: { amount: quantity * 199 },
        ...{ ifUnavailable: 'MY_CHOICE', substitution: 'ASK' },
      }))
      .concat({
        ...{ name: 'bananas', quantity: 3, status: 'PICKED' },
        ...{ openQuantity: 0, pickedQuantity: 1, shortQuantity: 2 },
        total: { amount: 300 },
        finalTotal: { amount: 100 },
        ...{ ifUnavailable: 'MY_CHOICE', substitution: 'ASK' },
      }),
    shortages: [{ requested: 3, available: 1 }],
    timeline: [
      { kind: 'PLACED', detail: null },
      { kind: 'LINE_SHORT', detail: '2 × bananas not available.' },
      { kind: 'TOTAL_CHANGED', detail: 'The total has changed from 12.87 EUR to 10.87 EUR.' },
      { kind: 'RESERVED', detail: null },
      { kind: 'CONFIRMED', detail: null },
      { kind: 'PACKING_STARTED', detail: null },
      { kind: 'LINE_PICKED', detail: 'Picked: 4. To pick: 0.' },
      { kind: 'READY', detail: null },
    ],
  });
  await shop.others.delivery(placed, 'started', { status: 'PICKED_UP', courierId: caller.userId });
  await shop.others.delivery(placed, 'completed', {
    status: 'DELIVERED',
    courierId: caller.userId,
    proof: 'CODE',
  });
  const completed = (await published(shop.capture, orderId, 10)).at(-1);
  expect(completed).toMatchObject({ type: 'order.completed', data: { amount: 1087 } });
});

test('a line that wants all or nothing ends the order, and nothing of it changes', async () => {
  const quote = sampleQuote();
  const lines = quote.lines.map((line) => ({ ...line, ifUnavailable: 'ALL_OR_NOTHING' as const }));
  const placed = await shop.placed({ lines });
  const shortages = [{ productId: lines[2]?.productId ?? '', requested: 3, available: 2 }];
  await shop.others.reserved(placed, { shortages });
  const [, cancelled] = await published(shop.capture, placed.orderId, 2);
  expect(cancelled).toMatchObject({
    type: 'order.cancelled',
    data: { reason: 'OUT_OF_STOCK', wasConfirmed: false },
  });
  const order = await shop.order(placed.orderId, placed.caller);
  expect(order).toMatchObject({ status: 'CANCELLED', version: 2, totals: { total: { amount: 1287 } } });
  expect(order.lines.map(({ substitution }: { substitution: string }) => substitution)).toEqual([
    'DENY',
    'DENY',
    'DENY',
  ]);
});
