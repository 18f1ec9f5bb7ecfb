import { escapeUTF8 } from 'entities';
import type { CaughtMail } from './mailbox.ts';

function rowOf({ id, receivedAt, to, subject }: CaughtMail): string {
  const cells = [receivedAt, to.join(', '), subject].map((text) => escapeUTF8(text));
  return `<tr><td>${cells[0]}</td><td>${cells[1]}</td><td><a href="/mails/${id}">${cells[2]}</a></td></tr>`;
}

/** The list of mails, for people. */
export function mailsPage(mails: readonly CaughtMail[]): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mails</title></head>
<body style="font-family:sans-serif"><h1>Mails</h1>
<p>What was sent, newest first. Nothing leaves this machine. As JSON: <a href="/api/mails">/api/mails</a>.</p>
<table cellpadding="4">${mails.map(rowOf).join('\n')}</table></body></html>`;
}
