import { backoffMs } from '@nakku/platform/backoff';
import type { Clock, RetryPolicy } from './decision.ts';
import type { Task, TaskKind } from './payment.ts';

/** A customer or a courier waits for these: never longer than this between two tries, in milliseconds. */
const URGENT_MAX_MS = 15_000;
const urgent: readonly TaskKind[] = ['AUTHORIZE', 'INCREASE', 'VOID'];

/** Milliseconds until the next try after `tries` tries; doubles up to the kind's bound. */
export function retryAfterMs(kind: TaskKind, tries: number, retryPolicy: RetryPolicy): number {
  const maxMs = urgent.includes(kind)
    ? Math.min(retryPolicy.retryMaxMs, URGENT_MAX_MS)
    : retryPolicy.retryMaxMs;
  return backoffMs(Math.max(tries - 1, 0), { firstMs: retryPolicy.retryFirstMs, maxMs });
}

/** The outcome is unknown: the same call again later, under the same key. */
export function retryLater(task: Task, detail: string, clock: Clock, retryPolicy: RetryPolicy): Task {
  const dueAt = new Date(clock.now.getTime() + retryAfterMs(task.kind, task.tries, retryPolicy));
  return { ...task, dueAt, lastError: detail.slice(0, 500) };
}

/** The provider refused: a new call later, under a new key (the old one would only repeat the refusal). */
export function retryWithNewKey(task: Task, detail: string, clock: Clock, retryPolicy: RetryPolicy): Task {
  return { ...retryLater(task, detail, clock, retryPolicy), keyNumber: task.keyNumber + 1 };
}
