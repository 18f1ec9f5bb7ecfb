import { startSubgraph } from '@nakku/service';
import type { HttpServer, RunningService } from '@nakku/service';
import { v7 } from 'uuid';
import type { PaymentsConfig } from './config.ts';
import type { ProviderPort } from './domain/provider.ts';
import { orderHandlers } from './events/orders.ts';
import { WORK_CHANNEL } from './events/published.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { loaders } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';
import { providerOf } from './provider/fromConfig.ts';
import { createReconciler } from './reconcile/reconciler.ts';
import type { PaymentsService } from './service.ts';
import { createWebhookReceiver } from './webhook/receive.ts';
import { startWebhookServer, WEBHOOK_PATH } from './webhook/server.ts';
import { startWorker } from './worker/worker.ts';

export interface RunningPayments extends RunningService {
  /** Where the provider delivers its events. */
  readonly webhookUrl: string;
}

/**
 * Starts the payments subgraph: GraphQL, the worker, the reconciler, and the webhook's own public port.
 * @param wrap puts something around the provider, so that a test can break it at a chosen moment
 * @throws Error if the database cannot be reached or a port is taken
 */
export async function startPayments(
  config: PaymentsConfig,
  wrap: (provider: ProviderPort) => ProviderPort = (provider) => provider,
): Promise<RunningPayments> {
  let webhooks: HttpServer | undefined;
  const running = await startSubgraph({
    name: 'payments',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    async build({ db, pool, platform, live, durations }) {
      const times = durations.payments;
      const provider = wrap(providerOf(config, times.providerTimeoutMs));
      const service: PaymentsService = { db, platform, provider, now: () => new Date(), newId: v7 };
      const worker = startWorker({
        platform,
        db,
        provider,
        durations: times,
        concurrency: config.PAYMENTS_WORKER_CONCURRENCY,
      });
      const unsubscribe = live.subscribe(WORK_CHANNEL, () => worker.wake());
      const wake = (): void => worker.wake();
      const server = await startWebhookServer(createWebhookReceiver({ platform, db, provider, wake }), {
        host: config.PAYMENTS_WEBHOOK_HOST ?? config.HOST,
        port: config.PAYMENTS_WEBHOOK_PORT,
        bodyLimitBytes: config.PAYMENTS_WEBHOOK_BODY_BYTES,
      });
      webhooks = server;
      return {
        resolvers: resolvers(service),
        consumer: orderHandlers(),
        jobs: [
          {
            name: 'reconcile',
            everyMs: times.reconcileEveryMs,
            run: createReconciler({ platform, db, pool, provider, durations: times, wake }),
          },
        ],
        context: () => loaders(service),
        async onStop() {
          unsubscribe();
          await Promise.all([server.drain(1_000), worker.stop()]);
        },
      };
    },
  });
  if (!webhooks) throw new Error('the webhook server was not built');
  return { ...running, webhookUrl: `${webhooks.url}${WEBHOOK_PATH}` };
}
