import { typeDefsOf } from '@nakku/graphql-kit';
import type { UserCaller } from '@nakku/identity';
import { admin, anonymous, courier, customer, mutationCases, operatorCases, operator } from '@nakku/testkit';
import type { MutationCase } from '@nakku/testkit';
import { v7 } from 'uuid';
import type { OrderEvents } from './orderEvents.ts';
import { startPaymentsHarness } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

const carla = customer();
const fullCustomer = customer();

describe('mutations of payments', () => {
  let w: PaymentsHarness;
  let methodId = '';
  let foreignMethodId = '';
  /** Failed: it may be retried; captured: it may be refunded. */
  let failed: OrderEvents;
  let held: OrderEvents;
  let captured: OrderEvents;

  beforeAll(async () => {
    w = await startPaymentsHarness({ webhooks: false });
    methodId = await w.addMethod(carla, 'pm_card_visa');
    foreignMethodId = await w.addMethod(customer(), 'pm_card_visa');
    for (let n = 0; n < 20; n += 1) await w.addMethod(fullCustomer, null);
    const placed = async (method: string, status: string): Promise<OrderEvents> => {
      const order = w.order(carla, { methodId: method, amount: 1_000 });
      await order.created();
      await order.reserved();
      await w.reaches(carla, order.orderId, status);
      return order;
    };
    failed = await placed(foreignMethodId, 'FAILED');
    held = await placed(methodId, 'AUTHORIZED');
    captured = await placed(methodId, 'AUTHORIZED');
    await captured.completed();
    await w.reaches(carla, captured.orderId, 'CAPTURED');
    await w.pool.query(
      `INSERT INTO payment_alerts (id, payment_id, kind, detail)
       SELECT $1, id, 'DISPUTED', 'dispute dp_1' FROM payments WHERE order_id = $2`,
      [alertId, captured.orderId],
    );
  });
  afterAll(() => w.stop());
  const alertId = v7();

  const staff = (): UserCaller => operator([captured.storeId]);
  const invalid = (...path: string[]): MutationCase['refused'] => ({
    userError: 'InvalidInputError',
    path,
    code: 'INVALID_INPUT',
  });
  const notFound = (...path: string[]): MutationCase['refused'] => ({
    userError: 'NotFoundError',
    path,
    code: 'NOT_FOUND',
  });
  /** What is refused of a decision on a refund, whichever it is. */
  const deciding = (): MutationCase[] => [
    ...[
      ['a guest', anonymous(), { error: 'UNAUTHENTICATED' }] as const,
      ['the customer', carla, { error: 'FORBIDDEN' }] as const,
      ['a courier', courier(), { error: 'FORBIDDEN' }] as const,
      ['a missing refund', admin(), notFound('refundId')] as const,
    ].map(([title, caller, refused]) => ({
      title,
      caller,
      args: { refundId: v7(), reason: 'Checked' },
      refused,
    })),
    ...[
      ['no refund id', { refundId: 'x' }, invalid('refundId')] as const,
      ['no reason', { reason: ' ' }, invalid('reason')] as const,
      ['a reason that is too long', { reason: 'x'.repeat(201) }, invalid('reason')] as const,
    ].map(([title, more, refused]) => ({
      title,
      caller: admin(),
      args: { refundId: v7(), reason: 'Checked', ...more },
      refused,
    })),
  ];
  /** Callers without the scope of a customer. */
  const notCustomers = (args: () => Record<string, unknown>): MutationCase[] => [
    { title: 'a guest', caller: anonymous(), args, refused: { error: 'UNAUTHENTICATED' } },
    { title: 'a courier', caller: courier(), args, refused: { error: 'FORBIDDEN' } },
    { title: 'a store operator', caller: operator([v7()]), args, refused: { error: 'FORBIDDEN' } },
    { title: 'an admin', caller: admin(), args, refused: { error: 'FORBIDDEN' } },
  ];

  const adding = (more: Record<string, unknown>) => () => ({
    input: { kind: 'CARD', cardToken: 'pm_card_visa', isDefault: false, idempotencyKey: v7(), ...more },
  });
  const addCase = (
    title: string,
    more: Record<string, unknown>,
    refused: MutationCase['refused'],
    caller = carla,
  ): MutationCase => ({ title, caller, args: adding(more), refused });

  const retrying = (more: () => Record<string, unknown>) => () => ({
    input: { orderId: failed.orderId, paymentMethodId: methodId, idempotencyKey: v7(), ...more() },
  });
  const retryCase = (
    title: string,
    more: () => Record<string, unknown>,
    refused: MutationCase['refused'],
    caller = carla,
  ): MutationCase => ({ title, caller, args: retrying(more), refused });

  const refunding = (more: () => Record<string, unknown>) => () => ({
    input: { orderId: captured.orderId, amount: 100, reason: 'Broken', idempotencyKey: v7(), ...more() },
  });
  const refundCase = (
    title: string,
    more: () => Record<string, unknown>,
    refused: MutationCase['refused'],
    caller?: UserCaller,
  ): MutationCase => ({ title, caller: caller ?? admin(), args: refunding(more), refused });

  const choosing: readonly MutationCase[] = [
    ...notCustomers(() => ({ paymentMethodId: methodId })),
    {
      title: 'no identifier',
      caller: carla,
      args: { paymentMethodId: 'x' },
      refused: invalid('paymentMethodId'),
    },
    {
      title: 'a missing method',
      caller: carla,
      args: { paymentMethodId: v7() },
      refused: notFound('paymentMethodId'),
    },
    {
      title: "another customer's method",
      caller: carla,
      args: () => ({ paymentMethodId: foreignMethodId }),
      refused: notFound('paymentMethodId'),
    },
    {
      title: 'a customer without any method',
      caller: customer(),
      args: () => ({ paymentMethodId: methodId }),
      refused: notFound('paymentMethodId'),
    },
  ];

  mutationCases({
    typeDefs: typeDefsOf('payments'),
    // Cards that were tried count, also those that are refused.
    auditTables: ['public.payment_budgets'],
    service: () => ({ databaseUrl: w.world.databaseUrl, execute: w.client.query }),
    cases: {
      ...operatorCases('payments'),
      paymentMethodAdd: [
        ...notCustomers(adding({})),
        addCase('a card without a token', { cardToken: null }, invalid('input', 'cardToken')),
        addCase('an empty token', { cardToken: '' }, invalid('input', 'cardToken')),
        addCase('a token with other characters', { cardToken: 'pm card' }, invalid('input', 'cardToken')),
        addCase('a token that is too long', { cardToken: 'x'.repeat(256) }, invalid('input', 'cardToken')),
        addCase('cash with a token', { kind: 'CASH' }, invalid('input', 'cardToken')),
        addCase('no key', { idempotencyKey: '' }, invalid('input', 'idempotencyKey')),
        addCase(
          'a key that is too long',
          { idempotencyKey: 'x'.repeat(256) },
          invalid('input', 'idempotencyKey'),
        ),
        addCase(
          'a card that the provider does not know',
          { cardToken: 'pm_card_unheard_of' },
          {
            userError: 'CardRefusedError',
            path: ['input', 'cardToken'],
            code: 'CARD_REFUSED',
          },
        ),
        addCase(
          'one more than there may be',
          { kind: 'CASH', cardToken: null },
          { userError: 'PaymentMethodLimitError', path: ['input'], code: 'PAYMENT_METHOD_LIMIT' },
          fullCustomer,
        ),
      ],
      paymentMethodRemove: choosing,
      paymentMethodSetDefault: choosing,
      paymentRetry: [
        ...notCustomers(retrying(() => ({}))),
        retryCase('no order id', () => ({ orderId: 'x' }), invalid('input', 'orderId')),
        retryCase('no method id', () => ({ paymentMethodId: 'x' }), invalid('input', 'paymentMethodId')),
        retryCase('no key', () => ({ idempotencyKey: '' }), invalid('input', 'idempotencyKey')),
        retryCase('a missing order', () => ({ orderId: v7() }), notFound('input', 'orderId')),
        retryCase("another customer's order", () => ({}), notFound('input', 'orderId'), customer()),
        retryCase(
          'a missing method',
          () => ({ paymentMethodId: v7() }),
          notFound('input', 'paymentMethodId'),
        ),
        retryCase(
          "another customer's method",
          () => ({ paymentMethodId: foreignMethodId }),
          notFound('input', 'paymentMethodId'),
        ),
        retryCase('an order whose amount is held', () => ({ orderId: held.orderId }), {
          userError: 'InvalidPaymentStateError',
          path: ['input', 'orderId'],
          code: 'INVALID_PAYMENT_STATE',
        }),
      ],
      paymentAlertResolve: [
        ...[
          ['a guest', anonymous(), { error: 'UNAUTHENTICATED' }] as const,
          ['the customer', carla, { error: 'FORBIDDEN' }] as const,
          ['a courier', courier(), { error: 'FORBIDDEN' }] as const,
          ["another store's operator", operator([v7()]), notFound('alertId')] as const,
        ].map(([title, caller, refused]) => ({
          title,
          caller,
          args: { alertId, reason: 'Done' },
          refused,
        })),
        ...[
          ['no alert id', { alertId: 'x' }, invalid('alertId')] as const,
          ['a missing alert', { alertId: v7() }, notFound('alertId')] as const,
          ['no reason', { reason: ' ' }, invalid('reason')] as const,
          ['a reason that is too long', { reason: 'x'.repeat(201) }, invalid('reason')] as const,
        ].map(([title, more, refused]) => ({
          title,
          caller: admin(),
          args: { alertId, reason: 'Done', ...more },
          refused,
        })),
      ],
      paymentRefundApprove: deciding(),
      paymentRefundReject: deciding(),
      paymentRefund: [
        {
          title: 'a guest',
          caller: anonymous(),
          args: refunding(() => ({})),
          refused: { error: 'UNAUTHENTICATED' },
        },
        {
          title: 'the customer',
          caller: carla,
          args: refunding(() => ({})),
          refused: { error: 'FORBIDDEN' },
        },
        {
          title: 'a courier',
          caller: courier(),
          args: refunding(() => ({})),
          refused: { error: 'FORBIDDEN' },
        },
        refundCase("another store's operator", () => ({}), notFound('input', 'orderId'), operator([v7()])),
        refundCase('no order id', () => ({ orderId: 'x' }), invalid('input', 'orderId')),
        refundCase('a missing order', () => ({ orderId: v7() }), notFound('input', 'orderId')),
        refundCase('nothing', () => ({ amount: 0 }), invalid('input', 'amount')),
        refundCase('less than nothing', () => ({ amount: -5 }), invalid('input', 'amount')),
        refundCase('no reason', () => ({ reason: ' ' }), invalid('input', 'reason')),
        refundCase(
          'a reason that is too long',
          () => ({ reason: 'x'.repeat(201) }),
          invalid('input', 'reason'),
        ),
        refundCase('no key', () => ({ idempotencyKey: '' }), invalid('input', 'idempotencyKey')),
        refundCase('no line', () => ({ amount: null, lines: [] }), invalid('input', 'lines')),
        refundCase(
          'a line and an amount',
          () => ({ lines: [{ lineId: captured.lineId }] }),
          invalid('input', 'amount'),
        ),
        refundCase(
          'no id of a line',
          () => ({ amount: null, lines: [{ lineId: 'x' }] }),
          invalid('input', 'lines', '0', 'lineId'),
        ),
        refundCase(
          "another order's line",
          () => ({ amount: null, lines: [{ lineId: held.lineId }] }),
          notFound('input', 'lines', '0', 'lineId'),
        ),
        refundCase(
          'more than the line cost',
          () => ({ amount: null, lines: [{ lineId: captured.lineId, amount: 1_001 }] }),
          {
            userError: 'RefundTooHighError',
            path: ['input', 'lines', '0', 'amount'],
            code: 'REFUND_TOO_HIGH',
          },
        ),
        {
          title: 'more than was taken',
          caller: admin(),
          args: refunding(() => ({ amount: 1_001 })),
          refused: { userError: 'RefundTooHighError', path: ['input', 'amount'], code: 'REFUND_TOO_HIGH' },
        },
        refundCase('an order whose amount is only held', () => ({ orderId: held.orderId }), {
          userError: 'InvalidPaymentStateError',
          path: ['input', 'orderId'],
          code: 'INVALID_PAYMENT_STATE',
        }),
      ],
    },
  });

  test('the operator of that store may refund', async () => {
    const { data } = await w.client.query(
      'mutation ($input: PaymentRefundInput!) { paymentRefund(input: $input) { refund { status } userErrors { __typename } } }',
      refunding(() => ({}))(),
      staff(),
    );
    expect(data?.paymentRefund).toEqual({ refund: { status: 'PENDING' }, userErrors: [] });
  });
});
