import { failpoint } from '@nakku/platform';
import type { Platform, SqlExecutor } from '@nakku/platform';
import type { Durations } from '@nakku/service';
import { inSpan, logger, requestContext, runInContext } from '@nakku/telemetry';
import { v7 } from 'uuid';
import { answered } from '../domain/answer.ts';
import type { ProviderPort } from '../domain/provider.ts';
import { countDecision, observeProcessing } from '../metrics.ts';
import { changePayment } from '../store/changePayment.ts';
import { leaseTasks } from '../store/tasks.ts';
import type { LeasedTask } from '../store/tasks.ts';
import { createBell } from './bell.ts';
import { callProvider } from './callProvider.ts';

export interface WorkerOptions<Tx extends SqlExecutor> {
  readonly platform: Platform<Tx>;
  /** Outside of transactions: for leases. */
  readonly db: SqlExecutor;
  readonly provider: ProviderPort;
  readonly durations: Durations['payments'];
  /** Calls at the same time. */
  readonly concurrency: number;
}

export interface RunningWorker {
  /** There may be work: look at once. */
  wake(): void;
  /** Takes nothing new and waits for the calls under way. */
  stop(): Promise<void>;
}

/**
 * Works the tasks off: leases some, calls the provider outside of any transaction, records answer and event in one.
 * Several replicas do so side by side. A worker that dies between call and record leaves its lease, and the next one
 * repeats the call with the same key: the provider answers what it answered before.
 */
export function startWorker<Tx extends SqlExecutor>(o: WorkerOptions<Tx>): RunningWorker {
  const log = logger({ part: 'worker' });
  const bell = createBell();
  const running = new Set<Promise<void>>();
  let stopping = false;

  async function round(): Promise<boolean> {
    const free = o.concurrency - running.size;
    if (free <= 0) return false;
    const tasks = await leaseTasks(o.db, free, o.durations.workerLeaseMs);
    for (const task of tasks) {
      const work = perform(o, task)
        .catch((err: unknown) => {
          log.error({ err, task: task.id }, 'a task failed; it is repeated after its lease');
          return false;
        })
        .then((hasMore) => {
          const wasFull = running.size >= o.concurrency;
          running.delete(work);
          if (hasMore || wasFull) bell.ring();
        });
      running.add(work);
    }
    return tasks.length > 0;
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      let more = false;
      try {
        more = await round();
      } catch (err) {
        log.error({ err }, 'looking for tasks failed');
      }
      if (!more && !stopping) await bell.wait(o.durations.workerPollMs);
    }
    await Promise.all(running);
  }

  const ended = loop();
  return {
    wake: () => bell.ring(),
    async stop() {
      stopping = true;
      bell.ring();
      await ended;
    },
  };
}

/** Does one task, as a part of the story that caused it. Whether the payment has further tasks. */
async function perform<Tx extends SqlExecutor>(o: WorkerOptions<Tx>, task: LeasedTask): Promise<boolean> {
  const context = requestContext({ correlationId: task.origin.correlationId });
  const attributes = { 'order.id': task.orderId, 'task.kind': task.kind };
  return runInContext(context, () =>
    inSpan(`payment ${task.kind.toLowerCase()}`, attributes, () => callAndRecord(o, task), {
      parent: task.origin,
    }),
  );
}

async function callAndRecord<Tx extends SqlExecutor>(
  o: WorkerOptions<Tx>,
  task: LeasedTask,
): Promise<boolean> {
  await failpoint('provider.leased');
  const said = await callProvider(o.provider, task);
  await failpoint('provider.answered');
  const called = { taskId: task.id, attemptId: task.attemptId };
  const decision = await o.platform.transaction((tx) =>
    changePayment(tx, { by: 'id', value: task.paymentId }, (payment) =>
      answered(payment, called, said, { now: new Date(), newId: v7 }, o.durations),
    ),
  );
  if (decision?.event) countDecision(decision);
  if (task.kind === 'AUTHORIZE' && decision?.event) {
    observeProcessing(task.methodKind, (Date.now() - task.attemptedAt.getTime()) / 1_000);
  }
  return decision?.payment.tasks.some((left) => left.status === 'OPEN' && left.tries === 0) ?? false;
}
