import { typeDefsOf } from '@nakku/graphql-kit';
import {
  admin,
  anonymous,
  courier,
  customer,
  type MutationCase,
  mutationCases,
  operatorCases,
} from '@nakku/testkit';
import { v7 } from 'uuid';
import { promotionCases } from './promotionCases.ts';
import { addressAt, type CartHarness, productState, startCartHarness } from './harness.ts';

const carla = customer();
const attributesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: `wish${index}`, value: 'yes' }));
const LIMIT = 'mutation { cartCreate { cart { id } } }';

describe('mutations of cart', () => {
  let shop: CartHarness;
  let cartId = '';
  const line = () => ({ productId: shop.milk, quantity: 1 });
  /** Of which an order has 6–12. */
  const crate = v7();

  beforeAll(async () => {
    shop = await startCartHarness();
    await shop.publish({
      ...{ topic: 'products', type: 'product.created', subject: crate, sequence: 1 },
      data: {
        at: new Date().toISOString(),
        product: { ...productState(crate, 'Crate', 100), minPerOrder: 6, maxPerOrder: 12 },
      },
    });
    for (let index = 0; index < 3; index += 1) {
      const created = await shop.client.query(LIMIT, {}, carla);
      cartId = created.data?.cartCreate.cart.id;
    }
    await shop.client.query(
      'mutation($cartId: ID!, $lines: [CartLineAddInput!]!) { cartLinesAdd(cartId: $cartId, lines: $lines) { cart { id } } }',
      { cartId, lines: [line()] },
      carla,
    );
  });
  afterAll(() => shop.stop());

  /** What every mutation of a cart must refuse: identifiers that are none, missing carts, and everybody else's. */
  function foreign(args: () => Record<string, unknown>): MutationCase[] {
    const notFound = { userError: 'NotFoundError', path: ['cartId'], code: 'NOT_FOUND' };
    const own = () => ({ ...args(), cartId });
    return [
      {
        title: 'a malformed cart id',
        caller: carla,
        args: () => ({ ...args(), cartId: 'x' }),
        refused: { userError: 'InvalidInputError', path: ['cartId'] },
      },
      {
        title: 'a missing cart',
        caller: carla,
        args: () => ({ ...args(), cartId: v7() }),
        refused: notFound,
      },
      { title: 'a guest without the secret', caller: anonymous(), args: own, refused: notFound },
      {
        title: 'a guest with another secret',
        caller: anonymous('x'.repeat(43)),
        args: own,
        refused: notFound,
      },
      { title: 'another customer', caller: customer(), args: own, refused: notFound },
      { title: 'a courier', caller: courier(), args: own, refused: notFound },
      { title: 'an admin', caller: admin(), args: own, refused: notFound },
    ];
  }

  const invalid = (title: string, args: () => Record<string, unknown>, ...path: string[]): MutationCase => ({
    title,
    caller: carla,
    args: () => ({ cartId, ...args() }),
    refused: { userError: 'InvalidInputError', path },
  });

  mutationCases({
    typeDefs: typeDefsOf('cart'),
    service: () => ({ databaseUrl: shop.world.databaseUrl, execute: shop.client.query }),
    cases: {
      ...operatorCases('cart'),
      cartCreate: [
        {
          title: 'more carts than a customer may have',
          caller: carla,
          args: {},
          refused: { userError: 'CartLimitError', path: [] },
        },
      ],
      cartLinesAdd: [
        ...foreign(() => ({ lines: [line()] })),
        invalid('no lines', () => ({ lines: [] }), 'lines'),
        invalid(
          '101 lines',
          () => ({ lines: Array.from({ length: 101 }, () => ({ productId: v7(), quantity: 1 })) }),
          'lines',
        ),
        invalid('a product twice', () => ({ lines: [line(), line()] }), 'lines'),
        invalid(
          'a malformed product id',
          () => ({ lines: [{ productId: 'milk', quantity: 1 }] }),
          'lines',
          '0',
          'productId',
        ),
        invalid('quantity 0', () => ({ lines: [{ ...line(), quantity: 0 }] }), 'lines', '0', 'quantity'),
        invalid(
          'a negative quantity',
          () => ({ lines: [{ ...line(), quantity: -1 }] }),
          'lines',
          '0',
          'quantity',
        ),
        invalid('quantity 100', () => ({ lines: [{ ...line(), quantity: 100 }] }), 'lines', '0', 'quantity'),
        invalid(
          'a note of 201 characters',
          () => ({ lines: [{ ...line(), note: 'x'.repeat(201) }] }),
          'lines',
          '0',
          'note',
        ),
        invalid(
          'a note with control characters',
          () => ({ lines: [{ ...line(), note: 'a\u0000b' }] }),
          'lines',
          '0',
          'note',
        ),
        {
          title: 'an unknown product',
          caller: carla,
          args: () => ({ cartId, lines: [{ productId: v7(), quantity: 1 }] }),
          refused: { userError: 'ProductUnavailableError', path: ['lines', '0', 'productId'] },
        },
        {
          title: 'more than 99 in sum',
          caller: carla,
          args: () => ({ cartId, lines: [{ ...line(), quantity: 99 }] }),
          refused: { userError: 'CartLimitError', path: ['lines', '0', 'quantity'] },
        },
        {
          title: 'more than an order may have',
          caller: carla,
          args: () => ({ cartId, lines: [{ productId: crate, quantity: 13 }] }),
          refused: { userError: 'CartLimitError', path: ['lines', '0', 'quantity'] },
        },
        {
          title: 'fewer than an order has',
          caller: carla,
          args: () => ({ cartId, lines: [{ productId: crate, quantity: 5 }] }),
          refused: { userError: 'CartMinimumError', path: ['lines', '0', 'quantity'], code: 'CART_MINIMUM' },
        },
        {
          title: 'a stale version',
          caller: carla,
          args: () => ({ cartId, lines: [line()], expectedVersion: 1 }),
          refused: { userError: 'VersionConflictError', path: ['expectedVersion'] },
        },
      ],
      cartLinesUpdate: [
        ...foreign(() => ({ lines: [{ lineId: v7(), quantity: 1 }] })),
        invalid('no lines', () => ({ lines: [] }), 'lines'),
        invalid('quantity −1', () => ({ lines: [{ lineId: v7(), quantity: -1 }] }), 'lines', '0', 'quantity'),
        invalid(
          'quantity 100',
          () => ({ lines: [{ lineId: v7(), quantity: 100 }] }),
          'lines',
          '0',
          'quantity',
        ),
        {
          title: 'a line that is not there',
          caller: carla,
          args: () => ({ cartId, lines: [{ lineId: v7(), quantity: 1 }] }),
          refused: { userError: 'NotFoundError', path: ['lines', '0'] },
        },
        {
          title: 'a stale version',
          caller: carla,
          args: () => ({ cartId, lines: [{ lineId: v7(), quantity: 1 }], expectedVersion: 1 }),
          refused: { userError: 'VersionConflictError' },
        },
      ],
      cartLinesRemove: [
        ...foreign(() => ({ lineIds: [v7()] })),
        invalid('no lines', () => ({ lineIds: [] }), 'lineIds'),
        invalid('a malformed line id', () => ({ lineIds: ['x'] }), 'lineIds', '0'),
        {
          title: 'a line that is not there',
          caller: carla,
          args: () => ({ cartId, lineIds: [v7()] }),
          refused: { userError: 'NotFoundError', path: ['lineIds', '0'] },
        },
        {
          title: 'a stale version',
          caller: carla,
          args: () => ({ cartId, lineIds: [v7()], expectedVersion: 1 }),
          refused: { userError: 'VersionConflictError' },
        },
      ],
      cartClear: foreign(() => ({})),
      cartFillFromOrder: [
        {
          title: 'a guest',
          caller: anonymous(),
          args: { cartId: v7(), orderId: v7() },
          refused: { error: 'UNAUTHENTICATED' },
        },
        {
          title: 'a courier who is no customer',
          caller: courier(),
          args: { cartId: v7(), orderId: v7() },
          refused: { error: 'FORBIDDEN' },
        },
        {
          title: 'an order that is no identifier',
          caller: carla,
          args: { cartId: v7(), orderId: 'NK-1' },
          refused: { userError: 'InvalidInputError', path: ['orderId'] },
        },
        {
          title: 'an order that does not exist',
          caller: carla,
          args: { cartId: v7(), orderId: v7() },
          refused: { userError: 'NotFoundError', path: ['orderId'], code: 'NOT_FOUND' },
        },
      ],
      cartMerge: [
        {
          title: 'a guest',
          caller: anonymous(),
          args: { cartToken: 'x' },
          refused: { error: 'UNAUTHENTICATED' },
        },
        {
          title: 'a courier who is no customer',
          caller: courier(),
          args: { cartToken: 'x' },
          refused: { error: 'FORBIDDEN' },
        },
        {
          title: 'an empty secret',
          caller: carla,
          args: { cartToken: '' },
          refused: { userError: 'InvalidInputError', path: ['cartToken'] },
        },
        {
          title: 'a secret of 129 characters',
          caller: carla,
          args: { cartToken: 'x'.repeat(129) },
          refused: { userError: 'InvalidInputError', path: ['cartToken'] },
        },
        {
          title: 'an unknown secret',
          caller: carla,
          args: { cartToken: 'x' },
          refused: { userError: 'NotFoundError', path: ['cartToken'] },
        },
      ],
      cartAddressSet: [
        ...foreign(() => ({ address: { address: shop.address } })),
        {
          title: 'both kinds of address',
          caller: carla,
          args: () => ({ cartId, address: { addressId: v7(), address: shop.address } }),
          refused: { error: 'BAD_USER_INPUT' },
        },
        invalid(
          'no lines',
          () => ({ address: { address: { ...shop.address, lines: [] } } }),
          'address',
          'address',
          'lines',
        ),
        invalid(
          'no position',
          () => ({ address: { address: addressAt(0, 0) } }),
          ...['address', 'address', 'location'],
        ),
        invalid(
          'a city of 81 characters',
          () => ({ address: { address: { ...shop.address, city: 'x'.repeat(81) } } }),
          'address',
          'address',
          'city',
        ),
        {
          title: 'out of reach',
          caller: carla,
          args: () => ({ cartId, address: { address: addressAt(0, 10) } }),
          refused: { userError: 'NotServedError', path: ['address'] },
        },
        {
          title: 'an address that is not the caller’s',
          caller: carla,
          args: () => ({ cartId, address: { addressId: v7() } }),
          refused: { userError: 'NotFoundError', path: ['address', 'addressId'] },
        },
      ],
      cartTipSet: [
        ...foreign(() => ({ tip: 1 })),
        invalid('a negative tip', () => ({ tip: -1 }), 'tip'),
        invalid('a tip above 10,000', () => ({ tip: 10_001 }), 'tip'),
        invalid('a tip above that of any currency', () => ({ tip: 100_001 }), 'tip'),
      ],
      cartAttributesSet: [
        ...foreign(() => ({ attributes: [] })),
        invalid('11 attributes', () => ({ attributes: attributesOf(11) }), 'attributes'),
        invalid(
          'a key twice',
          () => ({ attributes: [...attributesOf(1), ...attributesOf(1)] }),
          'attributes',
        ),
        invalid(
          'a key that begins with a digit',
          () => ({ attributes: [{ key: '1st', value: 'x' }] }),
          ...['attributes', '0', 'key'],
        ),
        invalid(
          'a key of 41 characters',
          () => ({ attributes: [{ key: 'k'.repeat(41), value: 'x' }] }),
          ...['attributes', '0', 'key'],
        ),
        invalid(
          'no value',
          () => ({ attributes: [{ key: 'giftNote', value: ' ' }] }),
          ...['attributes', '0', 'value'],
        ),
        invalid(
          'a value of 251 characters',
          () => ({ attributes: [{ key: 'giftNote', value: 'x'.repeat(251) }] }),
          ...['attributes', '0', 'value'],
        ),
        invalid(
          'a value with a NUL',
          () => ({ attributes: [{ key: 'giftNote', value: 'a\u0000b' }] }),
          ...['attributes', '0', 'value'],
        ),
      ],
      cartHandoverSet: foreign(() => ({ handover: 'CODE' })),
      cartCouponApply: [
        ...foreign(() => ({ code: 'SUMMER' })),
        invalid('a short code', () => ({ code: 'AB' }), 'code'),
      ],
      cartCouponRemove: [
        ...foreign(() => ({ code: 'SUMMER' })),
        invalid('a code with a space', () => ({ code: 'A B C' }), 'code'),
      ],
      ...promotionCases(),
      cartCheckout: [
        {
          title: 'a guest',
          caller: anonymous(),
          args: () => ({ cartId, expectedVersion: 2 }),
          refused: { error: 'UNAUTHENTICATED' },
        },
        {
          title: 'a courier who is no customer',
          caller: courier(),
          args: () => ({ cartId, expectedVersion: 2 }),
          refused: { error: 'FORBIDDEN' },
        },
        {
          title: 'another customer',
          caller: customer(),
          args: () => ({ cartId, expectedVersion: 2 }),
          refused: { userError: 'NotFoundError', path: ['cartId'] },
        },
        invalid('a malformed cart id', () => ({ cartId: 'x', expectedVersion: 2 }), 'cartId'),
        {
          title: 'a stale version',
          caller: carla,
          args: () => ({ cartId, expectedVersion: 1 }),
          refused: { userError: 'VersionConflictError' },
        },
        {
          title: 'no address',
          caller: carla,
          args: () => ({ cartId, expectedVersion: 2 }),
          refused: { userError: 'CheckoutRefusedError', code: 'NO_ADDRESS' },
        },
      ],
    },
  });
});
