import type { UserCaller } from '@nakku/identity';
import { customer } from '@nakku/testkit';
import type { CartHarness } from '../../subgraphs/cart/test/harness.ts';
import { startCartHarness } from '../../subgraphs/cart/test/harness.ts';
import { raceTest, times } from './harness/race.ts';

const CREATE = 'mutation { cartCreate { cart { id } userErrors { __typename } } }';
const ADD = `mutation($cartId: ID!, $lines: [CartLineAddInput!]!, $expectedVersion: Int) {
  cartLinesAdd(cartId: $cartId, lines: $lines, expectedVersion: $expectedVersion) {
    cart { version } userErrors { ... on UserError { code: errorCode } } } }`;
const READ = 'query($id: ID!) { cart(id: $id) { itemCount version lines { quantity } } }';

let shop: CartHarness;
beforeAll(async () => {
  shop = await startCartHarness();
}, 60_000);
afterAll(() => shop.stop());

async function cartOf(caller: UserCaller): Promise<string> {
  const { data } = await shop.client.query(CREATE, {}, caller);
  return String(data?.cartCreate.cart.id);
}

/** @returns '' or the code of the refusal */
async function add(
  caller: UserCaller,
  cartId: string,
  quantity: number,
  expectedVersion?: number,
): Promise<string> {
  const lines = [{ productId: shop.milk, quantity }];
  const variables = { cartId, lines, ...(expectedVersion === undefined ? {} : { expectedVersion }) };
  const { data, errors } = await shop.client.query(ADD, variables, caller);
  expect(errors).toBeUndefined();
  return data?.cartLinesAdd.userErrors[0]?.code ?? '';
}

const read = async (caller: UserCaller, id: string): Promise<unknown> =>
  (await shop.client.query(READ, { id }, caller)).data?.cart;

const isAdded = (code: string): boolean => code === '';

raceTest('two tabs add to one cart', { invariant: 'both count, in one line', rounds: 10 }, async (race) => {
  const carla = customer();
  const cartId = await cartOf(carla);
  const codes = await race.start(
    [3, 4].map((quantity) => () => add(carla, cartId, quantity)),
    isAdded,
  );
  expect(codes).toEqual(['', '']);
  expect(await read(carla, cartId)).toEqual({ itemCount: 7, version: 3, lines: [{ quantity: 7 }] });
});

raceTest(
  'twenty tabs add six pieces, at most 99 fit',
  { invariant: 'sixteen fit, nothing is lost, four are refused' },
  async (race) => {
    const carla = customer();
    const cartId = await cartOf(carla);
    const codes = await race.start(
      times(20, () => () => add(carla, cartId, 6)),
      isAdded,
    );
    expect(codes.filter((code) => !isAdded(code))).toEqual(times(4, () => 'CART_LIMIT'));
    expect(await read(carla, cartId)).toEqual({ itemCount: 96, version: 17, lines: [{ quantity: 96 }] });
  },
);

raceTest(
  'ten tabs change the version that they have seen',
  { invariant: 'one of them does, the others are told of the newer version' },
  async (race) => {
    const carla = customer();
    const cartId = await cartOf(carla);
    const codes = await race.start(
      times(10, () => () => add(carla, cartId, 1, 1)),
      isAdded,
    );
    expect(codes.filter(isAdded)).toHaveLength(1);
    expect(codes.filter((code) => !isAdded(code))).toEqual(times(9, () => 'VERSION_CONFLICT'));
    expect(await read(carla, cartId)).toEqual({ itemCount: 1, version: 2, lines: [{ quantity: 1 }] });
  },
);
