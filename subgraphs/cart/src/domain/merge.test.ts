import { noCheckoutOptions } from '@nakku/contracts';
import { exampleCart as cart } from './exampleCart.ts';
import { mergeCarts } from './merge.ts';

const address = {
  lines: ['Street 1'],
  city: 'Berlin',
  postcode: '10115',
  country: 'DE',
  location: { latitude: 52.52, longitude: 13.41 },
  instructions: null,
};
const deps = { newId: () => 'new', maxLines: 2 };

test('the customer gets what the own cart does not say yet', () => {
  const guest = cart({
    address,
    tip: 200,
    handover: 'LEFT_AT_DOOR',
    attributes: [{ key: 'giftNote', value: 'Hi' }],
  });
  expect(mergeCarts(cart(), guest, deps)).toEqual({
    kind: 'merged',
    change: {
      ...noCheckoutOptions,
      lines: [],
      address,
      storeId: null,
      tip: 200,
      coupons: [],
      handover: 'LEFT_AT_DOOR',
      attributes: [{ key: 'giftNote', value: 'Hi' }],
    },
    warnings: [],
  });
});

test('what both say otherwise stays the customer’s, and each loss has its warning', () => {
  const elsewhere = { ...address, lines: ['Street 2'] };
  const own = cart({ address, tip: 100, attributes: [{ key: 'giftNote', value: 'Own' }] });
  const guest = cart({
    address: elsewhere,
    tip: 200,
    attributes: [
      { key: 'giftNote', value: 'Hi' },
      { key: 'bag', value: 'paper' },
    ],
  });
  const result = mergeCarts(own, guest, deps);
  expect(result).toMatchObject({
    kind: 'merged',
    change: {
      address,
      tip: 100,
      attributes: [
        { key: 'giftNote', value: 'Own' },
        { key: 'bag', value: 'paper' },
      ],
    },
    warnings: [
      { code: 'NOT_MERGED', message: 'Another delivery address was left out.' },
      { code: 'NOT_MERGED', message: 'Another tip was left out.' },
      { code: 'NOT_MERGED', message: 'Some attributes were left out.' },
    ],
  });
});
