import { createTransport } from 'nodemailer';
import type { Mail, MailerPort, MailResult } from '../../domain/mail/mailerPort.ts';

export interface SmtpOptions {
  /** `smtp://host:port`, `smtps://user:password@host`. */
  readonly url: string;
  /** Sender, such as `Nakku <orders@nakku.example>`. */
  readonly from: string;
  readonly timeoutMs: number;
  /** Connections to the mail server at the same time. */
  readonly connections: number;
}

/** The reply codes of RFC 5321 by which a server says that there is no such mailbox. */
const NO_MAILBOX: readonly unknown[] = [550, 551, 553];

function resultOf(error: unknown): MailResult {
  const detail = error instanceof Error ? error.message : String(error);
  const { responseCode, command }: { responseCode?: unknown; command?: unknown } = Object(error);
  if (typeof responseCode !== 'number' || responseCode < 500) return { kind: 'unavailable', detail };
  // Only the response to the recipient concerns the mailbox; the sender's or the content's is ours.
  return { kind: 'refused', isMailbox: command === 'RCPT TO' && NO_MAILBOX.includes(responseCode), detail };
}

/** Sends by SMTP over a few connections that are kept open. */
export function createSmtpMailer(o: SmtpOptions): MailerPort {
  const { timeoutMs } = o;
  const transport = createTransport({
    url: o.url,
    pool: true,
    maxConnections: o.connections,
    maxMessages: Infinity,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, messageId, subject, html, text }: Mail) {
      try {
        await transport.sendMail({
          from: o.from,
          to,
          subject,
          html,
          text,
          messageId: `<${messageId}>`,
          // Nobody's out-of-office reply is wanted.
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { kind: 'accepted' };
      } catch (error) {
        return resultOf(error);
      }
    },
    close: () => transport.close(),
  };
}
