import { failpoint, refuse } from '@nakku/platform';
import { afterAttempt } from '../domain/mail/attempt.ts';
import type { AttemptResult, MailDecision } from '../domain/mail/attempt.ts';
import { mailTextOf } from '../domain/mail/template.ts';
import { publishMailEnd } from '../events/publish.ts';
import { countMail } from '../metrics.ts';
import { markBounced } from '../store/contacts.ts';
import { endMail, postponeMail } from '../store/mails.ts';
import type { LeasedMail } from '../store/mails.ts';
import type { Deps } from './deps.ts';

/**
 * Sends one leased mail, outside of any transaction, then records what came of it together with the event. A worker that
 * dies before it has recorded that the mail server accepted the mail leaves its lease, and the mail is sent once more, with
 * the same Message-ID: SMTP knows no other way to repeat a request, and a receipt twice is better than none.
 * @returns milliseconds until the mail is due again; null: it has ended
 */
export async function sendMail(deps: Deps, mail: LeasedMail): Promise<number | null> {
  await failpoint('mail.leased');
  const result = await attempt(deps, mail);
  await failpoint('mail.accepted');
  const decision = afterAttempt(result, mail, deps.now(), deps.times.mailRetries);
  await record(deps, mail, decision);
  return decision.kind === 'RETRY' ? decision.afterMs : null;
}

async function attempt(deps: Deps, mail: LeasedMail): Promise<AttemptResult> {
  const { email, name, orderId, content, locale, receipt } = mail;
  if (email === null || name === null) return { kind: 'no_address' };
  if (mail.hasBounced) return { kind: 'bounced_before' };
  const { NOTIFICATIONS_APP_URL: appUrl, NOTIFICATIONS_MAIL_DOMAIN: domain } = deps.config;
  return deps.mailer.send({
    to: { name, address: email },
    messageId: `${mail.notificationId}@${domain}`,
    ...mailTextOf({ content, locale, name, receipt, orderUrl: new URL(`orders/${orderId}`, appUrl).href }),
  });
}

async function record(deps: Deps, mail: LeasedMail, decision: MailDecision): Promise<void> {
  const { notificationId } = mail;
  if (decision.kind === 'RETRY') {
    await postponeMail(deps.db, notificationId, decision);
    countMail('retried');
    return;
  }
  const now = deps.now();
  const { kind, ...why } = decision;
  const end = 'failure' in why ? ({ status: 'FAILED', ...why } as const) : ({ status: 'SENT' } as const);
  const isRecorded = await deps.platform.transaction(async (tx) => {
    if (end.status === 'FAILED' && end.failure === 'BOUNCED' && mail.email !== null)
      await markBounced(tx.db, mail.userId, mail.email, now);
    const version = await endMail(tx.db, notificationId, end, now);
    if (version === null) return refuse(false);
    publishMailEnd(tx, mail, version, end, now);
    return true;
  });
  if (isRecorded) countMail(kind === 'SENT' ? 'sent' : 'failed');
}
