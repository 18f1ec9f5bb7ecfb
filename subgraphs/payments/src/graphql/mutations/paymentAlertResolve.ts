import { idInput, notFound, operatesStore, parseInput, requireScope, textInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { resolveAlert } from '../../app/resolveAlert.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';

const inputSchema = z.object({ alertId: idInput, reason: textInput(1, 200) });

export const paymentAlertResolve: NonNullable<MutationResolvers['paymentAlertResolve']> = async (
  _,
  args,
  { caller, deps },
) => {
  const user = requireScope(caller, 'refunds:write');
  const input = parseInput(inputSchema, args);
  if (!input.ok) return { alert: null, userErrors: input.errors };
  const result = await resolveAlert(deps, {
    ...input.value,
    actorId: user.userId,
    mayResolve: ({ storeId }) => operatesStore(user, storeId),
  });
  return result.kind === 'done'
    ? { alert: result.alert, userErrors: [] }
    : { alert: null, userErrors: [notFound(['alertId'], 'alert')] };
};
