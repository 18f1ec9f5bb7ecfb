import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request with its path taken apart. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly query: URLSearchParams;
}

export interface Page {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Headers on every response: nothing of ours is to be framed, sniffed or referred to. */
export const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-site',
  'strict-transport-security': 'max-age=31536000',
} as const;

export function sendPage(response: ServerResponse, page: Page): void {
  response.writeHead(page.status, {
    ...securityHeaders,
    'content-length': Buffer.byteLength(page.body),
    ...page.headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : page.body);
}

export function jsonPage(status: number, value: unknown, headers: Record<string, string> = {}): Page {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(value),
  };
}
