import { pickUp } from './pickUp.ts';
import {
  adjustment,
  booked,
  commit,
  receipt,
  release,
  reservation,
  restock,
  type StockItem,
} from './stock.ts';

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

describe('booking', () => {
  test.each([
    ['receipt', [receipt(5, 'staff', null)], 15, 4, 'IN_STOCK'],
    ['reservation', [reservation(2, 'o')], 10, 6, 'LOW'],
    ['release', [release(4, 'o')], 10, 0, 'IN_STOCK'],
    ['commit', [commit(4, 'o')], 6, 0, 'IN_STOCK'],
    ['adjustment', [adjustment(-6, { actorId: 'staff' }, 'broken')], 4, 4, 'OUT'],
    ['restock', [restock(1, 'o', 'staff')], 11, 4, 'IN_STOCK'],
    ['several', [release(1, 'o'), commit(3, 'o')], 7, 0, 'IN_STOCK'],
  ] as const)('%s moves the level by its deltas', (_, movements, onHand, reserved, announced) => {
    expect(booked(item, movements)).toEqual({ ...item, onHand, reserved, announced, version: 8 });
  });

  test('a new threshold counts at once', () => {
    expect(booked(item, [receipt(1, null, null)], 20)).toMatchObject({ threshold: 20, announced: 'LOW' });
  });
});

describe('picking up', () => {
  const kinds = (o: { held: number; picked: number; available: number }) => {
    const { movements, shortage } = pickUp({ orderId: 'o', ...o });
    return { shortage, moved: movements.map((m) => `${m.kind} ${m.onHandDelta}/${m.reservedDelta}`) };
  };

  test('commits what was held', () => {
    expect(kinds({ held: 3, picked: 3, available: 0 })).toEqual({ shortage: 0, moved: ['COMMIT -3/-3'] });
  });

  test('releases what stayed on the shelf', () => {
    expect(kinds({ held: 3, picked: 1, available: 0 })).toEqual({
      shortage: 0,
      moved: ['RELEASE 0/-2', 'COMMIT -1/-1'],
    });
    expect(kinds({ held: 3, picked: 0, available: 0 })).toEqual({ shortage: 0, moved: ['RELEASE 0/-3'] });
  });

  test('a hold that is gone takes what is free', () => {
    expect(kinds({ held: 0, picked: 3, available: 5 })).toEqual({
      shortage: 0,
      moved: ['RESERVATION 0/3', 'COMMIT -3/-3'],
    });
  });

  test('books as found what the books do not have', () => {
    expect(kinds({ held: 0, picked: 3, available: 1 })).toEqual({
      shortage: 2,
      moved: ['ADJUSTMENT 2/0', 'RESERVATION 0/3', 'COMMIT -3/-3'],
    });
  });
});
