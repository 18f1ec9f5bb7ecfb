import { type InvalidInput, type NotFound, notFound } from '@nakku/graphql-kit';
import type { StoreChanged } from '../app/changeStore.ts';
import type { Store } from '../domain/store.ts';
import { storeClosedError } from './errors.ts';

/** What pausing, resuming and closing a store respond with. */
export function moveStorePayload(result: StoreChanged): {
  store: Store | null;
  userErrors: (NotFound | InvalidInput<'STORE_CLOSED'>)[];
} {
  switch (result.kind) {
    case 'done':
      return { store: result.store, userErrors: [] };
    case 'not_found':
      return { store: null, userErrors: [notFound(['storeId'], 'store')] };
    case 'refused':
      return { store: null, userErrors: [storeClosedError()] };
  }
}
