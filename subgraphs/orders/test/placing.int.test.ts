import { noCheckoutOptions, checkoutOptions } from '@nakku/contracts';
import { customer, eventually } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { published } from './otherContexts.ts';
import { sampleQuote } from './sampleQuote.ts';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness } from './harness.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness();
}, 60_000);
afterAll(() => shop.stop());

async function countOf(sql: string, ...values: unknown[]): Promise<number> {
  const { rows } = await shop.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${sql}`,
    values,
  );
  return rows[0]?.count ?? -1;
}

describe('orderPlace', () => {
  test('writes what the quote says and publishes it once', async () => {
    const caller = customer();
    const quote = sampleQuote({ customerId: caller.userId });
    const paymentMethodId = uuidv7();
    const { order, userErrors } = await shop.place(
      caller,
      await shop.token(quote),
      uuidv7(),
      paymentMethodId,
    );
    expect(userErrors).toEqual([]);
    expect(order).toEqual({
      id: expect.any(String),
      number: expect.stringMatching(/^NK-\d{6}$/),
      status: 'PLACED',
      isCancelRequested: false,
      cancelReason: null,
      canCancel: true,
      eta: null,
      version: 1,
      placedAt: expect.any(String),
      customer: { id: caller.userId },
      store: { id: quote.storeId },
      lines: quote.lines.map((line) => ({
        id: expect.any(String),
        name: line.name,
        quantity: line.quantity,
        product: { id: line.productId },
        unitPrice: { amount: line.unitPrice, currency: 'EUR' },
        total: { amount: line.total },
        tax: { amount: line.tax },
        taxRate: 700,
        note: line.note,
        substitution: 'ASK',
      })),
      totals: {
        subtotal: { amount: 897 },
        deliveryFee: { amount: 290 },
        tip: { amount: 100 },
        tax: { amount: 78 },
        total: { amount: 1287, currency: 'EUR' },
        taxes: [
          { rate: 700, net: { amount: 1109 }, tax: { amount: 78 }, gross: { amount: 1187, currency: 'EUR' } },
        ],
      },
      address: quote.dropoff,
      promise: quote.promise,
      ...noCheckoutOptions,
      handover: 'LEFT_AT_DOOR',
      shortages: [],
      timeline: [{ sequence: 1, kind: 'PLACED', status: 'PLACED', detail: null }],
    });

    const [created] = await published(shop.capture, order.id, 1);
    expect(created).toMatchObject({ topic: 'orders', key: order.id, type: 'order.created', sequence: 1 });
    const { quoteId, cartId, cartOrderNo, storeId, lines, totals, discounts, pickup, dropoff, promise } =
      quote;
    expect(created?.data).toEqual({
      orderId: order.id,
      orderNumber: order.number,
      customerId: caller.userId,
      status: 'PLACED',
      at: order.placedAt,
      ...{ quoteId, cartId, cartOrderNo, storeId, totals, discounts, pickup, dropoff, promise },
      // Refunds by line name the line as the order shows it.
      lines: lines.map((line, i) => ({ ...line, orderLineId: order.lines[i].id })),
      ...checkoutOptions.parse(quote),
      paymentMethodId,
    });
  });

  test('the same key with another body is refused', async () => {
    const caller = customer();
    const key = uuidv7();
    const first = await shop.token(sampleQuote({ customerId: caller.userId }));
    const second = await shop.token(sampleQuote({ customerId: caller.userId }));
    expect((await shop.place(caller, first, key)).userErrors).toEqual([]);
    expect((await shop.place(caller, second, key)).userErrors).toEqual([
      expect.objectContaining({
        __typename: 'IdempotencyKeyReusedError',
        path: ['input', 'idempotencyKey'],
      }),
    ]);
    expect(await countOf('orders WHERE customer_id = $1', caller.userId)).toBe(1);
  });

  test('a key belongs to its caller', async () => {
    const key = uuidv7();
    for (const caller of [customer(), customer()]) {
      const token = await shop.token(sampleQuote({ customerId: caller.userId }));
      expect((await shop.place(caller, token, key)).userErrors).toEqual([]);
    }
  });

  test('two quotes of the same lines give one order', async () => {
    const { caller, quote, orderId } = await shop.placed();
    const again = sampleQuote({ customerId: caller.userId, cartId: quote.cartId, cartOrderNo: 1 });
    expect((await shop.place(caller, await shop.token(again))).userErrors).toEqual([
      expect.objectContaining({ __typename: 'CartAlreadyOrderedError', order: { id: orderId } }),
    ]);
  });

  test('a cart has one order in placement at a time, the next when that is confirmed', async () => {
    const first = await shop.placed();
    const { caller } = first;
    const token = await shop.token(
      sampleQuote({ customerId: caller.userId, cartId: first.quote.cartId, cartOrderNo: 2 }),
    );
    const key = uuidv7();
    const method = uuidv7();
    expect((await shop.place(caller, token, key, method)).userErrors).toEqual([
      expect.objectContaining({
        __typename: 'OrderInProgressError',
        code: 'ORDER_IN_PROGRESS',
        order: { id: first.orderId },
      }),
    ]);
    await shop.others.reserved(first);
    await published(shop.capture, first.orderId, 2);
    expect((await shop.place(caller, token, key, method)).order).toBeNull();
    await shop.others.payment(first, 'authorized');
    await published(shop.capture, first.orderId, 3);
    // A refusal is not kept: the same key may try again.
    expect((await shop.place(caller, token, key, method)).order.status).toBe('PLACED');
  });

  test('an ended quote is refused, unless its order is asked for again', async () => {
    const caller = customer();
    const quote = sampleQuote({ customerId: caller.userId });
    const old = await shop.token(quote, 301_000);
    const { order, userErrors } = await shop.place(caller, old);
    expect(order).toBeNull();
    expect(userErrors).toEqual([
      expect.objectContaining({
        __typename: 'QuoteExpiredError',
        code: 'QUOTE_EXPIRED',
        path: ['input', 'quoteToken'],
        expiredAt: expect.stringMatching(/^\d{4}-/),
      }),
    ]);
    expect(await countOf('orders WHERE customer_id = $1', caller.userId)).toBe(0);

    const ending = await shop.token(sampleQuote({ customerId: caller.userId }), 298_500);
    const [key, method] = [uuidv7(), uuidv7()];
    const placed = await shop.place(caller, ending, key, method);
    expect(placed.userErrors).toEqual([]);
    await eventually(async () => {
      const other = await shop.place(caller, ending);
      expect(other.userErrors[0]?.__typename).toBe('QuoteExpiredError');
    });
    expect((await shop.place(caller, ending, key, method)).order.id).toBe(placed.order.id);
  });

  test("another customer's quote is as invalid as a damaged one", async () => {
    const { quote, orderId } = await shop.placed();
    const stranger = customer();
    const invalid = {
      __typename: 'QuoteInvalidError',
      code: 'QUOTE_INVALID',
      path: ['input', 'quoteToken'],
      message: expect.any(String),
    };
    const token = await shop.token(quote);
    expect((await shop.place(stranger, token)).userErrors).toEqual([invalid]);
    expect((await shop.place(stranger, await shop.token(quote, 301_000))).userErrors).toEqual([invalid]);
    expect((await shop.place(stranger, `${token.slice(0, -4)}AAAA`)).userErrors).toEqual([invalid]);
    const sameCart = sampleQuote({ customerId: stranger.userId, cartId: quote.cartId });
    expect((await shop.place(stranger, await shop.token(sameCart))).userErrors).toEqual([invalid]);
    expect(await countOf('orders WHERE customer_id = $1', stranger.userId)).toBe(0);
    expect(await countOf('order_steps WHERE order_id = $1', orderId)).toBe(1);
  });
});

describe('cash', () => {
  const isKnown = (id: string, count: number) =>
    eventually(async () => expect(await countOf('payment_methods WHERE id = $1', id)).toBe(count));

  test('is refused for an order that is left at the door, and nothing is stored', async () => {
    const caller = customer();
    const [cash, card, foreign] = [uuidv7(), uuidv7(), uuidv7()];
    await shop.others.paymentMethod(cash, caller.userId, 'CASH');
    await shop.others.paymentMethod(card, caller.userId, 'CARD');
    await shop.others.paymentMethod(foreign, uuidv7(), 'CASH');
    for (const method of [cash, card, foreign]) await isKnown(method, 1);
    const quote = sampleQuote({ customerId: caller.userId, handover: 'LEFT_AT_DOOR' });
    const token = await shop.token(quote);
    const key = uuidv7();
    expect(await shop.place(caller, token, key, cash)).toEqual({
      order: null,
      userErrors: [
        {
          __typename: 'CashNotAcceptedError',
          message:
            'Cash is not accepted for an order that is left at the door. Choose another payment method or handover.',
          code: 'CASH_NOT_ACCEPTED',
          path: ['input', 'paymentMethodId'],
        },
      ],
    });
    expect(await countOf('orders WHERE customer_id = $1', caller.userId)).toBe(0);
    expect(await countOf('platform.idempotency_keys WHERE key = $1', key)).toBe(0);
    // The quote is still good for a card, and nobody learns how somebody else pays.
    expect((await shop.place(caller, token, key, card)).userErrors).toEqual([]);
    const other = await shop.token(sampleQuote({ customerId: caller.userId, handover: 'LEFT_AT_DOOR' }));
    expect((await shop.place(caller, other, uuidv7(), foreign)).userErrors).toEqual([]);
  });

  test('of a method that nobody told of yet is for payments to refuse: the order waits for another way to pay', async () => {
    const caller = customer();
    const unknown = uuidv7();
    const quote = sampleQuote({ customerId: caller.userId, handover: 'LEFT_AT_DOOR' });
    const { order, userErrors } = await shop.place(caller, await shop.token(quote), uuidv7(), unknown);
    expect(userErrors).toEqual([]);
    const placed = { orderId: order.id, storeId: quote.storeId, customerId: caller.userId };
    await shop.others.reserved(placed);
    const refused = { method: 'CASH', reason: 'METHOD_NOT_FOUND', exactReason: 'CASH_NOT_ACCEPTED' };
    await shop.others.payment(placed, 'failed', refused);
    await eventually(async () => {
      const { rows } = await shop.pool.query('SELECT status, payment_status FROM orders WHERE id = $1', [
        order.id,
      ]);
      expect(rows).toEqual([{ status: 'RESERVED', payment_status: 'FAILED' }]);
    });
  });

  test('is accepted for an order that is handed over, and a removed method is forgotten', async () => {
    const caller = customer();
    const cash = uuidv7();
    await shop.others.paymentMethod(cash, caller.userId, 'CASH');
    await isKnown(cash, 1);
    const quote = sampleQuote({ customerId: caller.userId, handover: 'CODE' });
    expect((await shop.place(caller, await shop.token(quote), uuidv7(), cash)).userErrors).toEqual([]);
    await shop.others.paymentMethod(cash, caller.userId, 'CASH', true);
    await isKnown(cash, 0);
  });
});
