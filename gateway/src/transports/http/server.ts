import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { CORRELATION_ID_HEADER, REQUEST_ID_HEADER } from '@nakku/identity';
import { connectionLimit, drainOf, headerOf, listenOn } from '@nakku/service';
import { httpMetrics, inSpan, logger, requestContext, runInContext, SpanKind } from '@nakku/telemetry';
import { preflightHeaders } from '../../policy/security/origins.ts';
import type { OriginPolicy } from '../../policy/security/origins.ts';
import { errorOf } from '../../request/results.ts';
import type { Endpoint } from './endpoint.ts';
import { framingProblem } from './framing.ts';
import type { operationMetrics } from './operationMetrics.ts';
import { jsonPage, securityHeaders, sendPage } from '../shared/exchange.ts';
import type { Page } from '../shared/exchange.ts';

export interface PublicServer {
  readonly url: string;
  readonly port: number;
  /** Accepts nothing new and waits for running requests; cuts them after `timeoutMs`. */
  drain(timeoutMs: number): Promise<void>;
}

export interface PublicServerOptions {
  readonly host: string;
  readonly port: number;
  readonly endpoint: Endpoint;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Pages by path: probes, documents, and the explorer in development. */
  readonly page: (path: string, request: IncomingMessage) => Promise<Page | undefined>;
  readonly isAllowedOrigin: OriginPolicy;
  readonly connections: ConnectionLimits;
  readonly record: ReturnType<typeof operationMetrics>;
  /** Counts a request that is refused before it reaches `endpoint`. */
  readonly countRefused: (request: IncomingMessage) => void;
}

/** What a client may take of a connection. Times in ms. */
export interface ConnectionLimits {
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly keepAliveMs: number;
  readonly maxHeaderBytes: number;
  readonly maxConnections: number;
}

const graphqlPath = '/graphql';
/** Time-outs are looked for this often; Node's own half minute would let a slow sender stay as long. */
const lookEveryMs = 1_000;

/** The gateway's one port: GraphQL over HTTP and WebSocket on `/graphql`, and a few pages. */
export async function startPublicServer(o: PublicServerOptions): Promise<PublicServer> {
  const log = logger({ part: 'http' });
  const recordHttp = httpMetrics('gateway');

  const { headersTimeoutMs, requestTimeoutMs, keepAliveMs, maxHeaderBytes, maxConnections } = o.connections;
  const server = createServer({
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: Math.min(lookEveryMs, headersTimeoutMs),
    maxHeaderSize: maxHeaderBytes,
    insecureHTTPParser: false,
  });
  server.maxConnections = connectionLimit(maxConnections);
  const drain = drainOf(server);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    respond(request, response).catch((err: unknown) => {
      log.error({ err }, 'request failed');
      if (response.headersSent) response.destroy();
      else sendPage(response, jsonPage(500, { errors: [{ message: 'Internal server error' }] }));
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => undefined);
    if (pathOf(request) === graphqlPath) o.upgrade(request, socket, head);
    else {
      o.countRefused(request);
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    }
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const problem = framingProblem(request);
    if (problem !== undefined) {
      o.countRefused(request);
      // Where the next request begins is not certain.
      const page = jsonPage(400, { errors: [errorOf('BAD_REQUEST', problem)] }, { connection: 'close' });
      return sendPage(response, page);
    }
    const path = pathOf(request);
    if (path === graphqlPath) return graphql(request, response);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const page = isRead ? await o.page(path, request) : undefined;
    if (!page) o.countRefused(request);
    sendPage(response, page ?? jsonPage(404, { errors: [{ message: 'Not found' }] }));
  }

  async function graphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    if (method === 'OPTIONS') {
      response.writeHead(204, { ...securityHeaders, ...preflightHeaders(request, o.isAllowedOrigin) });
      response.end();
      return;
    }
    if (method !== 'GET' && method !== 'POST') {
      o.countRefused(request);
      sendPage(
        response,
        jsonPage(405, { errors: [{ message: 'Use GET or POST' }] }, { allow: 'GET, POST, OPTIONS' }),
      );
      return;
    }
    const started = performance.now();
    const ids = requestContext({
      requestId: headerOf(request, REQUEST_ID_HEADER),
      correlationId: headerOf(request, CORRELATION_ID_HEADER),
    });
    const query = new URLSearchParams(request.url?.split('?')[1]);
    await runInContext(ids, () =>
      inSpan(
        `${method} ${graphqlPath}`,
        { 'http.request.method': method, 'http.route': graphqlPath },
        async (span) => {
          const admitted = await o.endpoint({ request, response, path: graphqlPath, query }, ids);
          const statusCode = response.statusCode;
          const seconds = (performance.now() - started) / 1_000;
          const operation = admitted?.operation.name?.value;
          if (operation !== undefined) span.setAttribute('graphql.operation.name', operation);
          recordHttp({ method, endpoint: graphqlPath, statusCode, seconds });
          o.record(admitted, statusCode, seconds);
          log.info(
            { operation, kind: admitted?.operation.operation, statusCode, ms: Math.round(seconds * 1e3) },
            'responded',
          );
        },
        { parent: request.headers, kind: SpanKind.SERVER },
      ),
    );
  }

  const port = await listenOn(server, { host: o.host, port: o.port, backlog: 4_096 });

  return {
    url: `http://${o.host}:${port}`,
    port,
    async drain(timeoutMs) {
      await drain(timeoutMs);
    },
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/';
}
