import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { httpMetrics, logger } from '@nakku/telemetry';
import { readBody } from './body.ts';
import { connectionLimit } from './connectionLimit.ts';
import { drainOf } from './drain.ts';
import { listenOn } from './listenOn.ts';
import { inRequestScope } from './requestScope.ts';
import { HttpRefusal, jsonResponse } from './route.ts';
import type { HttpResponse, HttpRoute } from './route.ts';

export interface HttpServerOptions {
  readonly service: string;
  readonly host: string;
  /** 0: the system chooses. */
  readonly port: number;
  readonly routes: readonly HttpRoute[];
  readonly bodyLimitBytes: number;
  /** More connections at a time are refused; default 10,000. */
  readonly maxConnections?: number;
  /** A connection that has not sent the headers of its request within that time is closed; default 30 s. */
  readonly headersTimeoutMs?: number;
}

export interface HttpServer {
  readonly url: string;
  readonly port: number;
  /** For upgrades to WebSocket. */
  readonly server: Server;
  /** Accepts nothing new, waits for running requests up to `timeoutMs`, then cuts what is left. */
  drain(timeoutMs: number): Promise<void>;
}

/** Longer than the idle time of the gateway's connections, so that it is never our side that closes first. */
const keepAliveMs = 75_000;
const requestTimeoutMs = 30_000;
const maxConnectionsByDefault = 10_000;
/** How often slow senders are looked for; Node's own half minute would let them stay as long again. */
const checkEveryMs = 1_000;

/** Serves the routes; every other path is returned 404, another method 405, a thrown error 500 without detail. */
export async function startHttpServer(o: HttpServerOptions): Promise<HttpServer> {
  const log = logger({ part: 'http' });
  const record = httpMetrics(o.service);
  const routes = new Map(o.routes.map((route) => [`${route.method} ${route.path}`, route]));
  const paths = new Set(o.routes.map((route) => route.path));
  let draining = false;

  const server = createServer({
    keepAliveTimeout: keepAliveMs,
    requestTimeout: requestTimeoutMs,
    headersTimeout: o.headersTimeoutMs ?? requestTimeoutMs,
    connectionsCheckingInterval: checkEveryMs,
  });
  server.maxConnections = connectionLimit(o.maxConnections ?? maxConnectionsByDefault);
  const drain = drainOf(server);
  server.on('request', (request, response) => void respond(request, response));

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const [path = '/', query] = splitUrl(request.url);
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
    const route = routes.get(`${method} ${path}`);
    let reply: HttpResponse;
    if (!route) reply = paths.has(path) ? notAllowed(path) : jsonResponse(404, { error: 'not found' });
    else reply = await runRoute(route, path, query, request);
    send(response, reply, draining);
    if (route?.quiet === true) return;
    const seconds = (performance.now() - started) / 1_000;
    record({ method, endpoint: route?.path ?? 'unknown', statusCode: reply.status, seconds });
  }

  async function runRoute(
    route: HttpRoute,
    path: string,
    query: string,
    request: IncomingMessage,
  ): Promise<HttpResponse> {
    const run = async (requestId: string): Promise<HttpResponse> => {
      try {
        const limit = route.bodyLimitBytes ?? o.bodyLimitBytes;
        return await route.handle({
          method: route.method,
          path,
          query: new URLSearchParams(query),
          headers: request.headers,
          body: route.method === 'POST' ? await readBody(request, limit) : Buffer.alloc(0),
          peerIp: request.socket.remoteAddress ?? '',
          requestId,
        });
      } catch (error) {
        if (error instanceof HttpRefusal) return error.reply;
        log.error({ err: error, endpoint: route.path }, 'request failed');
        return jsonResponse(500, { error: 'internal server error' });
      }
    };
    return route.quiet === true
      ? run('')
      : inRequestScope(request, route.path, ({ requestId }) => run(requestId));
  }

  function notAllowed(path: string): HttpResponse {
    const allow = o.routes.filter((route) => route.path === path).map((route) => route.method);
    return jsonResponse(405, { error: 'method not allowed' }, { allow: allow.join(', ') });
  }

  const port = await listenOn(server, { host: o.host, port: o.port });

  return {
    url: `http://${o.host}:${port}`,
    port,
    server,
    async drain(timeoutMs) {
      draining = true;
      const cut = await drain(timeoutMs);
      if (cut > 0) log.warn({ running: cut }, 'requests were cut at the end of the drain');
    },
  };
}

function splitUrl(url = '/'): [path: string, query: string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

function send(response: ServerResponse, reply: HttpResponse, draining: boolean): void {
  const body = reply.body ?? '';
  response.writeHead(reply.status, {
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    ...(draining ? { connection: 'close' } : {}),
    ...reply.headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
