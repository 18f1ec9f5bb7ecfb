import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { HttpRefusal, listenOn, readBody } from '@nakku/service';

const BODY_LIMIT_BYTES = 65_536;

export interface PlainRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** `cut`: the connection is destroyed without a response. */
export type PlainResponse =
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | 'cut';

/** Listens and hands whole requests to `answer`; a body above 64 KiB is 413, a thrown error 500. */
export async function listen(
  o: { host: string; port: number },
  reply: (request: PlainRequest) => Promise<PlainResponse>,
): Promise<{ server: Server; port: number }> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    void respond(request, response, reply);
  });
  return { server, port: await listenOn(server, o) };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  reply: (request: PlainRequest) => Promise<PlainResponse>,
): Promise<void> {
  try {
    const body = (await readBody(request, BODY_LIMIT_BYTES)).toString('utf8');
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const query = mark < 0 ? '' : url.slice(mark + 1);
    const responded = await reply({
      method: request.method ?? 'GET',
      path,
      query,
      headers: request.headers,
      body,
    });
    if (responded === 'cut') request.socket.destroy();
    else send(response, responded);
  } catch (error) {
    if (response.headersSent || request.socket.destroyed) return;
    if (error instanceof HttpRefusal)
      return send(response, { status: error.reply.status, headers: {}, body: '' });
    const message = error instanceof Error ? error.message : String(error);
    const body = JSON.stringify({ error: { type: 'api_error', message } });
    send(response, { status: 500, headers: { 'content-type': 'application/json' }, body });
  }
}

function send(response: ServerResponse, reply: Exclude<PlainResponse, 'cut'>): void {
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-length': Buffer.byteLength(reply.body),
  });
  response.end(reply.body);
}
