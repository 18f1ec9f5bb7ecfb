import { notFound, parseInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { moveStore } from '../../app/moveStore.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessStore } from '../access.ts';
import { knownId, noteInput } from '../inputs.ts';
import { moveStorePayload } from '../moveStorePayload.ts';

const inputSchema = z.object({ reason: noteInput });

/** A store that takes orders already is returned as it is. */
export const storeResume: NonNullable<MutationResolvers['storeResume']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const storeId = knownId(args.storeId);
  const user = accessStore(caller, 'stock:write', storeId);
  if (user === null || storeId === null) {
    return { store: null, userErrors: [notFound(['storeId'], 'store')] };
  }
  const input = parseInput(inputSchema, args);
  if (!input.ok) return { store: null, userErrors: input.errors };
  const command = { storeId, actorId: user.userId, to: 'OPEN', note: input.value.reason } as const;
  return moveStorePayload(await moveStore(deps, command));
};
