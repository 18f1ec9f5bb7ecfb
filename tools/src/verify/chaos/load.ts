import { readCatalogue } from '@nakku/demo';
import { seededRandom } from '@nakku/platform';
import type { Api } from '../../client/index.ts';
import { makeCustomer } from '../load/customers.ts';
import type { Customer } from '../load/customers.ts';
import { openShelves } from '../load/stock.ts';
import { openLane } from '../../simulators/staff/lane.ts';
import type { History } from './history.ts';
import { planOf } from './plan.ts';
import { recordedApi } from './recordedApi.ts';
import type { Shopped } from './shopper.ts';
import { shopAllDay } from './shopper.ts';

const PLENTY = 40;
const SCARCE = 10;
/** Pieces of each scarce product in each store: soon sold, and the rest of the day missing. */
const PIECES = 2;
const SETUP_TIMEOUT_MS = 60_000;
const SETUP_WIDTH = 4;

/** The customers of a run, registered and with their cards, before anything breaks. */
export interface Load {
  /** They order until `closing`, and follow what they ordered until its end or `stopped`. */
  shop(o: { readonly closing: AbortSignal; readonly stopped: AbortSignal }): Promise<Shopped[]>;
  close(): Promise<void>;
}

export async function prepareLoad(
  api: Api,
  o: { readonly seed: number; readonly customers: number; readonly history: History },
): Promise<Load> {
  const run = `chaos-${o.seed}`;
  const ids = readCatalogue().map(({ productId }) => productId);
  const products = { scarce: ids.slice(0, SCARCE), plenty: ids.slice(SCARCE, SCARCE + PLENTY) };
  const shelves = openShelves(api, run);
  await shelves.makeScarce(products.scarce, PIECES);
  await shelves.close();
  const lane = openLane(SETUP_WIDTH);
  const nameOf = (index: number): string => `customer-${index}`;
  const customers: readonly Customer[] = await Promise.all(
    Array.from({ length: o.customers }, (_, index) =>
      lane(() =>
        makeCustomer(recordedApi(api, o.history, nameOf(index)), {
          run,
          index,
          timeoutMs: SETUP_TIMEOUT_MS,
        }),
      ),
    ),
  );
  return {
    shop: ({ closing, stopped }) =>
      Promise.all(
        customers.map((customer, index) => {
          const random = seededRandom(o.seed * 1_000 + index);
          return shopAllDay({
            customer,
            name: nameOf(index),
            history: o.history,
            nextPlan: () => planOf(random, products),
            closing,
            stopped,
          });
        }),
      ),
    close: async () => {
      await Promise.all(customers.map(({ account }) => account.close()));
    },
  };
}
