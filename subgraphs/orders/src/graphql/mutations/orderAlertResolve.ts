import { idInput, notFound, operatesStore, parseInput, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import { resolveAlert } from '../../app/resolveAlert.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';

const inputSchema = z.object({ alertId: idInput });

export const orderAlertResolve: NonNullable<MutationResolvers['orderAlertResolve']> = async (
  _,
  args,
  { caller, deps },
) => {
  const user = requireScope(caller, 'store-orders:write');
  const input = parseInput(inputSchema, args);
  if (!input.ok) return { alert: null, userErrors: input.errors };
  const result = await resolveAlert(deps, {
    ...input.value,
    actorId: user.userId,
    isStaffOf: (storeId) => operatesStore(user, storeId),
  });
  return result.kind === 'done'
    ? { alert: result.alert, userErrors: [] }
    : { alert: null, userErrors: [notFound(['alertId'], 'alert')] };
};
