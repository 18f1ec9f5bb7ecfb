import { startLeasedWorker } from '@nakku/platform';
import type { LeasedWorker, Signal } from '@nakku/platform';
import type { Deps } from '../app/deps.ts';
import { performTask } from '../app/performTask.ts';
import { leaseTasks } from '../store/tasks.ts';

/**
 * Works the tasks off, `concurrency` at the same time. A worker that dies between call and record leaves its lease, and the
 * next one repeats the call with the same key: the provider responds as it did before.
 */
export function startWorker(deps: Deps, o: { concurrency: number; signal: Signal }): LeasedWorker {
  const { workerLeaseMs, workerPollMs } = deps.times;
  return startLeasedWorker({
    ...o,
    part: 'worker',
    pollMs: workerPollMs,
    lease: (limit) => leaseTasks(deps.db, limit, workerLeaseMs),
    work: (task) => performTask(deps, task),
    describe: ({ id }) => ({ task: id }),
  });
}
