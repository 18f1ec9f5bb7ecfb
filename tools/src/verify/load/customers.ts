import { demoStores } from '@nakku/demo';
import type { Account, Api } from '../../client/index.ts';
import { isRefused, openAccount, withRetries } from '../../client/index.ts';
import { offset } from '../../simulators/staff/trip.ts';
import * as operations from './operations.ts';

/** Somebody who shops in a load test: an account, a cart with an address, two cards. */
export interface Customer {
  readonly account: Account;
  readonly cartId: string;
  readonly goodCard: string;
  readonly declinedCard: string;
  /**
   * Products of the last order if that was cancelled: a cart that receives the cancellation late restores its lines when
   * the next order has begun already.
   */
  restoredLate: ReadonlySet<string>;
}

const NEAR_METERS = 300;
const STEP_METERS = 45;
const STEPS = 40;

/** Addresses fan out from a store on the side away from the other one, so that each store serves its own. */
export function addressOf(index: number): Readonly<Record<string, unknown>> {
  const store = demoStores[index % demoStores.length];
  if (!store) throw new Error('the demo shop has no stores');
  const away = index % demoStores.length === 0 ? 1 : -1;
  const metres = NEAR_METERS + ((index * 7) % STEPS) * STEP_METERS;
  const angle = (((index * 23) % 120) - 60) * (Math.PI / 180);
  const { latitude, longitude } = offset(
    store.location,
    away * metres * Math.cos(angle),
    metres * Math.sin(angle),
  );
  return {
    address: {
      lines: [`Load Test Street ${index + 1}`],
      city: store.city,
      postcode: store.postcode,
      country: store.country,
      location: { latitude, longitude },
    },
  };
}

/** Registers a customer of this run and prepares everything but the shopping. */
export async function makeCustomer(
  api: Api,
  o: { run: string; index: number; timeoutMs: number },
): Promise<Customer> {
  const { run, index } = o;
  const limits = { timeoutMs: o.timeoutMs };
  const credentials = {
    email: `load-${run}-${index}@nakku.example`,
    password: `load test ${run} has a password ${index}`,
  };
  const account = await register(api, credentials, `Load Test Customer ${index + 1}`, limits);
  const card = async (cardToken: string, isDefault: boolean): Promise<string> => {
    const input = { kind: 'CARD' as const, cardToken, isDefault, idempotencyKey: `${run}:${cardToken}` };
    return (await account.execute(operations.paymentMethodAdd, { input }, limits)).paymentMethod.id;
  };
  const goodCard = await card('pm_card_visa', true);
  const declinedCard = await card('pm_card_chargeDeclined', false);
  const cartId = (await account.execute(operations.cartCreate, {}, limits)).cart.id;
  await account.execute(operations.cartAddressSet, { cartId, address: addressOf(index) }, limits);
  await account.execute(operations.cartHandoverSet, { cartId }, limits);
  return { account, cartId, goodCard, declinedCard, restoredLate: new Set() };
}

async function register(
  api: Api,
  credentials: { email: string; password: string },
  name: string,
  limits: { timeoutMs: number },
): Promise<Account> {
  try {
    const input = { ...credentials, name };
    const { tokens } = await withRetries(() => api.execute(operations.userRegister, { input }), limits);
    return openAccount(api, credentials, tokens);
  } catch (error) {
    // The first try had succeeded, and its response was lost.
    if (isRefused(error, 'EMAIL_TAKEN')) return openAccount(api, credentials);
    throw error;
  }
}
