import { jsonResponse, startHttpServer } from '@nakku/service';
import type { HttpServer } from '@nakku/service';
import type { WebhookReceiver } from './receive.ts';

export const WEBHOOK_PATH = '/webhooks/stripe';

/** The service's only public port. It has one route; a forged call learns nothing but 400. */
export function startWebhookServer(
  receiver: WebhookReceiver,
  o: { host: string; port: number; bodyLimitBytes: number },
): Promise<HttpServer> {
  return startHttpServer({
    service: 'payments',
    host: o.host,
    port: o.port,
    bodyLimitBytes: o.bodyLimitBytes,
    routes: [
      {
        method: 'POST',
        path: WEBHOOK_PATH,
        async handle({ body, headers }) {
          const signature = headers['stripe-signature'];
          const receipt = await receiver.receive(body, typeof signature === 'string' ? signature : '');
          return receipt === 'FORGED'
            ? jsonResponse(400, { error: 'the signature does not fit' })
            : jsonResponse(200, { received: true });
        },
      },
    ],
  });
}
