import { MAX_PIECES } from '@nakku/contracts';
import {
  idempotencyKeyInput,
  idInput,
  operatesStore,
  parseInput,
  requireScope,
  wholeInput,
} from '@nakku/graphql-kit';
import { z } from 'zod';
import { reportShort } from '../../app/reportShort.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { shortError } from '../packingErrors.ts';

const inputSchema = z.object({
  orderId: idInput,
  lineId: idInput,
  quantity: wholeInput(1, MAX_PIECES),
  idempotencyKey: idempotencyKeyInput,
});

export const orderLineShort: NonNullable<MutationResolvers['orderLineShort']> = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const user = requireScope(caller, 'store-orders:write');
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { order: null, userErrors: input.errors };
  const isStaffOf = (storeId: string) => operatesStore(user, storeId);
  const result = await reportShort(deps, { ...input.value, actorId: user.userId, isStaffOf });
  if (result.kind !== 'done') return { order: null, userErrors: [shortError(result)] };
  return { order: await loaders.orders.load(input.value.orderId), userErrors: [] };
};
