import { failpoint } from '@nakku/platform';
import { inSpan, requestContext, runInContext } from '@nakku/telemetry';
import { applyResponse } from '../domain/providerResponse.ts';
import { countDecision, observeProcessing } from '../metrics.ts';
import type { LeasedTask } from '../store/tasks.ts';
import { callProvider } from './callProvider.ts';
import { changePayment } from './changePayment.ts';
import { clockOf } from './deps.ts';
import type { Deps } from './deps.ts';

/**
 * Does one leased task, as a part of the request that caused it: calls the provider outside of any transaction, then
 * records its response together with the event.
 * @returns milliseconds until the payment's next task is due, 0 when it is; null if it has none
 */
export async function performTask(deps: Deps, task: LeasedTask): Promise<number | null> {
  const context = requestContext({ correlationId: task.origin.correlationId });
  const attributes = { 'order.id': task.orderId, 'task.kind': task.kind };
  return runInContext(context, () =>
    inSpan(`payment ${task.kind.toLowerCase()}`, attributes, () => callAndRecord(deps, task), {
      parent: task.origin,
    }),
  );
}

async function callAndRecord(deps: Deps, task: LeasedTask): Promise<number | null> {
  await failpoint('provider.leased');
  const result = await callProvider(deps.provider, task);
  await failpoint('provider.responded');
  const called = { taskId: task.id, attemptId: task.attemptId };
  const decision = await deps.platform.transaction((tx) =>
    changePayment(tx, deps, { by: 'id', value: task.paymentId }, (payment) =>
      applyResponse(payment, called, result, clockOf(deps), deps.times),
    ),
  );
  if (decision) countDecision(decision);
  if (task.kind === 'AUTHORIZE' && decision?.event) {
    observeProcessing(task.methodKind, (deps.now().getTime() - task.attemptedAt.getTime()) / 1_000);
  }
  const due = (decision?.payment.tasks ?? []).flatMap(({ status, dueAt }) =>
    status === 'OPEN' ? [dueAt.getTime() - deps.now().getTime()] : [],
  );
  return due.length > 0 ? Math.max(0, Math.min(...due)) : null;
}
