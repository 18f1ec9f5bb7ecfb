import { z } from 'zod';
import type { Account } from '../../../src/client/index.ts';
import type { Customer } from '../../../src/verify/load/customers.ts';
import { SoldOut, shop } from '../../../src/verify/load/shop.ts';
import type { ShoppingLine } from '../../../src/verify/load/shoppingLists.ts';

const linesAdded = z.object({ lines: z.array(z.object({ productId: z.string(), quantity: z.number() })) });

const handoverSet = z.object({ handover: z.enum(['CODE', 'LEFT_AT_DOOR']) });

/** A customer of a store that has none of these products, as the cart shows; gin has an age limit. */
function customerOf(soldOut: readonly string[]) {
  let handover = 'LEFT_AT_DOOR';
  const handovers: string[] = [];
  let lines: { id: string; quantity: number; product: { id: string } }[] = [];
  const ordered: string[][] = [];
  const cart = () => ({
    ...{ id: 'cart', version: 1, lines, handover },
    ageLimit: lines.some(({ product }) => product.id === 'gin') ? 18 : null,
    warnings: [
      { code: 'PRICE_CHANGED', lineId: lines[0]?.id ?? null, availableQuantity: null },
      ...lines
        .filter(({ product }) => soldOut.includes(product.id))
        .map(({ id: lineId }) => ({ code: 'SHORT_STOCK', lineId, availableQuantity: 0 })),
    ],
  });
  const account: Account = {
    email: 'a@nakku.example',
    execute: (operation, variables) => {
      if (operation.name === 'CartClear') lines = [];
      if (operation.name === 'CartLinesAdd') {
        lines = linesAdded.parse(variables).lines.map(({ productId, quantity }) => ({
          ...{ id: `line of ${productId}`, quantity, product: { id: productId } },
        }));
      }
      if (operation.name === 'CartHandoverSet') {
        handover = handoverSet.parse(variables).handover;
        handovers.push(handover);
      }
      if (operation.name === 'OrderPlace') ordered.push(lines.map(({ product }) => product.id));
      const data = { cart: cart(), quote: { token: 'quote' }, order: { id: 'order' } };
      return Promise.resolve(operation.data.parse(data));
    },
    follow: () => {
      throw new Error('nothing is followed');
    },
    close: () => Promise.resolve(),
  };
  const customer: Customer = {
    ...{ account, cartId: 'cart', goodCard: 'good', declinedCard: 'declined', restoredLate: new Set() },
  };
  return { customer, ordered, handovers };
}

const list: ShoppingLine[] = ['m1', 'r1'].map((productId) => ({ productId, quantity: 1 }));
const options = {
  ...{ key: 'key', paymentMethodId: 'good', timeoutMs: 1_000, isKnown: () => false },
  signal: new AbortController().signal,
};
const others = (productId: string) => (productId === 'm1' ? ['m2', 'm3'] : []);

test('a customer orders another product of the category, and leaves out what has none', async () => {
  const { customer, ordered } = customerOf(['m1', 'm2', 'r1']);
  expect(await shop(customer, list, { ...options, others })).toMatchObject({ orderId: 'order' });
  expect(ordered).toEqual([['m3']]);
});

test('a customer orders nothing when the store has nothing of the basket', async () => {
  const { customer, ordered } = customerOf(['m1', 'm2', 'm3', 'r1']);
  await expect(shop(customer, list, { ...options, others })).rejects.toThrow(SoldOut);
  expect(ordered).toEqual([]);
});

test('a customer who does not look orders what is sold out', async () => {
  const { customer, ordered } = customerOf(['m1', 'r1']);
  await shop(customer, list, options);
  expect(ordered).toEqual([['m1', 'r1']]);
});

test('goods with an age limit are handed over, other goods are left at the door again', async () => {
  const { customer, ordered, handovers } = customerOf([]);
  await shop(customer, [{ productId: 'gin', quantity: 1 }], options);
  await shop(customer, list, options);
  expect(ordered).toEqual([['gin'], ['m1', 'r1']]);
  expect(handovers).toEqual(['CODE', 'LEFT_AT_DOOR']);
});
