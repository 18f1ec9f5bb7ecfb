import { decideAdjustment, decideCount } from './adjust.ts';
import { MAX_ON_HAND, type StockItem } from './stock.ts';

const item: StockItem = {
  id: 'i',
  storeId: 's',
  productId: 'p',
  onHand: 10,
  reserved: 4,
  threshold: 5,
  announced: 'IN_STOCK',
  version: 7,
  updatedAt: new Date(0),
};
const by = { actorId: 'staff', reasonCode: 'DAMAGED', reason: null } as const;

test('an adjustment takes no more than is available', () => {
  expect(decideAdjustment(item, -6, by)).toMatchObject({
    movement: { kind: 'ADJUSTMENT', onHandDelta: -6, actorId: 'staff', reasonCode: 'DAMAGED' },
  });
  expect(decideAdjustment(item, -7, by)).toEqual({ refused: { kind: 'insufficient', available: 6 } });
});

test('an adjustment adds no more than a shelf can hold', () => {
  expect(decideAdjustment({ ...item, onHand: MAX_ON_HAND }, 1, by)).toEqual({
    refused: { kind: 'too_much', max: MAX_ON_HAND },
  });
});

test('a count is based on the level, and not below what is reserved', () => {
  expect(decideCount(item, { from: 10, to: 12 }, by)).toMatchObject({ movement: { onHandDelta: 2 } });
  expect(decideCount(item, { from: 10, to: 10 }, by)).toEqual({ movement: null });
  expect(decideCount(item, { from: 9, to: 12 }, by)).toEqual({ refused: { kind: 'changed', onHand: 10 } });
  expect(decideCount(item, { from: 10, to: 3 }, by)).toEqual({
    refused: { kind: 'insufficient', available: 6 },
  });
});
