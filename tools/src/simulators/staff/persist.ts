import type { Logger } from '@nakku/telemetry';
import { pauseBefore } from '@nakku/client';
import { MAX_PAUSE_MS, rest } from '../../client/index.ts';

/** Work that lasted so long had succeeded: its failure is a new one, not the next of a row. */
const FRESH_MS = 30_000;

/** Does something for ever: whatever ends it, it begins again after a pause, until the signal. Never rejects. */
export async function persist(
  what: string,
  work: () => Promise<void>,
  o: { signal: AbortSignal; log: Logger },
): Promise<void> {
  let failures = 0;
  while (!o.signal.aborted) {
    const began = Date.now();
    try {
      await work();
      failures = 0;
    } catch (err) {
      if (o.signal.aborted) return;
      o.log.warn({ err, what }, 'a person stumbled and goes on');
      failures = Date.now() - began > FRESH_MS ? 1 : failures + 1;
    }
    await rest(pauseBefore(failures, MAX_PAUSE_MS), o.signal).catch(() => undefined);
  }
}
