import { isTimeZone } from '@nakku/geo';
import { jwksSchema } from '@nakku/identity';
import { integer, json, subgraphEnv } from '@nakku/service';
import type { DurationsProfile } from '@nakku/service';
import { z } from 'zod';
import type { OrderTimes } from './domain/deadlines.ts';

/** Environment of the orders service. */
export const configSchema = z.object({
  ...subgraphEnv,
  /** Public keys of cart, which signs checkout quotes. */
  CART_QUOTE_PUBLIC_JWKS: json(jwksSchema),
  /** How often the orders on the operators' list are counted for `orders_stuck`. */
  ORDERS_STUCK_COUNT_EVERY_MS: integer(100, 600_000).default(10_000),
  /** How often ended orders of erased customers are looked for, to be anonymised. */
  ORDERS_ANONYMISE_EVERY_MS: integer(100, 86_400_000).default(600_000),
  /** Orders of one customer that have not reached a final status. */
  ORDERS_MAX_OPEN_PER_CUSTOMER: integer(1, 1_000).default(50),
  /** Those among them that are neither paid nor authorised by card. */
  ORDERS_MAX_UNPAID_PER_CUSTOMER: integer(1, 1_000).default(5),
  /** What is refunded for an issue without a person, in whole units of the order's currency. */
  ORDERS_ISSUE_AUTO_REFUND_MAX: integer(0, 100_000).default(20),
  /** How often within 90 days, for one customer. */
  ORDERS_ISSUE_AUTO_REFUNDS_PER_CUSTOMER: integer(0, 1_000).default(3),
  /** Who sells, as invoices name it: JSON of the name, the lines of the address and the VAT identification number. */
  ORDERS_SELLER: json(
    z.object({
      name: z.string().min(1).max(200),
      lines: z.array(z.string().min(1).max(120)).min(1).max(5),
      taxId: z.string().min(1).max(40),
    }),
  ).default({ name: 'Nakku Demo GmbH', lines: ['Musterstraße 1', '10115 Berlin'], taxId: 'DE000000000' }),
  /** IANA name of the seller's time zone, which decides in which year an invoice is numbered. */
  ORDERS_INVOICE_TIME_ZONE: z.string().refine(isTimeZone).default('Europe/Berlin'),
  /** How long a link to an invoice is valid. */
  ORDERS_INVOICE_LINK_MS: integer(1_000, 86_400_000).default(900_000),
});

export type OrdersConfig = z.infer<typeof configSchema>;

const second = 1_000;
const minute = 60 * second;

const production: OrderTimes = {
  reservationDeadlineMs: 30 * second,
  paymentDeadlineMs: 10 * minute,
  confirmedAlertMs: 10 * minute,
  confirmedCancelMs: 30 * minute,
  packingAlertMs: 20 * minute,
  packingCancelMs: 60 * minute,
  readyAlertMs: 20 * minute,
  readyCancelMs: 40 * minute,
  outForDeliveryAlertMs: 60 * minute,
  returningAlertMs: 60 * minute,
  cancelRequestAlertMs: 60 * second,
  changeMs: minute,
  substitutionAnswerMs: 3 * minute,
  ratingChangeMs: 48 * 60 * minute,
  issueReportMs: 48 * 60 * minute,
};

/**
 * A service that was killed works again after its start and the session time-out of its consumer group (6 s), which a busy
 * machine multiplies: what waits for another service waits longer than that, or a test of a crash sees the order cancelled.
 */
const afterCrash = 30 * second;

/** How long an order may stay in each status, in milliseconds. In the demo an order survives while its reader has lunch. */
export const orderTimes: Readonly<Record<DurationsProfile, OrderTimes>> = {
  production,
  demo: production,
  test: {
    reservationDeadlineMs: afterCrash,
    paymentDeadlineMs: afterCrash,
    confirmedAlertMs: production.confirmedAlertMs / 60,
    confirmedCancelMs: production.confirmedCancelMs / 60,
    packingAlertMs: production.packingAlertMs / 60,
    packingCancelMs: production.packingCancelMs / 60,
    readyAlertMs: production.readyAlertMs / 60,
    readyCancelMs: production.readyCancelMs / 60,
    outForDeliveryAlertMs: production.outForDeliveryAlertMs / 60,
    returningAlertMs: production.returningAlertMs / 60,
    cancelRequestAlertMs: production.cancelRequestAlertMs / 60,
    changeMs: 10 * second,
    substitutionAnswerMs: 5 * second,
    ratingChangeMs: production.ratingChangeMs,
    issueReportMs: production.issueReportMs,
  },
};
