import { refuse } from '@nakku/platform';
import { cartData, createWorld, newId, nextVersion } from './world.ts';
import type { TestService, World } from './world.ts';

describe('a transaction that is refused', () => {
  let world: World;
  let shop: TestService;
  beforeEach(async () => {
    world = createWorld();
    shop = await world.service('shop');
  });
  afterEach(() => world.end());

  test('gives its result and leaves neither rows nor events', async () => {
    const cartId = newId();
    const outcome = await shop.platform().transaction(async (tx) => {
      const sequence = await nextVersion(tx, cartId);
      tx.emit({ type: 'cart.updated', subject: cartId, sequence, data: cartData(cartId) });
      return sequence > 0 ? refuse({ kind: 'refused' as const, why: 'full' }) : { kind: 'done' as const };
    });
    expect(outcome).toEqual({ kind: 'refused', why: 'full' });
    expect(await shop.db.rows('SELECT 1 FROM carts')).toEqual([]);
    expect(await shop.db.rows('SELECT 1 FROM platform.outbox')).toEqual([]);
  });

  test('is told apart from an outcome of the same shape', async () => {
    const cartId = newId();
    const outcome = await shop.platform().transaction(async (tx) => {
      await nextVersion(tx, cartId);
      return { result: 'kept' };
    });
    expect(outcome).toEqual({ result: 'kept' });
    expect(await shop.db.rows('SELECT 1 FROM carts')).toHaveLength(1);
  });
});
