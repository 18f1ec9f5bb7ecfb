import { requireScope } from '@nakku/graphql-kit';
import { reconciliationOf } from '@nakku/service';
import { logger } from '@nakku/telemetry';
import { GraphQLError } from 'graphql';
import { compareWithProvider, ourPayments } from '../../app/compareWithProvider.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { providerUnavailable } from '../errors.ts';

const HOUR_MS = 3_600_000;
const MAX_HOURS = 8_760;
/** Ten pages of the provider's list: within the time that the gateway waits. */
const MAX_INTENTS = 1_000;

/** Our payments against the provider's intents, as `npm run ops -- reconcile` compares them. */
export const paymentsReconciliation: NonNullable<QueryResolvers['paymentsReconciliation']> = async (
  _,
  { hours },
  { caller, deps },
) => {
  requireScope(caller, 'operations:read');
  if (hours < 1 || hours > MAX_HOURS) {
    throw new GraphQLError(`\`hours\` must be 1–${MAX_HOURS}, not ${hours}.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  const since = new Date(deps.now().getTime() - hours * HOUR_MS);
  const { differences, isComplete } = await compareWithProvider(ourPayments(deps), deps.provider, {
    since,
    maxIntents: MAX_INTENTS,
  }).catch((error: unknown) => {
    logger().warn({ err: error }, 'payments could not be compared with the provider');
    throw providerUnavailable();
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
