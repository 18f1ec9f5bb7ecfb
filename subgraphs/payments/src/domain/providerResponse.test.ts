import {
  attemptOf,
  card,
  cash,
  intent,
  clock,
  outline,
  retryPolicy,
  reserved,
  sent,
  seen,
  taskOf,
  unavailable,
} from '../../test/examples.ts';
import { applyResponse } from './providerResponse.ts';
import type { Decision } from './decision.ts';
import { observe } from './observe.ts';
import type { Payment } from './payment.ts';
import type { IntentResponse } from './providerPort.ts';
import { release } from './release.ts';
import { retry } from './retry.ts';

function applyAuthorizeResponse(payment: Payment, response: IntentResponse, at = clock()): Decision {
  const task = taskOf(payment, 'AUTHORIZE');
  return applyResponse(
    payment,
    { taskId: task.id, attemptId: task.attemptId },
    { kind: 'AUTHORIZE', response },
    at,
    retryPolicy,
  );
}
function applyVoidResponse(payment: Payment, response: IntentResponse): Decision {
  const task = taskOf(payment, 'VOID');
  return applyResponse(
    payment,
    { taskId: task.id, attemptId: task.attemptId },
    { kind: 'VOID', response },
    clock(),
    retryPolicy,
  );
}
function decided(outcome: ReturnType<typeof retry>): Payment {
  if ('refused' in outcome) throw new Error(`refused: ${outcome.refused}`);
  return outcome.payment;
}

describe('the answer to an authorisation', () => {
  test('held', () => {
    expect(outline(applyAuthorizeResponse(sent(reserved()), intent('AUTHORIZED')))).toEqual({
      event: 'payment.authorized',
      status: 'AUTHORIZED',
      version: 3,
      attempts: ['AUTHORIZED HELD'],
      tasks: [],
    });
  });

  test('the customer must act, and then has', () => {
    const waiting = applyAuthorizeResponse(sent(reserved()), intent('ACTION_REQUIRED'));
    expect(waiting.event).toEqual({ type: 'payment.action_required', actionUrl: 'https://bank.example/3ds' });
    expect(outline(waiting)).toMatchObject({
      status: 'ACTION_REQUIRED',
      attempts: ['ACTION_REQUIRED WAITING'],
    });
    const held = observe(waiting.payment, attemptOf(waiting.payment).id, seen('AUTHORIZED'), clock());
    expect(outline(held)).toMatchObject({
      event: 'payment.authorized',
      attempts: ['AUTHORIZED HELD'],
      version: 4,
    });
  });

  test('declined', () => {
    const failed = applyAuthorizeResponse(sent(reserved()), intent('FAILED', { reason: 'EXPIRED_CARD' }));
    expect(failed.event).toEqual({ type: 'payment.failed', reason: 'EXPIRED_CARD' });
    expect(outline(failed)).toMatchObject({ status: 'FAILED', attempts: ['FAILED GONE'], tasks: [] });
  });

  test('refused without an intent', () => {
    const refused = { kind: 'refused', reason: 'METHOD_NOT_FOUND', detail: 'No such PaymentMethod' } as const;
    const failed = applyAuthorizeResponse(sent(reserved()), refused);
    expect(failed.event).toEqual({ type: 'payment.failed', reason: 'METHOD_NOT_FOUND' });
  });

  test('unknown: the same key again, after a pause that doubles', () => {
    let payment = sent(reserved());
    const pauses = [1, 2, 3].map(() => {
      const decision = applyAuthorizeResponse(payment, unavailable);
      expect(decision.event).toBeUndefined();
      const task = taskOf(decision.payment, 'AUTHORIZE');
      expect(task).toMatchObject({ keyNumber: 1, lastError: 'timeout' });
      payment = sent(decision.payment);
      return task.dueAt.getTime() - clock().now.getTime();
    });
    expect(pauses).toEqual([500, 1_000, 2_000]);
  });

  test('what is known already changes nothing', () => {
    const known = observe(sent(reserved()), attemptOf(reserved()).id, seen('AUTHORIZED'), clock());
    expect(outline(known)).toMatchObject({ event: null, version: 2 });
    const payment = sent(reserved());
    const byWebhook = observe(payment, attemptOf(payment).id, seen('AUTHORIZED'), clock()).payment;
    expect(outline(applyAuthorizeResponse(byWebhook, intent('AUTHORIZED')))).toEqual({
      event: null,
      status: 'AUTHORIZED',
      version: 3,
      attempts: ['AUTHORIZED HELD'],
      tasks: [],
    });
  });
});

