import { eventually, servers, tcpProxy } from '@nakku/testkit';
import { Redis } from 'ioredis';
import { overSse, overWebSocket } from './support/clients.ts';
import type { Recording } from './support/clients.ts';
import { metricOf } from './support/metrics.ts';
import { keepRecordings } from './support/recordings.ts';
import { rawSocket } from './support/rawSocket.ts';
import type { RawSocket } from './support/rawSocket.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
let redis: Redis;
const recordings = keepRecordings();
beforeEach(async () => {
  world = await startWorld({ CLOCK_TOLERANCE_SECONDS: '0' });
  redis = new Redis(servers().redisUrl);
});
afterEach(async () => {
  await recordings.stop();
  redis.disconnect();
  await world.close();
});

const stepsQuery = 'subscription { tripUpdated(tripId: "1") { step trip { note } } }';
const recorded = recordings.keep;
async function opened(token?: string): Promise<RawSocket> {
  const socket = await rawSocket(world, token === undefined ? {} : { token });
  recordings.keep({ stop: () => socket.ws.terminate() });
  return socket;
}
/** Has the plan of the subscription made, so that it begins at once for a token that ends soon. */
async function planned(claims: Parameters<World['token']>[0] = {}): Promise<void> {
  const subscription = recorded(overWebSocket(world, stepsQuery, { token: () => world.token(claims) }));
  await eventually(() => expect(subscription.messages).toHaveLength(1));
  await subscription.stop();
}

const revoke = async (subscriber: string, publish: boolean) => {
  await redis.zadd(`${world.redisPrefix}nakku:revoked`, Date.now() + 60_000, subscriber);
  if (publish) await redis.publish(`${world.redisPrefix}nakku:revocations`, subscriber);
};

describe('the end of a token', () => {
  test('closes the socket with 4403 and completes the stream', async () => {
    await planned();
    const short = await world.token({ seconds: 6 });
    const socket = recorded(overWebSocket(world, stepsQuery, { token: () => short }));
    const stream = recorded(overSse(world, stepsQuery, { token: () => short }));
    await eventually(() => expect([socket.messages.length, stream.messages.length]).toEqual([1, 1]));
    await eventually(() => expect(socket.ends).toEqual([{ code: 4403, reason: 'TOKEN_EXPIRED' }]));
    await eventually(() => expect(stream.completed()).toBe(true));
    expect(stream.messages.at(-1)).toEqual({
      errors: [
        {
          message: 'The access token has expired',
          extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_EXPIRED' },
        },
      ],
    });
    await eventually(() => expect(world.stubs.trips.subscriptions()).toBe(0));
  });

  test('is put off by a renewal in band, and other rights take effect without a gap', async () => {
    await planned({ scope: '' });
    const firstEnds = Date.now() + 6_500;
    const socket = await opened(await world.token({ seconds: 6, scope: '' }));
    socket.sendMessage({ id: '1', type: 'subscribe', payload: { query: stepsQuery } });
    await eventually(() => expect(socket.received).toHaveLength(2));
    expect(JSON.stringify(socket.received[1])).toContain('"note":null');
    socket.sendMessage({
      type: 'ping',
      payload: { authorization: `Bearer ${await world.token({ scope: 'orders:read' })}` },
    });
    await eventually(() => expect(socket.received).toContainEqual({ type: 'pong' }));
    await eventually(() => expect(Date.now()).toBeGreaterThan(firstEnds));
    world.log.advance('1');
    await eventually(() =>
      expect(socket.received.at(-1)).toEqual({
        id: '1',
        type: 'next',
        payload: { data: { tripUpdated: { step: 1, trip: { note: 'ring twice' } } } },
      }),
    );
    expect(socket.closed()).toBeUndefined();
    socket.sendMessage({
      type: 'ping',
      payload: { authorization: `Bearer ${await world.token({ sub: 'u2' })}` },
    });
    await eventually(() =>
      expect(socket.closed()).toEqual({ code: 4403, reason: 'Renewed by somebody else' }),
    );
  });
});

test('revoking a signing key voids every token that it signed, open or not, within a second', async () => {
  const all = ['u1', 'u2'].map((sub) =>
    overWebSocket(world, stepsQuery, { token: () => world.token({ sub }) }),
  );
  all.forEach(recorded);
  await eventually(() => expect(all.map((r) => r.messages.length)).toEqual([1, 1]));
  const at = performance.now();
  await revoke(`kid:${world.keyId}`, true);
  for (const { ends } of all) {
    await eventually(() => expect(ends).toEqual([{ code: 4403, reason: 'TOKEN_REVOKED' }]));
  }
  expect(performance.now() - at).toBeLessThan(1_000);
  expect((await world.execute('{ me { id } }', { token: await world.token({ sub: 'u3' }) })).status).toBe(
    401,
  );
  expect((await world.execute('{ trips { id } }')).status).toBe(200);
});

