import { requireScope } from '@nakku/graphql-kit';
import { reconciliationOf } from '@nakku/service';
import { logger } from '@nakku/telemetry';
import { GraphQLError } from 'graphql';
import type { QueryResolvers } from '../generated/graphql.ts';
import { compareWithProvider } from '../reconcile/compare.ts';
import type { PaymentsService } from '../service.ts';

const HOUR_MS = 3_600_000;
const MOST_HOURS = 8_760;
/** Ten pages of the provider's list: within the time that the gateway waits. */
const MOST_INTENTS = 1_000;

/** Our payments against the provider's intents, as `npm run ops -- reconcile` compares them. */
export function paymentsReconciliation({
  db,
  provider,
  now,
}: PaymentsService): NonNullable<QueryResolvers['paymentsReconciliation']> {
  return async (_, { hours }, { caller }) => {
    requireScope(caller, 'operations:read');
    if (hours < 1 || hours > MOST_HOURS) {
      throw new GraphQLError(`\`hours\` must be 1–${MOST_HOURS}, not ${hours}.`, {
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
    const since = new Date(now().getTime() - hours * HOUR_MS);
    const { differences, isComplete } = await compareWithProvider(db, provider, {
      since,
      mostIntents: MOST_INTENTS,
    }).catch((error: unknown) => {
      logger().warn({ err: error }, 'payments could not be compared with the provider');
      throw new GraphQLError('The payment provider does not answer: try again in a moment.', {
        extensions: { code: 'SERVICE_UNAVAILABLE' },
      });
    });
    return reconciliationOf('payments', {
      isComplete,
      differences: differences.map(({ kind, intentRef, orderId, detail }) => ({
        kind,
        key: intentRef,
        detail: orderId === null ? detail : `order ${orderId}: ${detail}`,
      })),
    });
  };
}
