import type { NotificationContent, NotificationKind } from '../notification.ts';
import type { ReceiptContent } from '../receipt.ts';
import { amountText } from '../wording/amount.ts';
import { wordingOf } from '../wording/wording.ts';
import type { Locale } from '../wording/locale.ts';
import { html } from './html.ts';
import { labels } from './labels.ts';
import type { Labels } from './labels.ts';
import type { Mail } from './mailerPort.ts';

/** What an email is made of. */
export interface MailData {
  readonly content: NotificationContent;
  readonly locale: Locale;
  /** The user's name. */
  readonly name: string;
  /** Where the order is shown. */
  readonly orderUrl: string;
  /** Null if it is not known; the email does not list what was ordered then. */
  readonly receipt: ReceiptContent | null;
}

/** Emails that list what was ordered and what it costs. */
const withReceipt: readonly NotificationKind[] = ['ORDER_CONFIRMED', 'ORDER_DELIVERED'];

interface Row {
  readonly label: string;
  readonly amount: string;
}

/** Lines, then what makes the total; amounts of 0 are left out, but for the total. */
function rowsOf(receipt: ReceiptContent, locale: Locale, text: Labels): { lines: Row[]; totals: Row[] } {
  const shown = (amount: number): string => amountText(amount, receipt.currency, locale);
  const row = (label: string, amount: number): Row[] =>
    amount === 0 ? [] : [{ label, amount: shown(amount) }];
  const lines = receipt.lines.map(({ name, quantity, total }) => ({
    label: `${quantity} × ${name}`,
    amount: shown(total),
  }));
  const totals = [
    ...row(text.subtotal, receipt.subtotal),
    ...(receipt.discount === 0 ? [] : [{ label: text.discount, amount: `−${shown(receipt.discount)}` }]),
    ...row(text.deliveryFee, receipt.deliveryFee),
    ...row(text.tip, receipt.tip),
    { label: text.total, amount: shown(receipt.total) },
    ...row(text.tax, receipt.tax),
  ];
  return { lines, totals };
}

/** The email of a notification, as HTML and as text. Whatever people wrote is escaped. */
export function mailTextOf(data: MailData): Pick<Mail, 'subject' | 'html' | 'text'> {
  const { content, locale, name, orderUrl } = data;
  const text = labels[locale];
  const { title, body } = wordingOf(content, locale);
  const receipt = withReceipt.includes(content.kind) ? data.receipt : null;
  const { lines, totals } = receipt ? rowsOf(receipt, locale, text) : { lines: [], totals: [] };
  const cells = (rows: readonly Row[]) =>
    rows.map(
      ({ label, amount }) =>
        html`<tr>
          <td>${label}</td>
          <td align="right">${amount}</td>
        </tr>`,
    );
  const table =
    receipt === null
      ? html``
      : html`<table width="100%" cellpadding="4">
          ${cells(lines)}
          <tr>
            <td colspan="2"><hr /></td>
          </tr>
          ${cells(totals)}
        </table>`;
  const page = html`<!doctype html>
    <html lang="${locale.toLowerCase()}">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
      </head>
      <body style="font-family:sans-serif;max-width:36em;margin:auto">
        <h1 style="font-size:1.3em">${title}</h1>
        <p>${text.greeting(name)}</p>
        <p>${body}</p>
        ${table}
        <p><a href="${orderUrl}">${text.viewOrder}</a></p>
        <p style="color:#666;font-size:0.8em">${text.reason}</p>
      </body>
    </html> `;
  const plain = (rows: readonly Row[]) => rows.map(({ label, amount }) => `${label}: ${amount}`).join('\n');
  const parts = [
    text.greeting(name),
    body,
    ...(receipt === null ? [] : [plain(lines), plain(totals)]),
    `${text.viewOrder}: ${orderUrl}`,
    text.reason,
  ];
  return { subject: title, html: page.markup, text: `${parts.join('\n\n')}\n` };
}
