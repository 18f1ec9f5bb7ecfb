import { jsonResponse, startHttpServer } from '@nakku/service';
import type { HttpServer } from '@nakku/service';
import type { Receipt } from '../../app/receiveWebhook.ts';

export const WEBHOOK_PATH = '/webhooks/stripe';
/** The provider needs a few connections; whoever else is there may not hold the service's file descriptors. */
const MAX_CONNECTIONS = 200;
const HEADERS_TIMEOUT_MS = 5_000;

/** The service's only public port. It has one route; a forged call learns nothing but 400. */
export function startWebhookServer(
  receive: (request: { body: Buffer; signature: string }) => Promise<Receipt>,
  o: { host: string; port: number; bodyLimitBytes: number },
): Promise<HttpServer> {
  return startHttpServer({
    service: 'payments',
    host: o.host,
    port: o.port,
    bodyLimitBytes: o.bodyLimitBytes,
    maxConnections: MAX_CONNECTIONS,
    headersTimeoutMs: HEADERS_TIMEOUT_MS,
    routes: [
      {
        method: 'POST',
        path: WEBHOOK_PATH,
        async handle({ body, headers }) {
          const signature = headers['stripe-signature'];
          const receipt = await receive({ body, signature: typeof signature === 'string' ? signature : '' });
          return receipt === 'FORGED'
            ? jsonResponse(400, { error: 'invalid signature' })
            : jsonResponse(200, { received: true });
        },
      },
    ],
  });
}
