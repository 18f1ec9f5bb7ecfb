import type { Counter } from 'prom-client';
import { counter, histogram } from './metrics.ts';
import type { Observations } from './metrics.ts';

/** Success, failure and duration of one kind of work, such as logins. */
export interface WorkMetrics {
  readonly succeeded: Counter<'service' | 'method' | 'status'>;
  readonly failed: Counter<'service' | 'method' | 'failure_reason'>;
  readonly duration: Observations<'service' | 'method'>;
}

/**
 * Registers `<name>_succeeded_total`, `<name>_failed_total` and `<name>_duration_seconds`.
 * @param what the work in words, such as `Logins`
 */
export function workMetrics(name: string, what: string): WorkMetrics {
  return {
    succeeded: counter(`${name}_succeeded_total`, `${what} that succeeded`, ['service', 'method', 'status']),
    failed: counter(`${name}_failed_total`, `${what} that failed, by reason`, [
      'service',
      'method',
      'failure_reason',
    ]),
    duration: histogram(`${name}_duration_seconds`, `${what}: time from request to response`, [
      'service',
      'method',
    ]),
  };
}
