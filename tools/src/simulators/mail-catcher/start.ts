import { listenOn } from '@nakku/service';
import { listen } from '../payment-provider/server.ts';
import type { PlainRequest, PlainResponse } from '../payment-provider/server.ts';
import { Mailbox } from './mailbox.ts';
import type { CaughtMail } from './mailbox.ts';
import { mailsPage } from './page.ts';
import { createSmtpServer } from './smtp.ts';

export interface MailCatcherOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Of page and JSON API. Default 0: the system chooses. */
  readonly port?: number;
  readonly smtpPort?: number;
}

export interface MailCatcher {
  readonly url: string;
  readonly port: number;
  /** `smtp://…`, for whoever sends. */
  readonly smtpUrl: string;
  /** Mails to this address, newest first. */
  mailsTo(address: string): CaughtMail[];
  stop(): Promise<void>;
}

const DEFAULT_LIMIT = 200;
const MAX_LIMIT = 10_000;
const probes: Readonly<Record<string, string>> = { '/live': 'live', '/ready': 'ready' };

/** Starts a mail server that keeps what it gets, with a page (`/`) and a JSON API (`/api/mails?to=&limit=`). */
export async function startMailCatcher(o: MailCatcherOptions = {}): Promise<MailCatcher> {
  const host = o.host ?? '127.0.0.1';
  const mailbox = new Mailbox();
  const smtp = createSmtpServer(mailbox);
  // A client that goes away in the middle of a mail is no failure of ours.
  smtp.on('error', () => undefined);
  const smtpPort = await listenOn(smtp.server, { host, port: o.smtpPort ?? 0 });
  const { server, port } = await listen({ host, port: o.port ?? 0 }, (request) =>
    Promise.resolve(respond(mailbox, request)),
  );
  return {
    url: `http://${host}:${port}`,
    port,
    smtpUrl: `smtp://${host}:${smtpPort}`,
    mailsTo: (to) => mailbox.list({ to, limit: MAX_LIMIT }),
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
    },
  };
}

function respond(mailbox: Mailbox, { method, path, query }: PlainRequest): PlainResponse {
  const status = probes[path];
  if (status !== undefined) return json({ status });
  if (method !== 'GET') return { status: 405, headers: { allow: 'GET' }, body: '' };
  const parameters = new URLSearchParams(query);
  const requested = Number(parameters.get('limit') ?? DEFAULT_LIMIT);
  const limit = Number.isInteger(requested) && requested > 0 ? Math.min(requested, MAX_LIMIT) : DEFAULT_LIMIT;
  const mails = () => mailbox.list({ to: parameters.get('to'), limit });
  if (path === '/api/mails') return json(mails());
  if (path === '/') return page(mailsPage(mails()));
  const found = mailbox.get(Number(/^\/mails\/(\d{1,9})$/.exec(path)?.[1]));
  return found ? page(found.html) : { status: 404, headers: {}, body: '' };
}

const json = (value: unknown): PlainResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

/** A mail is written by others: its scripts do not run, and it loads nothing. */
const page = (html: string): PlainResponse => ({
  status: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-top-navigation",
    'cache-control': 'no-store',
  },
  body: html,
});
