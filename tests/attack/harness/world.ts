import { randomUUID } from 'node:crypto';
import { at, change, eventually, textAt } from './graphql.ts';
import type { Production } from './production.ts';
import type { Target } from './target.ts';
import { OWNER, openTarget } from './target.ts';

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly token: string;
}

/** A shop that serves customers, what belongs to whom in it, and those who attack it. */
export interface World {
  readonly production: Production;
  readonly target: Target;
  readonly admin: Person;
  /** Whose things are attacked. */
  readonly victim: Person & {
    readonly cartId: string;
    readonly orderId: string;
    readonly addressId: string;
    readonly methodId: string;
  };
  /** A customer like any other. */
  readonly attacker: Person;
  readonly storeId: string;
  readonly productId: string;
  /** How long a flood lasts, in milliseconds. */
  readonly floodMs: number;
}

export const PASSWORD = 'a long pass phrase of somebody';
const SIGNED_IN = 'user { id } tokens { accessToken refreshToken }';
const home = {
  lines: ['Rosenthaler Straße 40'],
  city: 'Berlin',
  postcode: '10178',
  country: 'DE',
  location: { latitude: 52.5242, longitude: 13.4022 },
};

export async function register(target: Target, name: string): Promise<Person> {
  const email = `${name}-${randomUUID()}@people.example`;
  const input = { email, password: PASSWORD, name };
  const payload = await change(target, 'userRegister', { input: ['UserRegisterInput!', input] }, SIGNED_IN);
  return { id: textAt(payload, 'user', 'id'), email, token: textAt(payload, 'tokens', 'accessToken') };
}

async function login(target: Target, { email }: { readonly email: string }): Promise<Person> {
  const input = { email, password: PASSWORD };
  const payload = await change(target, 'sessionCreate', { input: ['SessionCreateInput!', input] }, SIGNED_IN);
  return { id: textAt(payload, 'user', 'id'), email, token: textAt(payload, 'tokens', 'accessToken') };
}

/** The first administrator, as docs/production.md makes one. */
async function firstAdmin(production: Production, target: Target): Promise<Person> {
  const person = await register(target, 'ada');
  const { code, output } = await production.command('users', 'commands/grantAdmin.js', [person.email]);
  if (code !== 0) throw new Error(`grant-admin ended with ${code}: ${output}`);
  return login(target, person);
}

async function openShop(target: Target, { token }: Person): Promise<{ storeId: string; productId: string }> {
  const store = await change(
    target,
    'storeCreate',
    {
      input: [
        'StoreCreateInput!',
        {
          name: 'Nakku Mitte',
          address: home,
          radiusMeters: 5_000,
          timeZone: 'Europe/Berlin',
          openingHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: 0, closes: 1_440 })),
          deliveryFee: 199,
          currency: 'EUR',
        },
      ],
    },
    'store { id }',
    token,
  );
  const storeId = textAt(store, 'store', 'id');
  const category = await change(
    target,
    'categoryCreate',
    { input: ['CategoryCreateInput!', { name: 'Dairy' }] },
    'category { id }',
    token,
  );
  const product = await change(
    target,
    'productCreate',
    {
      input: [
        'ProductCreateInput!',
        {
          sku: 'MILK-1L',
          name: 'Milk',
          size: 1,
          unit: 'LITER',
          price: { amount: 129, currency: 'EUR' },
          taxRate: 700,
          imageUrls: [],
          attributes: [],
          categoryId: textAt(category, 'category', 'id'),
          tags: [],
        },
      ],
    },
    'product { id }',
    token,
  );
  const productId = textAt(product, 'product', 'id');
  const lines = [{ productId, quantity: 500 }];
  await eventually(() =>
    change(
      target,
      'stockReceive',
      { input: ['StockReceiveInput!', { storeId, lines, idempotencyKey: randomUUID() }] },
      'stockItems { id }',
      token,
    ),
  );
  return { storeId, productId };
}

async function shopping(target: Target, { token }: Person, productId: string) {
  const method = await change(
    target,
    'paymentMethodAdd',
    {
      input: [
        'PaymentMethodAddInput!',
        { kind: 'CARD', cardToken: 'pm_card_visa', isDefault: true, idempotencyKey: randomUUID() },
      ],
    },
    'paymentMethod { id }',
    token,
  );
  const address = await change(
    target,
    'addressAdd',
    { input: ['AddressAddInput!', { label: 'Home', address: home, isDefault: true }] },
    'address { id }',
    token,
  );
  const created = await change(target, 'cartCreate', {}, 'cart { id }', token);
  const cartId = textAt(created, 'cart', 'id');
  const cart = ['ID!', cartId] as const;
  await change(
    target,
    'cartAddressSet',
    { cartId: cart, address: ['CartAddressInput!', { address: home }] },
    'cart { id }',
    token,
  );
  const filled = await eventually(() =>
    change(
      target,
      'cartLinesAdd',
      { cartId: cart, lines: ['[CartLineAddInput!]!', [{ productId, quantity: 1 }]] },
      'cart { version }',
      token,
    ),
  );
  const version = at(filled, 'cart', 'version');
  const methodId = textAt(method, 'paymentMethod', 'id');
  const order = await eventually(async () => {
    const checkout = await change(
      target,
      'cartCheckout',
      { cartId: cart, expectedVersion: ['Int!', version] },
      'quote { token }',
      token,
    );
    const input = {
      quoteToken: textAt(checkout, 'quote', 'token'),
      paymentMethodId: methodId,
      idempotencyKey: randomUUID(),
    };
    return change(target, 'orderPlace', { input: ['OrderPlaceInput!', input] }, 'order { id }', token);
  });
  return {
    cartId,
    methodId,
    addressId: textAt(address, 'address', 'id'),
    orderId: textAt(order, 'order', 'id'),
  };
}

/** Opens a shop in a production that is empty, with an order in it. `close` closes the connections to it. */
export async function openWorld(production: Production, floodMs: number): Promise<World> {
  const target = openTarget(production.system.gatewayUrl);
  const admin = await firstAdmin(production, target);
  const shop = await openShop(target, admin);
  const victim = await register(target, 'vera');
  const things = await shopping(target, victim, shop.productId);
  await eventually(async () => {
    const response = await target.execute({
      query: 'query($id: ID!) { order(id: $id) { status } delivery(orderId: $id) { id } }',
      variables: { id: things.orderId },
      token: victim.token,
      from: OWNER,
    });
    if (at(response.data, 'delivery') == null) throw new Error(`no delivery yet: ${response.text}`);
  }, 120_000);
  const attacker = await register(target, 'mallory');
  return { production, target, admin, victim: { ...victim, ...things }, attacker, ...shop, floodMs };
}
