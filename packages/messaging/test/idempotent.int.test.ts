import type { IdempotentRequest } from '@nakku/platform';
import { eventually } from '@nakku/testkit';
import { changeCart, createWorld, deferred, newId, nextVersion, cartData } from './world.ts';
import type { TestService, World } from './world.ts';

describe('idempotency keys', () => {
  let world: World;
  let shop: TestService;
  beforeEach(async () => {
    world = createWorld();
    shop = await world.service('shop');
  });
  afterEach(() => world.end());

  const request = (variables: unknown = { cart: 1, lines: ['a'] }, key = 'k1'): IdempotentRequest => ({
    callerId: 'u1',
    mutation: 'orderPlace',
    key,
    variables,
  });
  const versions = (): Promise<{ version: number }[]> => shop.db.rows('SELECT version FROM carts');
  const outbox = (): Promise<unknown[]> => shop.db.rows('SELECT 1 FROM platform.outbox');

  test('the same key and variables give the stored response and no second effect', async () => {
    const platform = shop.platform();
    const cartId = newId();
    const place = (variables: unknown): ReturnType<typeof platform.idempotent<{ n: number }>> =>
      platform.idempotent(request(variables), async (tx) => {
        const sequence = await nextVersion(tx, cartId);
        tx.emit({ type: 'cart.updated', subject: cartId, sequence, data: cartData(cartId) });
        return { result: { n: sequence } };
      });
    expect(await place({ cart: 1, lines: ['a'] })).toEqual({
      kind: 'done',
      result: { n: 1 },
      isCached: false,
    });
    expect(await place({ lines: ['a'], cart: 1 })).toEqual({
      kind: 'done',
      result: { n: 1 },
      isCached: true,
    });
    expect(await place({ cart: 1, lines: ['b'] })).toEqual({ kind: 'key_reused' });
    expect(await versions()).toEqual([{ version: 1 }]);
    expect(await outbox()).toHaveLength(1);
  });

  test('keys belong to a caller and a mutation', async () => {
    const platform = shop.platform();
    const run = (r: IdempotentRequest): ReturnType<typeof platform.idempotent<number | null>> =>
      platform.idempotent(r, async () => ({ result: null }));
    const done = { kind: 'done', result: null, isCached: false };
    expect(await run(request())).toEqual(done);
    expect(await run({ ...request(), callerId: 'u2' })).toEqual(done);
    expect(await run({ ...request(), mutation: 'orderCancel' })).toEqual(done);
    expect(await run(request())).toEqual({ ...done, isCached: true });
  });

  test('what is refused is rolled back and leaves the key free', async () => {
    const platform = shop.platform();
    const cartId = newId();
    const refused = await platform.idempotent(request(), async (tx) => {
      await nextVersion(tx, cartId);
      tx.emit({ type: 'cart.updated', subject: cartId, sequence: 1, data: cartData(cartId) });
      return { refused: 'closed' as const };
    });
    expect(refused).toEqual({ kind: 'refused', refused: 'closed' });
    expect(await versions()).toEqual([]);
    expect(await outbox()).toEqual([]);
    expect(await shop.db.rows('SELECT 1 FROM platform.idempotency_keys')).toEqual([]);
    const later = await platform.idempotent(request({ other: true }), async () => ({ result: 'ok' }));
    expect(later).toEqual({ kind: 'done', result: 'ok', isCached: false });
  });

  test('an exception rolls back and leaves the key free', async () => {
    const platform = shop.platform();
    const failing = platform.idempotent(request(), async (tx) => {
      await nextVersion(tx, newId());
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    expect(await versions()).toEqual([]);
    expect(await platform.idempotent(request(), async () => ({ result: 1 }))).toMatchObject({
      isCached: false,
    });
  });

  test('while a key is worked on, a second caller is told so at once', async () => {
    const platform = shop.platform();
    const begun = deferred();
    const finish = deferred();
    const first = platform.idempotent(request(), async () => {
      begun.resolve();
      await finish.promise;
      return { result: 'first' };
    });
    await begun.promise;
    expect(await platform.idempotent(request(), async () => ({ result: 'second' }))).toEqual({
      kind: 'in_flight',
    });
    finish.resolve();
    expect(await first).toEqual({ kind: 'done', result: 'first', isCached: false });
  });

  test('a hundred calls at once have one effect', async () => {
    const platform = shop.platform();
    const cartId = newId();
    const calls = Array.from({ length: 100 }, () =>
      platform.idempotent(request(), async (tx) => ({ result: await nextVersion(tx, cartId) })),
    );
    const results = await Promise.all(calls);
    expect(await versions()).toEqual([{ version: 1 }]);
    const fresh = results.filter((result) => result.kind === 'done' && !result.isCached);
    expect(fresh).toEqual([{ kind: 'done', result: 1, isCached: false }]);
    expect(results.filter((result) => result.kind !== 'done' && result.kind !== 'in_flight')).toEqual([]);
  });

  test('cached results are deleted after their retention, not before', async () => {
    const platform = shop.platform({ tuning: { housekeepingMs: 20 } });
    for (const key of ['old', 'new'])
      await platform.idempotent(request({}, key), async () => ({ result: key }));
    await shop.db.rows(
      "UPDATE platform.idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = 'old'",
    );
    await platform.start();
    await changeCart(platform, newId());
    const keys = 'SELECT key FROM platform.idempotency_keys';
    await eventually(async () => expect(await shop.db.rows(keys)).toEqual([{ key: 'new' }]));
  });
});
