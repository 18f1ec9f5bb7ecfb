/** An email as it is handed to the mail server. */
export interface Mail {
  readonly to: { readonly name: string; readonly address: string };
  /** The same in every attempt, so that a mailbox can recognise a repetition. Without angle brackets. */
  readonly messageId: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/**
 * - `accepted`: the mail server has it.
 * - `refused`: it will never take this mail. `isMailbox`: because there is no such mailbox.
 * - `unavailable`: not now; the same mail may be accepted later.
 */
export type MailResult =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly isMailbox: boolean; readonly detail: string }
  | { readonly kind: 'unavailable'; readonly detail: string };

/** The mail server. It never throws: a broken connection is `unavailable`. */
export interface MailerPort {
  send(mail: Mail): Promise<MailResult>;
  close(): void;
}
