import { createLiveSignals } from '@nakku/platform';
import { eventually, servers, tcpProxy } from '@nakku/testkit';
import { Redis } from 'ioredis';
import { cartData, createWorld, newId } from './world.ts';
import type { World } from './world.ts';

describe('live signals', () => {
  let world: World;
  beforeEach(() => (world = createWorld()));
  afterEach(() => world.end());

  test('hints reach the listeners of other processes until they end', async () => {
    const [here, there] = [
      createLiveSignals(world.redis(), world.prefix),
      createLiveSignals(world.redis(), world.prefix),
    ];
    const other = createLiveSignals(world.redis(), `${world.prefix}other`);
    const received: (number | string | null)[] = [];
    const foreign: unknown[] = [];
    const end = there.subscribe('orders:1', (value) => value !== null && received.push(value));
    other.subscribe('orders:1', (value) => value !== null && foreign.push(value));
    await eventually(() => {
      here.publish('orders:1', 7);
      expect(received).toContain(7);
    });
    here.publish('orders:1', 'packed');
    await eventually(() => expect(received.at(-1)).toBe('packed'));
    expect([here.healthy, there.healthy]).toEqual([true, true]);
    end();
    const known = received.length;
    const rest: unknown[] = [];
    there.subscribe('orders:2', (value) => value !== null && rest.push(value));
    await eventually(() => {
      here.publish('orders:1', 8);
      here.publish('orders:2', 1);
      expect(rest).not.toEqual([]);
    });
    expect(received).toHaveLength(known);
    expect(foreign).toEqual([]);
    for (const signals of [here, there, other]) signals.close();
  });

  test('a process that follows very many channels survives that Redis comes back', async () => {
    const proxy = await tcpProxy(servers().redisUrl);
    proxy.cut();
    const redis = new Redis(`redis://127.0.0.1:${proxy.port}`, { retryStrategy: () => 50 });
    redis.on('error', () => undefined);
    const [here, there] = [
      createLiveSignals(world.redis(), world.prefix),
      createLiveSignals(redis, world.prefix),
    ];
    const received: unknown[] = [];
    // As many arguments of one call overflow the stack.
    for (let n = 0; n < 200_000; n += 1) there.subscribe(`stock:${n}`, () => undefined);
    there.subscribe('stock:last', (value) => value !== null && received.push(value));
    proxy.restore();
    await eventually(() => {
      here.publish('stock:last', 7);
      expect(received).toContain(7);
    });
    for (const signals of [here, there]) signals.close();
    redis.disconnect();
    await proxy.close();
  });

  test('a lazy connection hears hints as well', async () => {
    const lazy = new Redis(servers().redisUrl, { lazyConnect: true });
    await lazy.connect();
    const [here, there] = [
      createLiveSignals(world.redis(), world.prefix),
      createLiveSignals(lazy, world.prefix),
    ];
    const received: unknown[] = [];
    there.subscribe('orders:1', (value) => received.push(value));
    await eventually(() => {
      here.publish('orders:1', 7);
      expect(received).toContain(7);
    });
    for (const signals of [here, there]) signals.close();
    lazy.disconnect();
  });

  test('while Redis is away nothing throws, this process still hears itself, and all is well afterwards', async () => {
    const proxy = await tcpProxy(servers().redisUrl);
    const redis = new Redis({ host: proxy.host, port: proxy.port, retryStrategy: () => 20 });
    redis.on('error', () => undefined);
    const signals = createLiveSignals(redis, world.prefix);
    const received: unknown[] = [];
    signals.subscribe('a', (value) => received.push(value));
    await eventually(() => expect(received).toEqual([null]));
    expect(signals.healthy).toBe(true);
    proxy.cut();
    await eventually(() => expect(received).toEqual([null, null]));
    expect(signals.healthy).toBe(false);
    signals.publish('a', 1);
    expect(received).toEqual([null, null, 1]);
    signals.subscribe('b', (value) => received.push(['b', value]));
    proxy.restore();
    await eventually(() => expect(received.slice(3)).toEqual([null, ['b', null]]));
    const outside = createLiveSignals(world.redis(), world.prefix);
    await eventually(() => {
      outside.publish('a', 2);
      outside.publish('b', 3);
      expect(received).toEqual(expect.arrayContaining([2, ['b', 3]]));
    });
    expect(signals.healthy).toBe(true);
    signals.close();
    outside.close();
    redis.disconnect();
    await proxy.close();
  });

  test('a commit tells the channel of its key and those named; a rollback tells nobody', async () => {
    const shop = await world.service('shop');
    const platform = shop.platform();
    const cartId = newId();
    const received: string[] = [];
    for (const channel of [`cart:${cartId}`, 'store:1']) {
      platform.live.subscribe(channel, (value) => value !== null && received.push(`${channel}=${value}`));
    }
    const change = (sequence: number, fail: boolean): Promise<void> =>
      platform.transaction(async (tx) => {
        tx.emit({
          type: 'cart.updated',
          subject: cartId,
          sequence,
          data: cartData(cartId),
          live: ['store:1'],
        });
        if (fail) throw new Error('rolled back');
      });
    await expect(change(1, true)).rejects.toThrow('rolled back');
    await change(2, false);
    expect(received).toEqual([`cart:${cartId}=2`, 'store:1=2']);
  });
});