describe.each([
  ['a session', 'sid:s1', true],
  ['all sessions of a user', 'user:u1', true],
  ['older roles', 'rv:u1:2', true],
  ['a session, the publish being lost', 'sid:s1', false],
])('revoking %s', (_, subscriber, publish) => {
  test('cuts what is live within a second and refuses what comes', async () => {
    const token = await world.token();
    const socket = recorded(overWebSocket(world, stepsQuery, { token: () => token }));
    const stream = recorded(overSse(world, stepsQuery, { token: () => token }));
    const other = recorded(
      overWebSocket(world, stepsQuery, { token: () => world.token({ sub: 'u2', sid: 's2' }) }),
    );
    await eventually(() => expect([socket, stream, other].map((r) => r.messages.length)).toEqual([1, 1, 1]));
    const at = performance.now();
    await revoke(subscriber, publish);
    await eventually(() => expect(socket.ends).toEqual([{ code: 4403, reason: 'TOKEN_REVOKED' }]));
    await eventually(() => expect(stream.completed()).toBe(true));
    expect(performance.now() - at).toBeLessThan(1_000);
    const { status, body } = await world.execute('{ me { id } }', { token });
    expect([status, Object(body.errors)[0].extensions.reason]).toEqual([401, 'TOKEN_REVOKED']);
    expect(other.ends).toEqual([]);
    const renewed = await world.token({ sid: subscriber === 'sid:s1' ? 's3' : 's1', rv: 2 });
    expect((await world.execute('{ me { id } }', { token: renewed })).status).toBe(
      subscriber === 'user:u1' ? 401 : 200,
    );
  });
});

test('while Redis is away signatures are trusted, what was revoked stays so', async () => {
  const proxy = await tcpProxy(servers().redisUrl);
  const apart = await startWorld({ REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
  try {
    await redis.zadd(`${apart.redisPrefix}nakku:revoked`, Date.now() + 60_000, 'sid:s1');
    const revoked = await apart.token();
    await eventually(async () =>
      expect((await apart.execute('{ me { id } }', { token: revoked })).status).toBe(401),
    );
    proxy.cut();
    await eventually(async () => {
      const health: unknown = await (await fetch(`${apart.gateway.internalUrl}/health`)).json();
      expect(Object(health).revocationAgeMs).toBeGreaterThan(700);
    });
    expect((await apart.execute('{ me { id } }', { token: revoked })).status).toBe(401);
    expect((await apart.execute('{ me { id } }', { token: await apart.token({ sid: 's2' }) })).status).toBe(
      200,
    );
    proxy.restore();
    await redis.zadd(`${apart.redisPrefix}nakku:revoked`, Date.now() + 60_000, 'sid:s2');
    await eventually(async () => {
      expect((await apart.execute('{ me { id } }', { token: await apart.token({ sid: 's2' }) })).status).toBe(
        401,
      );
    });
  } finally {
    await apart.close();
    await proxy.close();
  }
});

test('while Redis is away, full or read-only, what users revokes is revoked all the same', async () => {
  const proxy = await tcpProxy(servers().redisUrl);
  const apart = await startWorld({ REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
  try {
    const token = await apart.token();
    expect((await apart.execute('{ me { id } }', { token })).status).toBe(200);
    proxy.cut();
    apart.revoked.push(['sid:s1', Date.now() + 60_000]);
    await eventually(async () => expect((await apart.execute('{ me { id } }', { token })).status).toBe(401));
    expect((await apart.execute('{ me { id } }', { token: await apart.token({ sid: 's2' }) })).status).toBe(
      200,
    );
  } finally {
    await apart.close();
    await proxy.close();
  }
});

describe('a client that does not read', () => {
  const query = 'subscription { tripUpdated(tripId: "1") { step blob(bytes: 500000) } }';
  const STEPS = 30;

  const cutOff = async (transport: string): Promise<number> =>
    Number(await metricOf(world.gateway, `slow_consumers_total{transport="${transport}",service="gateway"}`));

  /** Steps that `quick` reads, until the one that does not read is cut off. */
  async function advanceUntilCutOff(transport: string, quick: Recording): Promise<void> {
    const before = await cutOff(transport);
    for (let step = 1; step <= STEPS && (await cutOff(transport)) === before; step++) {
      world.log.advance('1');
      await eventually(() => expect(quick.messages).toHaveLength(step + 1));
    }
    await eventually(async () => expect(await cutOff(transport)).toBe(before + 1));
  }

  test('is cut off on its socket, told to resume; others go on', async () => {
    const token = await world.token();
    const slow = await opened(token);
    const quick = recorded(overWebSocket(world, query, { token: () => token }));
    slow.sendMessage({ id: '1', type: 'subscribe', payload: { query } });
    await eventually(() => expect([slow.received.length, quick.messages.length]).toEqual([2, 1]));
    slow.ws.pause();
    await advanceUntilCutOff('websocket', quick);
    slow.ws.resume();
    await eventually(() => expect(slow.closed()).toBeDefined());
    expect(slow.closed()).toEqual({
      code: 1013,
      reason: 'Slow consumer: subscribe again after the last cursor',
    });
    expect(slow.received.length).toBeLessThan(STEPS);
    expect(quick.ends).toEqual([]);
  });

  test('is cut off on its stream', async () => {
    const token = await world.token();
    const quick = recorded(overWebSocket(world, query, { token: () => token }));
    await eventually(() => expect(quick.messages).toHaveLength(1));
    const response = await fetch(`${world.gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ query }),
    });
    await advanceUntilCutOff('sse', quick);
    const text = await response.text();
    expect(text).toContain('"code":"SLOW_CONSUMER"');
    expect(text.endsWith('event: complete\ndata:\n\n')).toBe(true);
  });
});

test('a stopping gateway sends its clients elsewhere with 1012 and is not ready', async () => {
  const token = await world.token();
  const socket = recorded(overWebSocket(world, stepsQuery, { token: () => token }));
  await eventually(() => expect(socket.messages).toHaveLength(1));
  const stopping = world.gateway.stop();
  await eventually(() => expect(socket.ends).toEqual([{ code: 1012, reason: 'Service restart' }]));
  await stopping;
  await expect(fetch(`${world.gateway.url}/ready`)).rejects.toThrow();
});
