import type { Signal } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import type { Deps } from '../app/deps.ts';
import { sendMail } from '../app/sendMail.ts';
import { leaseMails } from '../store/mails.ts';

export interface RunningMailWorker {
  /** Takes nothing new and waits for the mails under way. */
  stop(): Promise<void>;
}

/**
 * Sends the mails that are due, `concurrency` at the same time. Several replicas do so side by side.
 * @param o.signal when it is notified the worker looks for mails at once
 */
export function startMailWorker(
  deps: Deps,
  o: { readonly concurrency: number; readonly signal: Signal },
): RunningMailWorker {
  const { signal } = o;
  const { mailLeaseMs, mailPollMs } = deps.times;
  const log = logger({ part: 'mail-worker' });
  const running = new Set<Promise<void>>();
  let stopping = false;

  async function round(): Promise<boolean> {
    const free = o.concurrency - running.size;
    // Half of them at once: leasing each by itself costs a statement a mail.
    if (free < Math.ceil(o.concurrency / 2)) return false;
    const mails = await leaseMails(deps.db, free, mailLeaseMs);
    for (const mail of mails) {
      const work = sendMail(deps, mail)
        .catch((err: unknown) => {
          log.error(
            { err, notificationId: mail.notificationId },
            'a mail failed; it is repeated after its lease',
          );
          return null;
        })
        .then((dueInMs) => {
          running.delete(work);
          if (dueInMs === null || dueInMs === 0) signal.notify();
          // What is due later than the next look is found by it.
          else if (dueInMs < mailPollMs) setTimeout(() => signal.notify(), dueInMs);
        });
      running.add(work);
    }
    return mails.length > 0;
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      let hasMore = false;
      try {
        hasMore = await round();
      } catch (err) {
        log.error({ err }, 'looking for mails failed');
      }
      if (!hasMore && !stopping) await signal.wait(mailPollMs);
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
