import { parseInput, requireScope } from '@nakku/graphql-kit';
import { v7 as uuidv7 } from 'uuid';
import type { Store } from '../../domain/store.ts';
import { publishStore } from '../../events/publishStore.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { insertStore } from '../../store/stores.ts';
import { storeCreateInput } from '../inputs.ts';

export const storeCreate: NonNullable<MutationResolvers['storeCreate']> = async (
  _parent,
  args,
  { caller, platform },
) => {
  requireScope(caller, 'stores:write');
  const input = parseInput(storeCreateInput, args.input, ['input']);
  if (!input.ok) return { store: null, userErrors: input.errors };

  const store: Store = { ...input.value, storeId: uuidv7(), status: 'OPEN', version: 1 };
  await platform.transaction(async (tx) => {
    publishStore(tx, 'store.created', store, await insertStore(tx.db, store));
  });
  return { store, userErrors: [] };
};
