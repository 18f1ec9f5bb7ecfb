import type { Signal } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import type { Deps } from '../app/deps.ts';
import { performTask } from '../app/performTask.ts';
import { leaseTasks } from '../store/tasks.ts';

export interface RunningWorker {
  /** Takes nothing new and waits for the calls under way. */
  stop(): Promise<void>;
}

/**
 * Works the tasks off, `concurrency` at the same time. Several replicas do so side by side. A worker that dies between
 * call and record leaves its lease, and the next one repeats the call with the same key: the provider responds as it
 * did before.
 * @param signal when it is notified the worker looks for tasks at once
 */
export function startWorker(deps: Deps, o: { concurrency: number; signal: Signal }): RunningWorker {
  const { signal } = o;
  const { workerLeaseMs, workerPollMs } = deps.times;
  const log = logger({ part: 'worker' });
  const running = new Set<Promise<void>>();
  let stopping = false;

  async function round(): Promise<boolean> {
    const free = o.concurrency - running.size;
    if (free <= 0) return false;
    const tasks = await leaseTasks(deps.db, free, workerLeaseMs);
    for (const task of tasks) {
      const work = performTask(deps, task)
        .catch((err: unknown) => {
          log.error({ err, task: task.id }, 'a task failed; it is repeated after its lease');
          return null;
        })
        .then((dueInMs) => {
          const wasFull = running.size >= o.concurrency;
          running.delete(work);
          if (wasFull || dueInMs === 0) signal.notify();
          // What is due later than the next look is found by it.
          else if (dueInMs !== null && dueInMs < workerPollMs) setTimeout(() => signal.notify(), dueInMs);
        });
      running.add(work);
    }
    return tasks.length > 0;
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      let hasMore = false;
      try {
        hasMore = await round();
      } catch (err) {
        log.error({ err }, 'looking for tasks failed');
      }
      if (!hasMore && !stopping) await signal.wait(workerPollMs);
    }
    await Promise.all(running);
  }

  const ended = loop();
  return {
    async stop() {
      stopping = true;
      signal.notify();
      await ended;
    },
  };
}
