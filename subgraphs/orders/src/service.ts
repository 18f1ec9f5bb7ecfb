import { createQuoteVerifier } from '@nakku/quote';
import { startSubgraph } from '@nakku/service';
import type { RunningService } from '@nakku/service';
import type { Deps } from './app/deps.ts';
import { readInvoice } from './app/readInvoice.ts';
import { orderTimes } from './config.ts';
import type { OrdersConfig } from './config.ts';
import { deliveryHandlers } from './events/consume/delivery.ts';
import { paymentMethodHandlers } from './events/consume/paymentMethods.ts';
import { paymentHandlers } from './events/consume/payments.ts';
import { productHandlers } from './events/consume/products.ts';
import { reservationHandlers } from './events/consume/reservations.ts';
import { stockHandlers } from './events/consume/inventory.ts';
import { userHandlers } from './events/consume/users.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { contextOf } from './graphql/context.ts';
import { liveReadsOf } from './graphql/liveReads.ts';
import { resolvers } from './graphql/resolvers.ts';
import { anonymiseOrders } from './jobs/anonymiseOrders.ts';
import { countStuckOrders } from './jobs/countStuckOrders.ts';
import { deadlineHandlers } from './jobs/deadlines.ts';
import { measured } from './metrics.ts';
import { invoiceRoute } from './ports/pdf/invoiceRoute.ts';
import { linkKey } from './store/invoices.ts';
import { projectedSubstitutes } from './store/substitutes.ts';

/** Starts the orders service. @throws Error if the database cannot be reached or the port is taken. */
export function startOrders(config: OrdersConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'orders',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build({ deps: base, db, liveDb }) {
      let signingKey: Promise<Uint8Array> | undefined;
      const deps: Deps = {
        ...base,
        liveReads: liveReadsOf(liveDb),
        quotes: createQuoteVerifier({ publicJwks: config.CART_QUOTE_PUBLIC_JWKS }),
        substitutes: projectedSubstitutes(db),
        times: orderTimes[config.DURATIONS_PROFILE],
        limits: {
          maxOpenOrders: config.ORDERS_MAX_OPEN_PER_CUSTOMER,
          maxUnpaidOrders: config.ORDERS_MAX_UNPAID_PER_CUSTOMER,
        },
        invoices: {
          seller: config.ORDERS_SELLER,
          timeZone: config.ORDERS_INVOICE_TIME_ZONE,
          linkMs: config.ORDERS_INVOICE_LINK_MS,
        },
        linkKey: () => (signingKey ??= linkKey(db)),
        issueLimits: {
          maxAutoRefund: config.ORDERS_ISSUE_AUTO_REFUND_MAX,
          maxAutoRefunds: config.ORDERS_ISSUE_AUTO_REFUNDS_PER_CUSTOMER,
        },
      };
      return {
        routes: [invoiceRoute(deps.invoices.timeZone, (token) => readInvoice(deps, token))],
        resolvers,
        measured,
        consumer: {
          ...productHandlers,
          ...stockHandlers,
          ...reservationHandlers(deps),
          ...paymentHandlers(deps),
          ...paymentMethodHandlers,
          ...userHandlers,
          ...deliveryHandlers(deps),
        },
        deadlines: deadlineHandlers(deps),
        jobs: [
          countStuckOrders(db, config.ORDERS_STUCK_COUNT_EVERY_MS),
          anonymiseOrders(deps, config.ORDERS_ANONYMISE_EVERY_MS),
        ],
        context: ({ isLive }) => contextOf(isLive ? { ...deps, db: liveDb } : deps),
      };
    },
  });
}