describe('an order that ends', () => {
  test('before the call was sent: voided at once, without the provider', () => {
    expect(outline(release(reserved(), clock()))).toEqual({
      event: 'payment.voided',
      status: 'VOIDED',
      version: 3,
      attempts: ['VOIDED NONE'],
      tasks: [],
    });
  });

  test('while the call is under way: what it brings is voided', () => {
    const ended = release(sent(reserved()), clock());
    expect(outline(ended)).toEqual({
      event: null,
      status: 'PENDING',
      version: 2,
      attempts: ['PENDING NONE'],
      tasks: ['AUTHORIZE 1', 'VOID 1'],
    });
    const late = applyAuthorizeResponse(ended.payment, intent('AUTHORIZED'));
    expect(outline(late)).toMatchObject({ event: null, attempts: ['PENDING HELD'], tasks: ['VOID 1'] });
    expect(outline(applyVoidResponse(late.payment, intent('CANCELED')))).toEqual({
      event: 'payment.voided',
      status: 'VOIDED',
      version: 3,
      attempts: ['VOIDED GONE'],
      tasks: [],
    });
  });

  test('while the call is under way, which then fails: nothing is left to void', () => {
    const ended = release(sent(reserved()), clock()).payment;
    for (const reply of [
      intent('FAILED'),
      { kind: 'refused', reason: 'PROVIDER_ERROR', detail: 'no' } as const,
    ]) {
      expect(outline(applyAuthorizeResponse(ended, reply))).toMatchObject({
        event: 'payment.voided',
        tasks: [],
      });
    }
  });

  test('with the hold captured by somebody: the money goes back', () => {
    const held = applyAuthorizeResponse(sent(reserved()), intent('AUTHORIZED')).payment;
    const ended = release(held, clock()).payment;
    const captured = applyVoidResponse(sent(ended), intent('CAPTURED'));
    expect(outline(captured)).toMatchObject({
      event: 'payment.updated',
      status: 'CAPTURED',
      tasks: ['REFUND 1'],
    });
    expect(captured.payment).toMatchObject({ captured: 2_500, refundRequested: 2_500, version: 4 });
  });

  test('a void that is refused is asked for again under a new key', () => {
    const held = applyAuthorizeResponse(sent(reserved()), intent('AUTHORIZED')).payment;
    const ended = sent(release(held, clock()).payment);
    const refused = applyVoidResponse(ended, {
      kind: 'refused',
      reason: 'PROVIDER_ERROR',
      detail: 'not now',
    });
    expect(taskOf(refused.payment, 'VOID')).toMatchObject({ keyNumber: 2 });
  });

  test('a late webhook about a hold that is gone changes nothing', () => {
    const held = applyAuthorizeResponse(sent(reserved()), intent('AUTHORIZED')).payment;
    const voided = applyVoidResponse(sent(release(held, clock()).payment), intent('CANCELED')).payment;
    const late = observe(voided, attemptOf(voided).id, seen('AUTHORIZED'), clock());
    expect(late.payment).toBe(voided);
  });
});

describe('a retry', () => {
  test('while the first call is under way: its hold is voided before the second is asked for', () => {
    const retried = decided(retry(sent(reserved()), card, clock(), 6));
    expect(outline({ payment: retried })).toMatchObject({
      version: 3,
      attempts: ['VOIDED NONE', 'PENDING NONE'],
      tasks: ['AUTHORIZE 1', 'VOID 1', 'AUTHORIZE 2'],
    });
    expect(retried.tasks.map((task) => task.position)).toEqual([1, 2, 3]);
    const late = applyAuthorizeResponse(retried, intent('AUTHORIZED'));
    expect(outline(late)).toMatchObject({
      event: null,
      attempts: ['VOIDED HELD', 'PENDING NONE'],
      tasks: ['VOID 1', 'AUTHORIZE 2'],
    });
  });

  test('of an unsent call drops it', () => {
    expect(outline({ payment: decided(retry(reserved(), card, clock(), 6)) })).toMatchObject({
      attempts: ['VOIDED NONE', 'PENDING NONE'],
      tasks: ['AUTHORIZE 2'],
    });
  });

  test.each([
    ['held', () => applyAuthorizeResponse(sent(reserved()), intent('AUTHORIZED')).payment, 'AUTHORIZED'],
    ['over', () => release(reserved(), clock()).payment, 'VOIDED'],
    ['at its last attempt', () => ({ ...reserved(null), attempt: 20 }), 'FAILED'],
    ['not reserved', () => ({ ...reserved(), phase: 'PLACED' as const }), 'PENDING'],
  ])('is refused: %s', (_, payment, status) => {
    expect(retry(payment(), card, clock(), 6)).toEqual({ refused: 'state', status });
  });

  test('with cash is refused for an order that is left at the door', () => {
    const failed = reserved(null, 'LEFT_AT_DOOR');
    expect(retry(failed, cash, clock(), 6)).toEqual({ refused: 'cash_not_accepted' });
  });

  test('by card ends with the order’s attempts; cash is possible still', () => {
    let payment = reserved();
    for (let attempts = 1; attempts < 3; attempts += 1) payment = decided(retry(payment, card, clock(), 3));
    expect(retry(payment, card, clock(), 3)).toEqual({ refused: 'attempts_used_up' });
    expect(decided(retry(payment, cash, clock(), 3))).toMatchObject({ status: 'AUTHORIZED', attempt: 4 });
  });
});

describe('another amount or currency than was requested', () => {
  test.each([
    [
      'held',
      seen('AUTHORIZED', { amount: 2_499 }),
      'requested 2500 EUR, the provider has 2499 EUR, captured 0',
    ],
    [
      'held',
      seen('AUTHORIZED', { currency: 'USD' }),
      'requested 2500 EUR, the provider has 2500 USD, captured 0',
    ],
    [
      'taken',
      seen('CAPTURED', { captured: 2_501 }),
      'requested 2500 EUR, the provider has 2500 EUR, captured 2501',
    ],
  ])('%s: a person is told, nothing is booked', (_, intentSeen, detail) => {
    const payment = sent(reserved());
    const decision = observe(payment, attemptOf(payment).id, intentSeen, clock());
    expect(decision).toEqual({ payment, alert: { kind: 'AMOUNT_MISMATCH', detail: `pi_1: ${detail}` } });
  });

  test('is given back all the same when nobody wants it', () => {
    const ended = release(sent(reserved()), clock()).payment;
    const late = observe(ended, attemptOf(ended).id, seen('AUTHORIZED', { amount: 1 }), clock());
    expect(outline(late)).toMatchObject({ tasks: ['AUTHORIZE 1', 'VOID 1'] });
    expect(late.alert).toBeUndefined();
  });
});
