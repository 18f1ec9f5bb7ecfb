import { randomUUID } from 'node:crypto';
import { demoAddress, demoStores, readCatalogue } from '@nakku/demo';
import type { Customer } from './accounts.ts';
import type { Line, Order } from './operations.ts';
import * as operations from './operations.ts';
import { until } from './waiting.ts';

const [mitte] = demoStores;
if (!mitte) throw new Error('the demo shop has no stores');
/** The store that serves the customers of the tests. */
export const store = mitte;

const { location, lines, city, postcode, country, instructions } = demoAddress;
/** Where the customers of the tests live. */
export const address = { location, lines, city, postcode, country, instructions };

const catalogue = readCatalogue();
/** A product of the demo shop, with 1,000 pieces in each store. @param index one that no other scenario takes */
export function product(index: number): (typeof catalogue)[number] {
  const found = catalogue[index];
  if (!found) throw new Error(`there is no product ${index}`);
  return found;
}

export interface Basket {
  readonly cartId: string;
  readonly version: number;
  readonly total: number;
}

/** A new cart with these lines, for the customers' street. */
export async function fillCart(
  { account }: Customer,
  basket: readonly Line[],
  o: { handover?: 'CODE' | 'LEFT_AT_DOOR' } = {},
): Promise<Basket> {
  const cartId = (await account.execute(operations.cartCreate, {})).cart.id;
  await account.execute(operations.cartLinesAdd, { cartId, lines: basket });
  await account.execute(operations.cartHandoverSet, { cartId, handover: o.handover ?? 'CODE' });
  const { cart } = await account.execute(operations.cartAddressSet, { cartId, address: { address } });
  return { cartId, version: cart.version, total: cart.totals.total.amount };
}

export interface Placed {
  readonly orderId: string;
  readonly cartId: string;
  /** Minor units. */
  readonly total: number;
}

/** Checks a cart out and orders it. @param o.methodId default: the customer's own */
export async function placeOrder(
  { account, methodId }: Customer,
  { cartId, version }: Pick<Basket, 'cartId' | 'version'>,
  o: { methodId?: string } = {},
): Promise<Placed> {
  const { quote } = await account.execute(operations.cartCheckout, { cartId, expectedVersion: version });
  const input = {
    quoteToken: quote.token,
    paymentMethodId: o.methodId ?? methodId,
    idempotencyKey: randomUUID(),
  };
  const { order } = await account.execute(operations.orderPlace, { input });
  return { orderId: order.id, cartId, total: quote.totals.total.amount };
}

/** From the empty cart to the order. */
export async function order(
  customer: Customer,
  basket: readonly Line[],
  o: { methodId?: string; handover?: 'CODE' | 'LEFT_AT_DOOR' } = {},
): Promise<Placed> {
  return placeOrder(customer, await fillCart(customer, basket, o), o);
}

/** The order as its customer sees it. */
export async function orderOf({ account }: Pick<Customer, 'account'>, orderId: string): Promise<Order> {
  const { order: found } = await account.execute(operations.orderQuery, { id: orderId });
  if (!found) throw new Error(`there is no order ${orderId}`);
  return found;
}

/** Waits until the order is as wanted. */
export function orderWhen(
  customer: Pick<Customer, 'account'>,
  orderId: string,
  isWanted: (order: Order) => boolean,
  timeoutMs?: number,
): Promise<Order> {
  return until(() => orderOf(customer, orderId), isWanted, timeoutMs);
}

export const orderInStatus = (
  customer: Pick<Customer, 'account'>,
  orderId: string,
  status: string,
): Promise<Order> => orderWhen(customer, orderId, (found) => found.status === status);

/** @returns `CANCELLED` or `CANCELLATION_PENDING` */
export async function cancel({ account }: Pick<Customer, 'account'>, orderId: string): Promise<string> {
  const input = { orderId, idempotencyKey: randomUUID() };
  return (await account.execute(operations.orderCancel, { input })).outcome;
}

/** Quantities by product that a cart shows. */
export async function cartOf({ account }: Customer, id: string): Promise<Record<string, number>> {
  const { cart } = await account.execute(operations.cartQuery, { id });
  return Object.fromEntries(cart.lines.map((line) => [line.product.id, line.quantity]));
}
