import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { HttpRefusal, listenOn, readBody } from '@nakku/service';
import { ZodError } from 'zod';
import type { TraceStore } from './store.ts';
import { traceLine, traceTree } from './tree.ts';

interface Reply {
  readonly status: number;
  readonly type: 'application/json' | 'text/plain; charset=utf-8';
  readonly body: string;
}

const json = (status: number, body: unknown): Reply => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});
const text = (status: number, body: string): Reply => ({ status, type: 'text/plain; charset=utf-8', body });

/** How many traces `GET /` lists at most. */
const LISTED = 200;

/** Listens on 127.0.0.1 for OTLP over HTTP as JSON, and shows what it keeps as text; see `main.ts` for its paths. */
export async function startTraceReceiver(o: {
  readonly port: number;
  readonly store: TraceStore;
  readonly bodyLimitBytes: number;
}): Promise<{ url: string; port: number; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    void replyTo(request, o)
      .catch((error: unknown) => failure(error))
      .then(({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body));
  });
  const port = await listenOn(server, { host: '127.0.0.1', port: o.port });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function replyTo(
  request: IncomingMessage,
  o: { readonly store: TraceStore; readonly bodyLimitBytes: number },
): Promise<Reply> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (request.method === 'POST' && pathname === '/v1/traces') {
    o.store.add(JSON.parse((await readBody(request, o.bodyLimitBytes)).toString('utf8')));
    return json(200, {});
  }
  if (request.method !== 'GET') return json(405, { message: 'Only GET, and POST to /v1/traces' });
  if (pathname === '/ready' || pathname === '/live') return json(200, {});
  if (pathname === '/') return text(200, list(o.store, searchParams.get('has')));
  const tree = traceTree(o.store.trace(pathname.slice(1)));
  return tree === '' ? text(404, 'There is no such trace; it may have been forgotten.\n') : text(200, tree);
}

function list(store: TraceStore, has: string | null): string {
  const mark = has?.indexOf(':') ?? -1;
  const [key, value] = has === null || mark < 0 ? [] : [has.slice(0, mark), has.slice(mark + 1)];
  const found = store
    .traces()
    .filter((spans) => key === undefined || spans.some(({ attributes }) => attributes[key] === value));
  return found
    .slice(0, LISTED)
    .map((spans) => `${traceLine(spans)}\n`)
    .join('');
}

function failure(error: unknown): Reply {
  if (error instanceof HttpRefusal) return json(error.reply.status, { message: error.message });
  if (error instanceof SyntaxError || error instanceof ZodError)
    return json(400, { message: 'The body is not an OTLP trace export as JSON' });
  return json(500, { message: error instanceof Error ? error.message : String(error) });
}
