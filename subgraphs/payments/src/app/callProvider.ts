import type { TaskResult } from '../domain/providerResponse.ts';
import type { IntentResponse, ProviderPort } from '../domain/providerPort.ts';
import type { LeasedTask } from '../store/tasks.ts';

/**
 * The provider does what one key asks for at most once: the key names order, act and attempt, the task (by its place
 * among the order's tasks) and which try of it this is, counted from one refusal to the next.
 */
export function idempotencyKeyOf(task: LeasedTask): string {
  return `nakku:${task.orderId}:${task.kind.toLowerCase()}:${task.attempt}:${task.position}.${task.keyNumber}`;
}

/** Does one task at the provider. */
export async function callProvider(provider: ProviderPort, task: LeasedTask): Promise<TaskResult> {
  const idempotencyKey = idempotencyKeyOf(task);
  const { orderId, paymentId, attemptId, attempt, amount, currency, token, providerCustomer } = task;
  switch (task.kind) {
    case 'AUTHORIZE': {
      if (token === null) throw new Error(`attempt ${attemptId} has no card`);
      const order = { orderId, paymentId, attemptId, attempt, amount, currency, token, providerCustomer };
      return { kind: 'AUTHORIZE', response: await provider.authorize({ ...order, idempotencyKey }) };
    }
    case 'CAPTURE':
      return {
        kind: 'CAPTURE',
        response: await withIntent(task, (ref) =>
          provider.capture({ ref, amount, currency, idempotencyKey }),
        ),
      };
    case 'INCREASE': {
      const { providerRef: ref } = task;
      if (ref === null) throw new Error(`attempt ${attemptId} was never at the provider`);
      return {
        kind: 'INCREASE',
        response: await provider.increase({ ref, amount, currency, idempotencyKey }),
      };
    }
    case 'VOID':
      return {
        kind: 'VOID',
        response: await withIntent(task, (ref) => provider.void({ ref, idempotencyKey })),
      };
    case 'REFUND':
      return { kind: 'REFUND', response: await refund(provider, task, idempotencyKey) };
  }
}

function withIntent(
  task: LeasedTask,
  call: (ref: string) => Promise<IntentResponse>,
): Promise<IntentResponse> {
  if (task.providerRef !== null) return call(task.providerRef);
  return Promise.resolve({
    kind: 'refused',
    reason: 'PROVIDER_ERROR',
    detail: `attempt ${task.attemptId} was never at the provider`,
  });
}

async function refund(
  provider: ProviderPort,
  task: LeasedTask,
  idempotencyKey: string,
): Promise<Extract<TaskResult, { kind: 'REFUND' }>['response']> {
  const { orderId, refundId, amount, currency } = task;
  if (refundId === null) throw new Error(`task ${task.id} has no refund`);
  // Cash is handed back by staff: there is nobody to ask.
  if (task.methodKind === 'CASH' || task.providerRef === null)
    return { kind: 'refunded', ref: `cash_${refundId}` };
  return provider.refund({ ref: task.providerRef, amount, currency, orderId, refundId, idempotencyKey });
}
