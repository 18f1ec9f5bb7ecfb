import { idInput, parseInput, requireUser } from '@nakku/graphql-kit';
import { z } from 'zod';
import { markNotificationsRead } from '../../app/markNotificationsRead.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';

const ids = z
  .array(idInput)
  .min(1, { error: 'must have 1–100 IDs' })
  .max(100, { error: 'must have 1–100 IDs' });

// GraphQL's @oneOf makes sure that exactly one of the two is there.
const inputSchema = z
  .object({ ids: ids.nullish(), upTo: idInput.nullish() })
  .transform(({ ids, upTo }) => (upTo ? { upTo } : { ids: ids ?? [] }));

export const notificationsMarkRead: NonNullable<MutationResolvers['notificationsMarkRead']> = async (
  _,
  args,
  { caller, deps },
) => {
  const { userId } = requireUser(caller);
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { unreadCount: null, userErrors: input.errors };
  return { unreadCount: await markNotificationsRead(deps, { userId, which: input.value }), userErrors: [] };
};
