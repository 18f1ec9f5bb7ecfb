import { demoCouriers } from '@nakku/demo';
import { z } from 'zod';
import type { Account } from '../../../tools/src/client/index.ts';
import { isRefused, mutation, query } from '../../../tools/src/client/index.ts';
import * as acts from '../../../tools/src/simulators/staff/courierOperations.ts';
import { pickLines } from '../../../tools/src/simulators/staff/pickLines.ts';
import {
  orderPackingFinish,
  orderPackingStart,
} from '../../../tools/src/simulators/staff/storeOperations.ts';
import { demoAccount, theOperator } from './accounts.ts';
import { store } from './shopping.ts';
import { until } from './waiting.ts';

/** The store's staff begin to pack. */
export async function startPacking(orderId: string): Promise<void> {
  await theOperator.execute(orderPackingStart, { input: { orderId, idempotencyKey: `start:${orderId}` } });
}

/** The store's staff pick what is open, and finish. */
export async function finishPacking(orderId: string): Promise<void> {
  await pickLines(theOperator, orderId);
  await theOperator.execute(orderPackingFinish, { input: { orderId, idempotencyKey: `finish:${orderId}` } });
}

export async function pack(orderId: string): Promise<void> {
  await startPacking(orderId);
  await finishPacking(orderId);
}

const offers = query()(
  `query MyDeliveryOffers { myDeliveryOffers { id delivery { id order { id } } } }`,
  z.object({
    myDeliveryOffers: z.array(
      z.object({
        id: z.string(),
        delivery: z.object({ id: z.string(), order: z.object({ id: z.string() }) }),
      }),
    ),
  }),
);

const completeWithCode = mutation<{ deliveryId: string; code: string }>()(
  `mutation DeliveryComplete($deliveryId: ID!, $code: String) {
    deliveryComplete(deliveryId: $deliveryId, code: $code) { delivery { id } userErrors { ...Refusal } }
  }`,
  z.object({}),
);

/** A courier on shift at the store: the only one, so that every offer is theirs. */
export interface Courier {
  readonly account: Account;
  /** Waits for the offer of this order, and accepts it. @returns the delivery's id */
  accept(orderId: string, timeoutMs?: number): Promise<string>;
  arrive(deliveryId: string): Promise<void>;
  pickUp(deliveryId: string): Promise<void>;
  /** @throws Refused WRONG_CODE */
  handOver(deliveryId: string, code: string): Promise<void>;
}

/** @param index which of the demo couriers */
export async function courierOnShift(index = 0): Promise<Courier> {
  const who = demoCouriers[index];
  if (!who) throw new Error(`there is no courier ${index}`);
  const account = demoAccount(who);
  await account.execute(acts.shiftStart, { location: store.location });

  const act = async (operation: typeof acts.deliveryArrivedAtStore, deliveryId: string): Promise<void> => {
    await account.execute(operation, { deliveryId });
  };

  async function tryToAccept(orderId: string): Promise<string | undefined> {
    const { myDeliveryOffers } = await account.execute(offers, {});
    const offer = myDeliveryOffers.find(({ delivery }) => delivery.order.id === orderId);
    if (!offer) return undefined;
    try {
      await account.execute(acts.deliveryOfferAccept, { offerId: offer.id });
    } catch (error) {
      // It lapsed meanwhile: another round follows.
      if (isRefused(error, 'OFFER_GONE')) return undefined;
      throw error;
    }
    return offer.delivery.id;
  }

  return {
    account,
    accept: async (orderId, timeoutMs) =>
      z.string().parse(
        await until(
          () => tryToAccept(orderId),
          (id) => id !== undefined,
          timeoutMs,
        ),
      ),
    arrive: (deliveryId) => act(acts.deliveryArrivedAtStore, deliveryId),
    pickUp: (deliveryId) => act(acts.deliveryPickedUp, deliveryId),
    handOver: async (deliveryId, code) => {
      await account.execute(completeWithCode, { deliveryId, code });
    },
  };
}
