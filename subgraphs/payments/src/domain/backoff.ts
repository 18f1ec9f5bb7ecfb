import type { Moment, Patience } from './decision.ts';
import type { Task, TaskKind } from './payment.ts';

/** A customer or a courier waits for these: never longer than this between two tries, in milliseconds. */
const URGENT_MAX_MS = 15_000;
const urgent: readonly TaskKind[] = ['AUTHORIZE', 'VOID'];

/** Milliseconds until the next try after `tries` tries; doubles up to the kind's bound. */
export function backoffMs(kind: TaskKind, tries: number, patience: Patience): number {
  const most = urgent.includes(kind) ? Math.min(patience.retryMaxMs, URGENT_MAX_MS) : patience.retryMaxMs;
  return Math.min(patience.retryFirstMs * 2 ** Math.max(Math.min(tries, 30) - 1, 0), most);
}

/** The outcome is unknown: the same call again later, under the same key. */
export function again(task: Task, detail: string, moment: Moment, patience: Patience): Task {
  const dueAt = new Date(moment.now.getTime() + backoffMs(task.kind, task.tries, patience));
  return { ...task, dueAt, lastError: detail.slice(0, 500) };
}

/** The provider refused: a new call later, under a new key (the old one would only repeat the refusal). */
export function anew(task: Task, detail: string, moment: Moment, patience: Patience): Task {
  return { ...again(task, detail, moment, patience), keyNumber: task.keyNumber + 1 };
}
