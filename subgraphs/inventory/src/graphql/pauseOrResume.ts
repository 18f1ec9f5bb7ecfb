import { notFound, parseInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { moveStore } from '../app/moveStore.ts';
import { accessStore } from './access.ts';
import type { Context } from './context.ts';
import { knownId, noteInput } from './inputs.ts';
import { moveStorePayload } from './moveStorePayload.ts';

const inputSchema = z.object({ reason: noteInput });

/** Staff of a store let it take orders or not. A store that has this status already is returned as it is. */
export async function pauseOrResume(
  to: 'PAUSED' | 'OPEN',
  args: { readonly storeId: string; readonly reason?: string | null },
  { caller, deps }: Context,
) {
  const storeId = knownId(args.storeId);
  const user = accessStore(caller, 'stock:write', storeId);
  if (user === null || storeId === null) {
    return { store: null, userErrors: [notFound(['storeId'], 'store')] };
  }
  const input = parseInput(inputSchema, args);
  if (!input.ok) return { store: null, userErrors: input.errors };
  const command = { storeId, actorId: user.userId, to, note: input.value.reason };
  return moveStorePayload(await moveStore(deps, command));
}
