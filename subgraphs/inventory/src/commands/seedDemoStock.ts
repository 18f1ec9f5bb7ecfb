import { demoStores, readCatalogue } from '@nakku/demo';
import type { Deps } from '../app/deps.ts';
import { fillStore, openStore } from '../app/fillStore.ts';

const PIECES = 1_000;
const THRESHOLD = 20;

/**
 * Opens the demo shop's stores and fills their shelves, with events like any other change. What exists already stays
 * as it is, so it can run again. Returns how much it added.
 */
export async function seedDemoStock(
  deps: Pick<Deps, 'platform' | 'newId'>,
): Promise<{ stores: number; stockItems: number }> {
  const productIds = readCatalogue().map((product) => product.productId);
  const added = { stores: 0, stockItems: 0 };
  for (const { lines, city, postcode, country, location, ...rest } of demoStores) {
    const address = { lines, city, postcode, country, location, instructions: null };
    const isNew = await openStore(deps, { ...rest, address, closedDates: [], status: 'OPEN', version: 1 });
    if (isNew) added.stores += 1;
    added.stockItems += await fillStore(deps, {
      storeId: rest.storeId,
      productIds,
      pieces: PIECES,
      threshold: THRESHOLD,
      reason: 'First filling',
    });
  }
  return added;
}
