import { simpleParser } from 'mailparser';
import type { AddressObject } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Mailbox } from './mailbox.ts';

const MAX_BYTES = 1_048_576;
const MAX_CLIENTS = 200;

class Refused extends Error {
  readonly responseCode: number;
  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

/** Addresses whose beginning says what becomes of a mail to them. */
const scripts: readonly { readonly prefix: string; readonly refusal: Refused }[] = [
  { prefix: 'bounce', refusal: new Refused(550, '5.1.1 There is no such mailbox') },
  { prefix: 'busy', refusal: new Refused(451, '4.2.2 The mailbox is busy, try later') },
];

const addressesOf = (field: AddressObject | AddressObject[] | undefined): string[] =>
  [field ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address ?? ''));

/** A mail server that keeps what it gets, and refuses mails to `bounce…@` (no such mailbox) and `busy…@` (try later). */
export function createSmtpServer(mailbox: Mailbox): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    // Else each connection waits for a name server.
    disableReverseLookup: true,
    logger: false,
    size: MAX_BYTES,
    maxClients: MAX_CLIENTS,
    onRcptTo({ address }, _session, callback) {
      callback(scripts.find(({ prefix }) => address.startsWith(prefix))?.refusal ?? null);
    },
    onData(stream, _session, callback) {
      simpleParser(stream).then((mail) => {
        mailbox.add(
          {
            messageId: (mail.messageId ?? '').replace(/^<|>$/g, ''),
            from: addressesOf(mail.from)[0] ?? '',
            to: addressesOf(mail.to),
            subject: mail.subject ?? '',
            text: mail.text ?? '',
            html: mail.html || '',
          },
          new Date(),
        );
        callback(null);
      }, callback);
    },
  });
}
