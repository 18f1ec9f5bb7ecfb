import { startLeasedWorker } from '@nakku/platform';
import type { LeasedWorker, Signal } from '@nakku/platform';
import type { Deps } from '../app/deps.ts';
import { sendMail } from '../app/sendMail.ts';
import { leaseMails } from '../store/mails.ts';

/** Sends the mails that are due, `concurrency` at the same time, leased by half of that at least. */
export function startMailWorker(
  deps: Deps,
  o: { readonly concurrency: number; readonly signal: Signal },
): LeasedWorker {
  const { mailLeaseMs, mailPollMs } = deps.times;
  return startLeasedWorker({
    ...o,
    part: 'mail-worker',
    minFree: Math.ceil(o.concurrency / 2),
    pollMs: mailPollMs,
    lease: (limit) => leaseMails(deps.db, limit, mailLeaseMs),
    work: (mail) => sendMail(deps, mail),
    describe: ({ notificationId }) => ({ notificationId }),
  });
}
