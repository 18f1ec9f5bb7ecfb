import { startSubgraph } from '@nakku/service';
import type { HttpServer, RunningService } from '@nakku/service';
import type { Deps } from './app/deps.ts';
import { receiveWebhook } from './app/receiveWebhook.ts';
import { paymentTimes } from './config.ts';
import type { PaymentsConfig } from './config.ts';
import type { ProviderPort } from './domain/providerPort.ts';
import { orderHandlers } from './events/consume/orders.ts';
import { userHandlers } from './events/consume/users.ts';
import { WORK_CHANNEL } from './events/channels.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { contextOf } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';
import { createReconciler } from './jobs/reconcile.ts';
import { createSignal } from '@nakku/platform';
import { startWorker } from './jobs/worker.ts';
import { measured } from './metrics.ts';
import { stripeFromConfig } from './ports/stripe/stripeFromConfig.ts';
import { startWebhookServer, WEBHOOK_PATH } from './ports/stripe/webhookServer.ts';

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
    async build({ deps: base, pool, live }) {
      const work = createSignal();
      const times = paymentTimes[config.DURATIONS_PROFILE];
      const deps: Deps = {
        ...base,
        provider: wrap(stripeFromConfig(config, times.providerTimeoutMs)),
        times,
        limits: {
          staffRefundMax: config.PAYMENTS_STAFF_REFUND_MAX,
          refundApprovalAbove: config.PAYMENTS_REFUND_APPROVAL_ABOVE,
          staffRefundDailyMax: config.PAYMENTS_STAFF_REFUND_DAILY_MAX,
          cardAttemptsPerOrder: config.PAYMENTS_CARD_ATTEMPTS_PER_ORDER,
          cardRetriesPerHour: config.PAYMENTS_CARD_RETRIES_PER_HOUR,
          cardsAddedPerDay: config.PAYMENTS_CARDS_ADDED_PER_DAY,
        },
        wakeWorker: () => work.notify(),
      };
      const worker = startWorker(deps, { signal: work, concurrency: config.PAYMENTS_WORKER_CONCURRENCY });
      const unsubscribe = live.subscribe(WORK_CHANNEL, () => work.notify());
      const server = await startWebhookServer((request) => receiveWebhook(deps, request), {
        host: config.PAYMENTS_WEBHOOK_HOST ?? config.HOST,
        port: config.PAYMENTS_WEBHOOK_PORT,
        bodyLimitBytes: config.PAYMENTS_WEBHOOK_BODY_BYTES,
      });
      webhooks = server;
      return {
        resolvers,
        measured,
        consumer: { ...orderHandlers(deps), ...userHandlers(deps) },
        jobs: [
          {
            name: 'reconcile',
            everyMs: times.reconcileEveryMs,
            run: createReconciler(deps, pool),
          },
        ],
        context: contextOf(deps),
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
