import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

export interface HttpRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** As received, for signatures; empty for GET. */
  readonly body: Buffer;
  /** Address of the peer; behind the gateway that is the gateway's. */
  readonly peerIp: string;
  readonly requestId: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** One exact path and method. */
export interface HttpRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Default: the server's. */
  readonly bodyLimitBytes?: number;
  /** Served only with the gateway's signed identity, like `/graphql`. */
  readonly requiresIdentity?: boolean;
  /** Probes and scrapes: no span, no metrics. */
  readonly quiet?: boolean;
  handle(request: HttpRequest): HttpResponse | Promise<HttpResponse>;
}

/** A response that ends a request from anywhere below its route. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly reply: HttpResponse;

  constructor(status: number, code: string, message: string, headers: OutgoingHttpHeaders = {}) {
    super(message);
    this.reply = jsonResponse(status, { errors: [{ message, extensions: { code } }] }, headers);
  }
}

/** A response whose body is `value` as JSON. */
export function jsonResponse(
  status: number,
  value: unknown,
  headers: OutgoingHttpHeaders = {},
): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}
