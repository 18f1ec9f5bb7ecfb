/**
 * The steps at which a crash matters, and what is true at each: what stands already and what does not. A step that
 * is not listed here cannot be named in FAILPOINTS, and each one that is has a case in tests/e2e/failpoints.
 */
export const failpoints = {
  'transaction.uncommitted': 'a change, its events, deadlines and stored response are written, not committed',
  'transaction.committed':
    'a change is committed; the caller, the relay and live channels know nothing of it',
  'consumer.uncommitted': 'an event is handled, its effect and its inbox row are written, not committed',
  'consumer.committed': 'the effect of an event and its inbox row are committed, its offset is not',
  'relay.mid-batch': 'the broker has the first half of a batch, none of it is marked as published',
  'relay.published': 'the broker has acknowledged a batch, none of it is marked as published',
  'deadline.taken': 'a due deadline is leased, its handler has not begun',
  'deadline.uncommitted': 'the handler of a deadline is done, its effect is not committed',
  'deadline.committed': 'the effect of a deadline is committed, nobody knows of it',
  'provider.leased': 'a call to the payment provider is leased, it has not begun',
  'provider.responded': 'the payment provider has responded, its response is not recorded',
  'mail.leased': 'a mail is leased, the mail server knows nothing of it',
  'mail.accepted': 'the mail server has accepted a mail, it is not recorded as sent',
} as const satisfies Readonly<Record<string, string>>;

export type Failpoint = keyof typeof failpoints;

/** Whether the catalogue has a step of this name. */
export function isFailpoint(name: string): name is Failpoint {
  return Object.hasOwn(failpoints, name);
}
