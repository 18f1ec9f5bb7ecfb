import { type MigratedDatabase, migratedDatabase } from '@nakku/tools/prisma/migrated-database';
import type pg from 'pg';
import { v7 } from 'uuid';

describe('the database of payments', () => {
  let database: MigratedDatabase;
  let client: pg.Pool;
  beforeAll(async () => {
    database = await migratedDatabase('payments');
    client = database.pool;
  });
  afterAll(() => database.close());

  test('is what schema.prisma says', async () => {
    expect(await database.drift()).toBe('');
  });

  const insert = (table: string, row: Record<string, unknown>) => {
    const columns = Object.keys(row);
    const places = columns.map((_, index) => `$${index + 1}`);
    return client.query(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')}) RETURNING *`,
      Object.values(row),
    );
  };
  const method = (more: Record<string, unknown>) =>
    insert('payment_methods', { id: v7(), customer_id: v7(), kind: 'CASH', ...more });
  const card = { kind: 'CARD', provider_token: 'pm_1', card_brand: 'visa', card_last4: '4242' };
  const payment = async (more: Record<string, unknown> = {}): Promise<string> => {
    const fixed = { customer_id: v7(), store_id: v7(), amount: 1_000, currency: 'EUR', status: 'PENDING' };
    const row = { id: v7(), order_id: v7(), ...fixed, phase: 'PLACED', kind: 'CARD', ...more };
    return (await insert('payments', row)).rows[0].id;
  };
  const attempt = async (paymentId: string, more: Record<string, unknown> = {}): Promise<string> => {
    const row = {
      id: v7(),
      payment_id: paymentId,
      number: 1,
      kind: 'CARD',
      amount: 1_000,
      status: 'PENDING',
      ...more,
    };
    return (await insert('payment_attempts', row)).rows[0].id;
  };
  const task = async (paymentId: string, attemptId: string, more: Record<string, unknown>) =>
    insert('payment_tasks', {
      id: v7(),
      payment_id: paymentId,
      attempt_id: attemptId,
      position: 1,
      kind: 'CAPTURE',
      amount: 1,
      ...more,
    });

  test.each([
    ['payment_methods_kind', { kind: 'GOLD' }],
    ['payment_methods_card', { kind: 'CARD' }],
    ['payment_methods_card', { ...card, card_last4: null }],
    ['payment_methods_card', { ...card, kind: 'CASH' }],
    ['payment_methods_default', { is_default: true, deleted_at: new Date() }],
  ])('%s refuses %j', async (constraint, row) => {
    await expect(method(row)).rejects.toMatchObject({ constraint });
  });

  test('a customer has one default and at most twenty methods', async () => {
    const customerId = v7();
    await method({ customer_id: customerId, is_default: true });
    await method({ customer_id: customerId, is_default: false });
    await expect(method({ customer_id: customerId, is_default: true })).rejects.toMatchObject({
      constraint: 'payment_methods_one_default',
    });
    await expect(
      insert('payment_customers', { customer_id: customerId, method_count: 21 }),
    ).rejects.toMatchObject({
      constraint: 'payment_customers_method_count',
    });
  });

  test.each([
    ['payments_status', { status: 'PAID' }],
    ['payments_phase', { phase: 'LOST' }],
    ['payments_kind', { kind: 'GOLD' }],
    ['payments_currency', { currency: 'eur' }],
    ['payments_attempt', { attempt: 21 }],
    ['payments_version', { version: 0 }],
    ['payments_captured', { captured: 1_001 }],
    ['payments_captured', { captured: -1 }],
    ['payments_handover', { handover: 'WINDOW' }],
    ['payments_refunds', { captured: 500, refund_asked: 501 }],
    ['payments_refunds', { captured: 500, refund_asked: 300, refunded: 301 }],
    ['payments_refunds', { captured: 500, refund_asked: 300, refunded: -1 }],
  ])('%s refuses %j', async (constraint, row) => {
    await expect(payment(row)).rejects.toMatchObject({ constraint });
  });

  test('an order has one payment, and a payment one open attempt', async () => {
    const orderId = v7();
    const paymentId = await payment({ order_id: orderId });
    await expect(payment({ order_id: orderId })).rejects.toMatchObject({
      constraint: 'payments_order_id_key',
    });
    await attempt(paymentId, { number: 1, status: 'FAILED', failure_reason: 'CARD_DECLINED' });
    await attempt(paymentId, { number: 2, status: 'ACTION_REQUIRED', action_url: 'https://bank.example' });
    for (const status of ['PENDING', 'AUTHORIZED', 'CAPTURED']) {
      await expect(attempt(paymentId, { number: 3, status })).rejects.toMatchObject({
        constraint: 'payment_attempts_one_open',
      });
    }
    await attempt(paymentId, { number: 3, status: 'VOIDED' });
  });

  test.each([
    ['payment_attempts_number', { number: 0 }],
    ['payment_attempts_number', { number: 21 }],
    ['payment_attempts_kind', { kind: 'GOLD' }],
    ['payment_attempts_amount', { amount: -1 }],
    ['payment_attempts_status', { status: 'LOST' }],
    ['payment_attempts_hold', { hold: 'MAYBE' }],
    ['payment_attempts_failed', { status: 'FAILED' }],
    ['payment_attempts_failed', { failure_reason: 'CARD_DECLINED' }],
    ['payment_attempts_action', { status: 'ACTION_REQUIRED' }],
  ])('%s refuses %j', async (constraint, row) => {
    await expect(attempt(await payment(), row)).rejects.toMatchObject({ constraint });
  });

  test.each([
    ['payment_tasks_kind', { kind: 'GUESS' }],
    ['payment_tasks_status', { status: 'LOST' }],
    ['payment_tasks_amount', { amount: -1 }],
    ['payment_tasks_refund', { kind: 'REFUND' }],
  ])('%s refuses %j', async (constraint, row) => {
    const paymentId = await payment();
    await expect(task(paymentId, await attempt(paymentId), row)).rejects.toMatchObject({ constraint });
  });

  test('of one kind an attempt has one open task', async () => {
    const paymentId = await payment();
    const attemptId = await attempt(paymentId);
    await task(paymentId, attemptId, { kind: 'VOID' });
    await expect(task(paymentId, attemptId, { kind: 'VOID', position: 2 })).rejects.toMatchObject({
      constraint: 'payment_tasks_one_open',
    });
    await task(paymentId, attemptId, { kind: 'VOID', position: 3, status: 'DONE' });
  });

  test.each([
    ['payment_refunds_amount', { amount: 0 }],
    ['payment_refunds_reason', { reason: '' }],
    ['payment_refunds_reason', { reason: 'x'.repeat(201) }],
    ['payment_refunds_status', { status: 'LOST' }],
  ])('%s refuses %j', async (constraint, row) => {
    const refund = { id: v7(), payment_id: await payment(), amount: 1, reason: 'x', ...row };
    await expect(insert('payment_refunds', refund)).rejects.toMatchObject({ constraint });
  });

  test.each([
    [
      'payment_disputes_status',
      'payment_disputes',
      { provider_ref: 'dp_1', status: 'LOST?', reason: 'x', amount: 1, currency: 'EUR' },
    ],
    [
      'payment_disputes_amount',
      'payment_disputes',
      { provider_ref: 'dp_1', status: 'OPEN', reason: 'x', amount: -1, currency: 'EUR' },
    ],
    ['payment_alerts_kind', 'payment_alerts', { id: v7(), kind: 'OTHER', detail: 'x' }],
    [
      'payment_alerts_resolved',
      'payment_alerts',
      { id: v7(), kind: 'DISPUTED', detail: 'x', resolved_by: v7() },
    ],
    [
      'payment_audit_action',
      'payment_audit',
      { id: v7(), actor_id: v7(), action: 'OTHER', amount: 1, reason: 'x' },
    ],
    [
      'payment_audit_amount',
      'payment_audit',
      { id: v7(), actor_id: v7(), action: 'REFUND_REQUESTED', amount: 0, reason: 'x' },
    ],
  ])('%s refuses a row of %s', async (constraint, table, row) => {
    await expect(insert(table, { payment_id: await payment(), ...row })).rejects.toMatchObject({
      constraint,
    });
  });

  test('nothing used of a budget is no row', async () => {
    const row = { kind: 'refund', subject: 'x', used: 0, resets_at: new Date() };
    await expect(insert('payment_budgets', row)).rejects.toMatchObject({
      constraint: 'payment_budgets_used',
    });
  });

  test('history starts at 1', async () => {
    const row = { payment_id: await payment(), sequence: 0, type: 'x', status: 'PENDING' };
    await expect(insert('payment_history', row)).rejects.toMatchObject({
      constraint: 'payment_history_sequence',
    });
  });

  test('the partial indexes are there', async () => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '% WHERE %' ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      'payment_attempts_one_open',
      'payment_attempts_unsettled',
      'payment_methods_one_default',
      'payment_tasks_due',
      'payment_tasks_one_open',
      'payments_overdue',
    ]);
  });
});
