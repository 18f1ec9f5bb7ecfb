import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs } from '@nakku/platform';
import { counter, inSpan, logger, requestContext, runInContext } from '@nakku/telemetry';

/** Work that repeats. */
export interface Job {
  readonly name: string;
  /** Pause between the end of a run and the start of the next, in milliseconds. */
  readonly everyMs: number;
  /** One run. `signal` aborts when the service stops; a run should then end soon. */
  run(signal: AbortSignal): Promise<void>;
}

export interface RunningJobs {
  /** Starts no further run and waits for the ones under way. */
  stop(): Promise<void>;
}

const maxBackoffMs = 60_000;

/**
 * Runs each job again and again, never twice at the same time, first at once. After an error the pause doubles,
 * up to a minute (or the job's own pause if that is longer).
 */
export function startJobs(service: string, jobs: readonly Job[]): RunningJobs {
  const abort = new AbortController();
  const loops = jobs.map((job) => repeat(service, job, abort.signal));
  return {
    async stop() {
      abort.abort();
      await Promise.all(loops);
    },
  };
}

async function repeat(service: string, job: Job, signal: AbortSignal): Promise<void> {
  const log = logger({ job: job.name });
  const runs = counter(
    'job_runs_total',
    'Runs of repeated jobs',
    ['service', 'job', 'status'],
    [
      { service, job: job.name, status: 'done' },
      { service, job: job.name, status: 'failed' },
    ],
  );
  let failures = 0;
  while (!signal.aborted) {
    try {
      await runInContext(requestContext(), () =>
        inSpan(`job ${job.name}`, {}, () => job.run(signal), { onlyIfUsed: true }),
      );
      failures = 0;
      runs.inc({ service, job: job.name, status: 'done' });
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      runs.inc({ service, job: job.name, status: 'failed' });
      log.error({ err: error, failures }, 'job failed');
    }
    // A stop ends the pause; the loop sees it.
    await pause(pauseAfter(job.everyMs, failures), undefined, { signal }).catch(() => undefined);
  }
}

/** Milliseconds until the next run after `failures` failed ones in a row. */
export function pauseAfter(everyMs: number, failures: number): number {
  return backoffMs(failures, { firstMs: everyMs, maxMs: Math.max(maxBackoffMs, everyMs) });
}
