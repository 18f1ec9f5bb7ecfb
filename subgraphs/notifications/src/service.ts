import { createSignal } from '@nakku/platform';
import { startSubgraph } from '@nakku/service';
import type { RunningService } from '@nakku/service';
import type { Deps } from './app/deps.ts';
import { notificationTimes } from './config.ts';
import type { NotificationsConfig } from './config.ts';
import { MAIL_CHANNEL } from './events/channels.ts';
import { deliveryHandlers } from './events/consume/delivery.ts';
import { ordersHandlers } from './events/consume/orders.ts';
import { paymentsHandlers } from './events/consume/payments.ts';
import { userContactsHandlers } from './events/consume/userContacts.ts';
import { usersHandlers } from './events/consume/users.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { contextOf } from './graphql/context.ts';
import { liveReadsOf } from './graphql/liveReads.ts';
import { resolvers } from './graphql/resolvers.ts';
import { startMailWorker } from './jobs/mailWorker.ts';
import { createPruner } from './jobs/pruneNotifications.ts';
import { measured } from './metrics.ts';
import { createSmtpMailer } from './ports/smtp/smtpMailer.ts';

/** Starts the notifications service. @throws Error if the database cannot be reached or the port is taken. */
export function startNotifications(config: NotificationsConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'notifications',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build({ deps: base, liveDb, live }) {
      const times = notificationTimes[config.DURATIONS_PROFILE];
      const mailWaiting = createSignal();
      const deps: Deps = {
        ...base,
        liveReads: liveReadsOf(liveDb),
        mailer: createSmtpMailer({
          url: config.SMTP_URL,
          from: config.NOTIFICATIONS_MAIL_FROM,
          timeoutMs: config.SMTP_TIMEOUT_MS,
          connections: config.SMTP_CONNECTIONS,
        }),
        times,
        config,
      };
      const worker = startMailWorker(deps, { concurrency: config.SMTP_CONNECTIONS, signal: mailWaiting });
      const unsubscribe = live.subscribe(MAIL_CHANNEL, () => mailWaiting.notify());
      return {
        resolvers,
        measured,
        consumer: {
          ...ordersHandlers(deps),
          ...deliveryHandlers(deps),
          ...paymentsHandlers(deps),
          ...usersHandlers(deps),
          ...userContactsHandlers(),
        },
        jobs: [createPruner(deps)],
        context: (base) => contextOf(base.isLive ? { ...deps, db: liveDb } : deps),
        async onStop() {
          unsubscribe();
          await worker.stop();
          deps.mailer.close();
        },
      };
    },
  });
}
