import type { NotificationFailure } from '@nakku/contracts';
import { backoffMs } from '@nakku/platform/backoff';
import type { MailResult } from './mailerPort.ts';

/** When a mail is tried again, in milliseconds. */
export interface MailRetries {
  readonly firstMs: number;
  readonly maxMs: number;
  /** A mail that is not accepted after so long will not be sent. */
  readonly giveUpMs: number;
}

/** What came of an attempt; no address is known yet, or the address bounced before. */
export type AttemptResult =
  MailResult | { readonly kind: 'no_address' } | { readonly kind: 'bounced_before' };

export type MailDecision =
  | { readonly kind: 'SENT' }
  | { readonly kind: 'RETRY'; readonly afterMs: number; readonly detail: string }
  | { readonly kind: 'FAILED'; readonly failure: NotificationFailure; readonly detail: string };

/**
 * What becomes of a mail after an attempt.
 * @param mail.attempts how many there were, this one included
 */
export function afterAttempt(
  result: AttemptResult,
  mail: { readonly attempts: number; readonly createdAt: Date },
  now: Date,
  retries: MailRetries,
): MailDecision {
  switch (result.kind) {
    case 'accepted':
      return { kind: 'SENT' };
    case 'refused':
      return {
        kind: 'FAILED',
        failure: result.isMailbox ? 'BOUNCED' : 'REJECTED',
        detail: result.detail,
      };
    case 'bounced_before':
      return { kind: 'FAILED', failure: 'BOUNCED', detail: 'an earlier mail to this address bounced' };
    case 'no_address':
    case 'unavailable': {
      const detail = result.kind === 'no_address' ? 'no address is known' : result.detail;
      if (now.getTime() - mail.createdAt.getTime() >= retries.giveUpMs) {
        const failure = result.kind === 'no_address' ? 'NO_ADDRESS' : 'EXPIRED';
        return { kind: 'FAILED', failure, detail };
      }
      return { kind: 'RETRY', afterMs: backoffMs(mail.attempts - 1, retries), detail };
    }
  }
}
