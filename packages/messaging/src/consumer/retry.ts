import { backoffMs, failureKind, pause } from '@nakku/platform';
import type { FailureKind } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import type { Tuning } from '../options.ts';
import { InjectedFailure } from './faults.ts';

/** The consumer stops or has lost its partition: what was not finished will be delivered again. */
export class WorkStopped extends Error {
  override readonly name = 'WorkStopped';
}

/** Too many events wait for earlier ones: the partition waits too, until an operator has looked. */
export class ParkedFull extends Error {
  override readonly name = 'ParkedFull';
}

export type RetryResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: unknown; readonly attempts: number };

/**
 * Runs `attempt` until it succeeds or is found to be poison. An unreachable database is waited for without limit:
 * that is no fault of the event. Losing to other transactions is tried often, anything else a few times.
 * @throws WorkStopped when `signal` is aborted between two tries.
 */
export async function withRetries<T>(
  tuning: Tuning,
  signal: AbortSignal,
  what: Readonly<Record<string, unknown>>,
  attempt: () => Promise<T>,
): Promise<RetryResult<T>> {
  const failures = { connection: 0, contention: 0, other: 0 };
  for (;;) {
    if (signal.aborted) throw new WorkStopped();
    try {
      return { ok: true, value: await attempt() };
    } catch (error) {
      if (error instanceof WorkStopped) throw error;
      const kind = kindOf(error);
      failures[kind] += 1;
      const attempts = failures.contention + failures.other;
      if (failures.other >= tuning.poisonTries || failures.contention >= tuning.contentionTries) {
        return { ok: false, error, attempts };
      }
      report(kind, failures[kind], { ...what, err: error });
      const waitMs = backoffMs(failures[kind] - 1, {
        firstMs: tuning.retryFirstMs,
        maxMs: tuning.retryMaxMs,
      });
      await pause(kind === 'contention' ? waitMs * Math.random() : waitMs, signal);
    }
  }
}

/** For the platform's own statements: they are never poison, so they are tried until the consumer stops. */
export async function retryForever<T>(
  tuning: Tuning,
  signal: AbortSignal,
  what: Readonly<Record<string, unknown>>,
  attempt: () => Promise<T>,
): Promise<T> {
  const limits = { ...tuning, poisonTries: Infinity, contentionTries: Infinity };
  const result = await withRetries(limits, signal, what, attempt);
  if (!result.ok) throw new WorkStopped();
  return result.value;
}

function kindOf(error: unknown): FailureKind {
  if (error instanceof ParkedFull) return 'connection';
  if (error instanceof InjectedFailure) return 'contention';
  return failureKind(error);
}

/** The first failure is worth a warning, a long series one line now and then. */
function report(kind: FailureKind, count: number, fields: Record<string, unknown>): void {
  if (kind === 'contention') logger().debug(fields, 'an event lost to another transaction, trying again');
  else if (kind === 'other' || count % 30 === 1)
    logger().warn({ ...fields, kind, count }, 'an event failed, trying again');
}
