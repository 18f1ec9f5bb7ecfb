import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { jsonResponse, listenOn, startHttpServer } from '@nakku/service';
import type { HttpServer } from '@nakku/service';
import { createDocuments } from '../src/transports/http/documents.ts';
import { jsonPage, sendPage } from '../src/transports/shared/exchange.ts';

const host = '127.0.0.1';
let orders: HttpServer;
let queries: string[] = [];
const servers: Server[] = [];

beforeAll(async () => {
  orders = await startHttpServer({
    ...{ service: 'orders', host, port: 0, bodyLimitBytes: 1_024 },
    routes: [
      {
        method: 'GET',
        path: '/invoices',
        handle({ query }) {
          queries.push(query.toString());
          const token = query.get('token');
          if (token === 'broken') throw new Error('out of paper');
          if (token !== 'good') return jsonResponse(404, { errors: [] });
          const headers = {
            'content-type': 'application/pdf',
            'cache-control': 'private',
            'set-cookie': 'a=b',
          };
          return { status: 200, headers, body: Buffer.from('%PDF-') };
        },
      },
    ],
  });
});
beforeEach(() => {
  queries = [];
});
afterAll(async () => {
  for (const server of servers) server.close();
  await orders.drain(1_000);
});

/** The pages of a gateway whose orders service is at `endpoint`. */
async function start(endpoint: string | undefined, isFull = false) {
  const documents = createDocuments({
    urlOf: (name) => (name === 'orders' ? endpoint : undefined),
    pace: { next: () => undefined, isFull: () => isFull },
    refusedRequests: { blocked: () => undefined },
    trustedProxies: 0,
    timeoutMs: 5_000,
  });
  const server = createServer((request: IncomingMessage, response) => {
    void documents(request.url?.split('?')[0] ?? '/', request).then((page) =>
      sendPage(response, page ?? jsonPage(404, {})),
    );
  });
  servers.push(server);
  const port = await listenOn(server, { host, port: 0 });
  return (path: string) => fetch(`http://${host}:${port}${path}`);
}

test('a document is forwarded with its type, and nothing else of the subgraph', async () => {
  const get = await start(`${orders.url}/graphql`);
  const response = await get('/invoices?token=good');
  expect([response.status, await response.text()]).toEqual([200, '%PDF-']);
  expect(response.headers.get('content-type')).toBe('application/pdf');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('set-cookie')).toBeNull();
});

test('what the subgraph does not know is not found, and other paths are not queries for', async () => {
  const get = await start(`${orders.url}/graphql`);
  for (const path of ['/invoices?token=bad', '/invoices', '/graphql', '/invoices/x', '/constructor']) {
    expect((await get(path)).status).toBe(404);
  }
  expect(queries).toEqual(['token=bad', '']);
  expect((await get(`/invoices?token=${'x'.repeat(300)}`)).status).toBe(404);
  expect(queries).toHaveLength(2);
  const alone = await start(undefined);
  expect((await alone('/invoices?token=good')).status).toBe(404);
});

test('a subgraph that fails or is away is a 503 without detail', async () => {
  const get = await start(`${orders.url}/graphql`);
  const broken = await get('/invoices?token=broken');
  expect([broken.status, await broken.json()]).toEqual([503, { errors: [{ message: 'Try again later' }] }]);
  const away = await start('http://127.0.0.1:1/graphql');
  expect((await away('/invoices?token=good')).status).toBe(503);
});

test('an address that asks too often is refused', async () => {
  const get = await start(`${orders.url}/graphql`, true);
  const refused = await get('/invoices?token=good');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  expect(queries).toEqual([]);
});
