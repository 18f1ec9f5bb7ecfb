import type { Store } from '../domain/store.ts';
import type { Context } from './context.ts';

/** The store of a stock item, as a resolver of its field. */
export async function loadStoreOf(
  { storeId }: { readonly storeId: string },
  _args: unknown,
  { loaders }: Context,
): Promise<Store> {
  const store = await loaders.store.load(storeId);
  // A foreign key keeps the store of a stock item.
  if (store === null) throw new Error(`the store ${storeId} of a stock item is gone`);
  return store;
}
