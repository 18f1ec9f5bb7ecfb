/** A mail as it arrived. */
export interface CaughtMail {
  /** Number of its arrival, from 1. */
  readonly id: number;
  /** Without angle brackets; the same in a mail that was sent again. */
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly receivedAt: string;
}

/** Mails that are kept; the oldest go first. */
const MAX_MAILS = 10_000;

/** The mails of this process, in its memory alone. */
export class Mailbox {
  readonly #mails: CaughtMail[] = [];
  #arrived = 0;

  add(mail: Omit<CaughtMail, 'id' | 'receivedAt'>, now: Date): void {
    this.#arrived += 1;
    this.#mails.push({ ...mail, id: this.#arrived, receivedAt: now.toISOString() });
    if (this.#mails.length > MAX_MAILS) this.#mails.shift();
  }

  get(id: number): CaughtMail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }

  /** The newest `limit` mails, newest first. @param to only those to this address, regardless of case */
  list({ to, limit }: { readonly to: string | null; readonly limit: number }): CaughtMail[] {
    const wanted = to?.toLowerCase();
    return this.#mails
      .filter((mail) => wanted === undefined || mail.to.some((address) => address.toLowerCase() === wanted))
      .slice(-limit)
      .reverse();
  }
}
