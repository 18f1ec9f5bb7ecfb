import { DEMO_PASSWORD, demoCustomer } from '@nakku/demo';
import type { Account } from '../client/index.ts';
import { openAccount, openApi } from '../client/index.ts';
import { decideSubstitutions } from '../verify/load/choices.ts';
import * as shopping from '../verify/load/operations.ts';
import { orderLines, price, productLine, stepLine } from './lines.ts';
import type { DemoProduct } from './operations.ts';
import { homeAndCard, lookAround, servingStores, trackOrder } from './operations.ts';
import { SHOPPING_LIST, chooseProducts } from './products.ts';

const PRODUCTS = 3;
/** A newcomer should not wait longer without a word. */
const SILENCE_MS = 30_000;
const TIMEOUT_MS = 20_000;

export interface DemoOptions {
  readonly gatewayUrl: string;
  print(line: string): void;
}

/**
 * Acts as the demo customer by the public API alone: fills a cart, orders it and follows it to the door.
 * @returns how the order ended: `DELIVERED`, or another end
 * @throws OperationFailed, Refused
 */
export async function runDemo(o: DemoOptions): Promise<string> {
  const api = openApi(o.gatewayUrl);
  const account = openAccount(api, { email: demoCustomer.email, password: DEMO_PASSWORD });
  try {
    const { orderId, storeId } = await order(account, o);
    return await track(account, orderId, storeId, o);
  } finally {
    await account.close();
    await api.close();
  }
}

async function order(
  account: Account,
  { print }: DemoOptions,
): Promise<{ orderId: string; storeId: string }> {
  const limits = { timeoutMs: TIMEOUT_MS };
  const { me, paymentMethods } = await account.execute(homeAndCard, {}, limits);
  const home = me.addresses.find(({ isDefault }) => isDefault) ?? me.addresses[0];
  const card = paymentMethods.find(({ kind }) => kind === 'CARD');
  if (!home || !card)
    throw new Error('The demo customer has no address or no card: the demo data is missing');
  print(
    `Signed in as ${me.name ?? account.email}, at home in ${home.address.lines.join(', ')}, ${home.address.city}.`,
  );

  const { storesServing } = await account.execute(servingStores, { location: home.address.location }, limits);
  const [store] = storesServing;
  if (!store) throw new Error('No store delivers there');
  const products = await choose(account, store.id);
  print(`${store.name} delivers there. Into the cart:`);
  for (const product of products) print(`  ${productLine(product)}`);

  const cart = await fillCart(account, home.id, products);
  const checkout = { cartId: cart.id, expectedVersion: cart.version };
  const { quote } = await account.execute(shopping.cartCheckout, checkout, limits);
  const input = {
    quoteToken: quote.token,
    paymentMethodId: card.id,
    idempotencyKey: `demo:${cart.id}:${cart.version}`,
  };
  const placed = await account.execute(shopping.orderPlace, { input }, limits);
  print(`Ordered with ${card.label}, to be left at the door. Watching it:`);
  print('');
  return { orderId: placed.order.id, storeId: store.id };
}

async function choose(account: Account, storeId: string): Promise<DemoProduct[]> {
  const found = await Promise.all(
    SHOPPING_LIST.map((search) =>
      account.execute(lookAround, { search, storeId }, { timeoutMs: TIMEOUT_MS }),
    ),
  );
  const chosen = chooseProducts(
    found.map(({ products }) => products.edges.map(({ node }) => node)),
    PRODUCTS,
  );
  if (chosen.length === 0)
    throw new Error('The shop is sold out: `npm run reset` and `npm start` fill it again');
  return chosen;
}

async function fillCart(account: Account, addressId: string, products: readonly DemoProduct[]) {
  const limits = { timeoutMs: TIMEOUT_MS };
  const { cart } = await account.execute(shopping.cartCreate, {}, limits);
  const lines = products.map(({ id: productId }, index) => ({ productId, quantity: index + 1 }));
  await account.execute(
    shopping.cartLinesAdd,
    { cartId: cart.id, lines, expectedVersion: cart.version },
    limits,
  );
  await account.execute(shopping.cartAddressSet, { cartId: cart.id, address: { addressId } }, limits);
  return (await account.execute(shopping.cartHandoverSet, { cartId: cart.id }, limits)).cart;
}

const ENDS = new Set(['DELIVERED', 'CANCELLED', 'RETURNED']);

async function track(
  account: Account,
  orderId: string,
  storeId: string,
  { print }: DemoOptions,
): Promise<string> {
  const ended = new AbortController();
  const began = Date.now();
  let before: number | undefined;
  let silence: NodeJS.Timeout | undefined;
  const listen = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      print('           Nothing for a while. Packers and couriers are the service `simulator`: does it run?');
    }, SILENCE_MS).unref();
  };
  const stream = account.follow(
    trackOrder,
    { orderId, storeId },
    {
      signal: ended.signal,
      cursorOf: ({ orderUpdated: { cursor } }) => cursor,
      onBreak: () => print('           The stream broke; it goes on where it was.'),
    },
  );
  listen();
  try {
    for await (const { orderUpdated: update } of stream) {
      listen();
      const at = update.step.at.getTime();
      if (before === undefined) for (const line of orderLines(update.order)) print(line);
      print(stepLine(update, before === undefined ? 0 : at - before));
      before = at;
      if (update.step.kind === 'SUBSTITUTION_PROPOSED') {
        const o = { timeoutMs: TIMEOUT_MS, signal: ended.signal };
        for (const name of await decideSubstitutions(account, orderId, 'accept', o)) {
          print(`           The customer takes ${name} instead.`);
        }
      }
      if (!ENDS.has(update.step.status)) continue;
      const { number, totals, cancelReason } = update.order;
      print('');
      const reason = cancelReason === null ? '' : ` (${cancelReason})`;
      print(
        `${number} is ${update.step.status}${reason} after ${((Date.now() - began) / 1_000).toFixed(1)} s, ${price(totals.total)}.`,
      );
      print(
        'Each message joined orders, products, inventory, users, payments and delivery in one subscription.',
      );
      return update.step.status;
    }
    throw new Error('the stream ended before the order did');
  } finally {
    clearTimeout(silence);
    ended.abort();
  }
}
