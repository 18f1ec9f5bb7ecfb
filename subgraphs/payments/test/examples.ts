import type { Decision, Clock } from '../src/domain/decision.ts';
import { initiate, reserve } from '../src/domain/initiate.ts';
import type { Handover, Payment, UsableMethod } from '../src/domain/payment.ts';
import type { IntentResponse, ProviderIntent } from '../src/domain/providerPort.ts';

/** Ids `id-1`, `id-2` … and a clock that stands at `seconds` after noon. */
export function clock(seconds = 0): Clock {
  return { now: new Date(Date.UTC(2026, 0, 1, 12, 0, seconds)), newId: () => `id-${(count += 1)}` };
}
let count = 0;

export const retryPolicy = { retryFirstMs: 500, retryMaxMs: 300_000, captureRetryMs: 86_400_000 };

export const card: UsableMethod = {
  id: 'method-card',
  kind: 'CARD',
  token: 'pm_1',
  providerCustomer: 'cus_1',
};
export const cash: UsableMethod = { id: 'method-cash', kind: 'CASH', token: null, providerCustomer: null };

/** A payment of 25.00 EUR that waits for the order's stock. */
export function created(handover: Handover = 'CODE'): Payment {
  const order = { orderId: 'order-1', customerId: 'carla', storeId: 'mitte', amount: 2_500, currency: 'EUR' };
  const lines = [
    { lineId: 'line-1', amount: 1_500 },
    { lineId: 'line-2', amount: 700 },
  ];
  return initiate({ ...order, lines, deliveryFee: 200, tip: 100, handover, kind: 'CARD' }, clock()).payment;
}

/** The same after order.reserved; a card's authorisation is not sent yet. */
export function reserved(method: UsableMethod | null = card, handover: Handover = 'CODE'): Payment {
  return reserve(created(handover), { amount: 2_500, method }, clock()).payment;
}

/** As if a worker had taken the first open task: the provider may know of it from now on. */
export function sent(payment: Payment): Payment {
  const [first, ...rest] = payment.tasks.filter((task) => task.status === 'OPEN');
  return first ? { ...payment, tasks: [{ ...first, tries: first.tries + 1 }, ...rest] } : payment;
}

export function seen(state: ProviderIntent['state'], more: Partial<ProviderIntent> = {}): ProviderIntent {
  return {
    ref: 'pi_1',
    state,
    amount: 2_500,
    captured: state === 'CAPTURED' ? 2_500 : 0,
    currency: 'EUR',
    actionUrl: state === 'ACTION_REQUIRED' ? 'https://bank.example/3ds' : null,
    reason: state === 'FAILED' ? 'CARD_DECLINED' : null,
    attemptId: null,
    orderId: 'order-1',
    createdAt: new Date(0),
    ...more,
  };
}

export const intent = (
  state: ProviderIntent['state'],
  more: Partial<ProviderIntent> = {},
): IntentResponse => ({
  kind: 'intent',
  intent: seen(state, more),
});
export const unavailable = { kind: 'unavailable', detail: 'timeout' } as const;

/** What matters of a decision: event, status, attempts as status/hold, open tasks as kind of attempt. */
export function outline({ payment, event }: Decision) {
  const number = (id: string): number => payment.attempts.find((attempt) => attempt.id === id)?.number ?? 0;
  return {
    event: event?.type ?? null,
    status: payment.status,
    version: payment.version,
    attempts: payment.attempts.map((attempt) => `${attempt.status} ${attempt.hold}`),
    tasks: payment.tasks
      .filter((task) => task.status === 'OPEN')
      .map((task) => `${task.kind} ${number(task.attemptId)}`),
  };
}

export function attemptOf(payment: Payment, number = payment.attempt) {
  const attempt = payment.attempts.find((candidate) => candidate.number === number);
  if (!attempt) throw new Error(`no attempt ${number}`);
  return attempt;
}

export function taskOf(payment: Payment, kind: string) {
  const task = payment.tasks.find((candidate) => candidate.kind === kind && candidate.status === 'OPEN');
  if (!task) throw new Error(`no open task ${kind}`);
  return task;
}
