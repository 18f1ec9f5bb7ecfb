import { afterAttempt } from './attempt.ts';
import type { AttemptResult, MailDecision } from './attempt.ts';

const retries = { firstMs: 1_000, maxMs: 60_000, giveUpMs: 3_600_000 };
const createdAt = new Date('2026-03-01T12:00:00Z');
const soon = new Date('2026-03-01T12:10:00Z');
const late = new Date('2026-03-01T13:00:00Z');
const unavailable: AttemptResult = { kind: 'unavailable', detail: '451 try later' };

test.each<[string, AttemptResult, number, Date, MailDecision]>([
  ['accepted', { kind: 'accepted' }, 1, soon, { kind: 'SENT' }],
  ['accepted late', { kind: 'accepted' }, 9, late, { kind: 'SENT' }],
  ['first', unavailable, 1, soon, { kind: 'RETRY', afterMs: 1_000, detail: '451 try later' }],
  ['fourth', unavailable, 4, soon, { kind: 'RETRY', afterMs: 8_000, detail: '451 try later' }],
  ['20th', unavailable, 20, soon, { kind: 'RETRY', afterMs: 60_000, detail: '451 try later' }],
  ['too late', unavailable, 20, late, { kind: 'FAILED', failure: 'EXPIRED', detail: '451 try later' }],
  [
    'no mailbox',
    { kind: 'refused', isMailbox: true, detail: '550' },
    1,
    soon,
    { kind: 'FAILED', failure: 'BOUNCED', detail: '550' },
  ],
  [
    'refused',
    { kind: 'refused', isMailbox: false, detail: '554' },
    1,
    soon,
    { kind: 'FAILED', failure: 'REJECTED', detail: '554' },
  ],
  [
    'bounced before',
    { kind: 'bounced_before' },
    1,
    soon,
    { kind: 'FAILED', failure: 'BOUNCED', detail: 'an earlier mail to this address bounced' },
  ],
  [
    'no address yet',
    { kind: 'no_address' },
    1,
    soon,
    { kind: 'RETRY', afterMs: 1_000, detail: 'no address is known' },
  ],
  [
    'no address at all',
    { kind: 'no_address' },
    9,
    late,
    { kind: 'FAILED', failure: 'NO_ADDRESS', detail: 'no address is known' },
  ],
])('%s', (_, result, attempts, now, decision) => {
  expect(afterAttempt(result, { attempts, createdAt }, now, retries)).toEqual(decision);
});
