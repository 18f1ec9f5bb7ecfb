import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually, servers, tcpProxy } from '@nakku/testkit';
import { Redis } from 'ioredis';
import type { RunningGateway } from '../src/index.ts';
import { sha256 } from '../src/admission/persisted/manifest.ts';
import { eachTransport, transports } from './support/transports.ts';
import { metricOf } from './support/metrics.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
let redis: Redis;
let folder: string;
let boundedGateways = 0;
beforeAll(async () => {
  world = await startWorld({ SOCKET_QUERIES: 'true' });
  redis = new Redis(servers().redisUrl);
  folder = await mkdtemp(path.join(tmpdir(), 'manifests-'));
});
afterAll(async () => {
  await world.close();
  redis.disconnect();
  await rm(folder, { recursive: true });
});

const texts = (prefix = world.redisPrefix) => `${prefix}nakku:{documents}:texts`;
const listed = 'query Listed { vehicle(id: "v1") { model } }';
const unlisted = 'query Unlisted { trips { id } }';
const vehicle = { data: { vehicle: { model: 'Model v1' } } };
const named = (query: string) => ({ persistedQuery: { version: 1, sha256Hash: sha256(query) } });
const manifestOf = (...bodies: string[]) =>
  JSON.stringify({
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: bodies.map((body, i) => ({ id: sha256(body), name: `Op${i}`, type: 'query', body })),
  });

async function gatewayWith(mode: string, env: Record<string, string> = {}): Promise<RunningGateway> {
  const file = path.join(folder, `${mode}.json`);
  await writeFile(file, manifestOf(listed));
  return world.anotherGateway({ PERSISTED_OPERATIONS: mode, PERSISTED_MANIFESTS: file, ...env });
}

describe('automatic persisted queries', () => {
  test.each(eachTransport)(
    'an operation is registered once and then named by its hash, over %s',
    async (name, send) => {
      const query = `query Over_${name} { vehicle(id: "v1") { model } }`;
      const extensions = named(query);
      const first = await send(world, { extensions });
      expect(first.body).toEqual({
        errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
      });
      expect((await send(world, { query, extensions })).body).toEqual(vehicle);
      expect((await send(world, { extensions })).body).toEqual(vehicle);
    },
  );

  test.each(eachTransport)(
    'named by its hash it keeps its variables and its name, over %s',
    async (name, send) => {
      const query = `query A_${name}($id: ID!) { vehicle(id: $id) { model } } query B_${name} { vehicle(id: "v1") { model } }`;
      const extensions = named(query);
      const variables = { id: 'v2' };
      const operationName = `A_${name}`;
      await send(world, { query, extensions, variables, operationName });
      const second = { data: { vehicle: { model: 'Model v2' } } };
      expect((await send(world, { extensions, variables, operationName })).body).toEqual(second);
      expect((await send(world, { query: '', extensions, variables, operationName })).body).toEqual(second);
      expect((await send(world, { extensions, operationName: `B_${name}` })).body).toEqual(vehicle);
    },
  );

  test('what one gateway registered another knows', async () => {
    const query = 'query Shared { vehicle(id: "v1") { model } }';
    const other = await world.anotherGateway();
    await transports.post(world, { query, extensions: named(query) });
    await eventually(async () =>
      expect((await transports.post(other, { extensions: named(query) })).body).toEqual(vehicle),
    );
    expect(await redis.hexists(texts(), sha256(query))).toBe(1);
  });

  test('only what was admitted is kept', async () => {
    for (const query of ['query Broken { nothing }', 'query Dear { trips(first: 10001) { id } }']) {
      expect((await transports.post(world, { query, extensions: named(query) })).codes).toHaveLength(1);
      expect((await transports.post(world, { extensions: named(query) })).codes).toEqual([
        'PERSISTED_QUERY_NOT_FOUND',
      ]);
      expect(await redis.hexists(texts(), sha256(query))).toBe(0);
    }
  });

  test('a hash that is not that of the text is refused, and a text that somebody put in Redis under one', async () => {
    const { status, codes } = await transports.post(world, { query: unlisted, extensions: named(listed) });
    expect([status, codes]).toEqual([400, ['PERSISTED_QUERY_HASH_MISMATCH']]);
    const hash = sha256('query Poisoned { __typename }');
    await redis.hset(texts(), hash, `${'s'.repeat(43)}${unlisted}`);
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
    expect((await transports.post(world, { extensions })).codes).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    const malformed = { persistedQuery: { version: 2, sha256Hash: hash } };
    expect((await transports.post(world, { extensions: malformed })).codes).toEqual(['BAD_REQUEST']);
  });

  test('without Redis a gateway knows what it registered itself', async () => {
    const proxy = await tcpProxy(servers().redisUrl);
    const { port } = new URL(servers().redisUrl);
    const gateway = await world.anotherGateway({
      REDIS_URL: servers().redisUrl.replace(port, String(proxy.port)),
    });
    proxy.cut();
    const query = 'query Alone { vehicle(id: "v1") { model } }';
    expect((await transports.post(gateway, { extensions: named(query) })).codes).toEqual([
      'PERSISTED_QUERY_NOT_FOUND',
    ]);
    expect((await transports.post(gateway, { query, extensions: named(query) })).body).toEqual(vehicle);
    expect((await transports.post(gateway, { extensions: named(query) })).body).toEqual(vehicle);
    await proxy.close();
  });

  test('comments and spaces are not kept', async () => {
    const query = `query Padded { # ${'x'.repeat(5_000)}\n   vehicle(id: "v1")   { model } }`;
    await transports.post(world, { query, extensions: named(query) });
    await eventually(async () =>
      expect(await redis.hstrlen(texts(), sha256(query))).toBe(
        43 + 'query Padded{vehicle(id:"v1"){model}}'.length,
      ),
    );
    expect((await transports.post(world, { extensions: named(query) })).body).toEqual(vehicle);
  });

  /** A gateway whose registered operations are its own. */
  async function boundedGateway(env: Record<string, string>) {
    const prefix = `${world.redisPrefix}bounded${(boundedGateways += 1)}:`;
    return { prefix, gateway: await world.anotherGateway({ REDIS_PREFIX: prefix, ...env }) };
  }
  const numbered = (i: number) =>
    `query Numbered${String(i).padStart(3, '0')} { vehicle(id: "v1") { model } }`;
  const storedSize = 43 + 'query Numbered000{vehicle(id:"v1"){model}}'.length;

  test('all registered operations together are bounded: the least recently used go first', async () => {
    const { prefix, gateway } = await boundedGateway({ PERSISTED_MAX_CHARACTERS: String(3 * storedSize) });
    for (let i = 1; i <= 10; i += 1) {
      const query = numbered(i);
      expect((await transports.post(gateway, { query, extensions: named(query) })).body).toEqual(vehicle);
      await eventually(async () => expect(await redis.hexists(texts(prefix), sha256(query))).toBe(1));
      expect(Number(await redis.get(`${prefix}nakku:{documents}:size`))).toBeLessThanOrEqual(3 * storedSize);
    }
    expect(await redis.hlen(texts(prefix))).toBe(3);
    expect(await redis.hexists(texts(prefix), sha256(numbered(1)))).toBe(0);
    expect((await transports.post(gateway, { extensions: named(numbered(10)) })).body).toEqual(vehicle);
  });

  test('one client registers so much in an hour; its operations go on as text', async () => {
    const { prefix, gateway } = await boundedGateway({
      PERSISTED_CHARACTERS_PER_CLIENT: String(2 * storedSize),
    });
    for (let i = 1; i <= 4; i += 1) {
      const query = numbered(i);
      expect((await transports.post(gateway, { query, extensions: named(query) })).body).toEqual(vehicle);
    }
    const token = await world.token();
    const query = numbered(5);
    await transports.post(gateway, { query, extensions: named(query) }, token);
    await eventually(async () => expect(await redis.hexists(texts(prefix), sha256(query))).toBe(1));
    expect(await redis.hlen(texts(prefix))).toBe(3);
  });

  test('a long operation runs and is not registered', async () => {
    const { prefix, gateway } = await boundedGateway({ PERSISTED_MAX_DOCUMENT_CHARACTERS: '40' });
    const query = 'query Long { vehicle(id: "v1") { model again: model } }';
    expect((await transports.post(gateway, { query, extensions: named(query) })).codes).toEqual([]);
    expect((await transports.post(gateway, { extensions: named(query) })).codes).toEqual([
      'PERSISTED_QUERY_NOT_FOUND',
    ]);
    expect(await redis.exists(texts(prefix))).toBe(0);
  });

  test('registering costs, and is not given back', async () => {
    // Hardly any comes back between two requests.
    const { gateway } = await boundedGateway({ SHOW_COST: 'true', COST_PER_ADDRESS_PER_SECOND: '1' });
    const query = `query Costly { vehicle(id: "v1") { model } } # ${'x'.repeat(6_400)}`;
    const remaining = async (extensions?: Record<string, unknown>) => {
      const { headers } = await transports.post(gateway, { query, ...(extensions ? { extensions } : {}) });
      return Number(headers.get('x-graphql-cost-remaining'));
    };
    // The first time its document costs too.
    await remaining();
    const before = await remaining();
    expect(before - (await remaining(named(query)))).toBeGreaterThanOrEqual(100);
  });

  test('may be off', async () => {
    const gateway = await world.anotherGateway({ PERSISTED_AUTOMATIC: 'false' });
    const { body } = await transports.post(gateway, { extensions: named(listed) });
    expect(body.errors).toEqual([
      { message: 'PersistedQueryNotSupported', extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } },
    ]);
  });
});

describe('a safelist', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await gatewayWith('safelist');
  });

  test.each(eachTransport)(
    'lets its operations run over %s, by id and by text, and no others',
    async (_, send) => {
      const before = world.stubs.trips.requests.length;
      expect((await send(gateway, { extensions: named(listed) })).body).toEqual(vehicle);
      expect((await send(gateway, { query: listed })).body).toEqual(vehicle);
      expect((await send(gateway, { query: `# a comment\n${listed.replaceAll(' ', '  ')}` })).body).toEqual(
        vehicle,
      );
      expect((await send(gateway, { query: unlisted })).codes).toEqual(['QUERY_NOT_IN_SAFELIST']);
      expect((await send(gateway, { query: unlisted, extensions: named(unlisted) })).codes).toEqual([
        'QUERY_NOT_IN_SAFELIST',
      ]);
      expect((await send(gateway, { extensions: named(unlisted) })).codes).toEqual([
        'PERSISTED_QUERY_NOT_IN_LIST',
      ]);
      expect(world.stubs.trips.requests).toHaveLength(before);
    },
  );

  test('may ask for the id', async () => {
    const strict = await gatewayWith('safelist', { PERSISTED_REQUIRE_ID: 'true' });
    expect((await transports.post(strict, { query: listed })).codes).toEqual(['PERSISTED_QUERY_ID_REQUIRED']);
    expect((await transports.post(strict, { extensions: named(listed) })).body).toEqual(vehicle);
    expect((await transports.post(strict, { query: listed, extensions: named(listed) })).body).toEqual(
      vehicle,
    );
  });

  test('is read again when its file changes; a broken file changes nothing', async () => {
    const file = path.join(folder, 'changing.json');
    await writeFile(file, manifestOf(listed));
    const changing = await world.anotherGateway({
      PERSISTED_OPERATIONS: 'safelist',
      PERSISTED_MANIFESTS: file,
    });
    expect((await transports.post(changing, { query: unlisted })).codes).toEqual(['QUERY_NOT_IN_SAFELIST']);
    await writeFile(file, manifestOf(unlisted));
    await eventually(async () =>
      expect((await transports.post(changing, { query: unlisted })).codes).toEqual([]),
    );
    expect((await transports.post(changing, { query: listed })).codes).toEqual(['QUERY_NOT_IN_SAFELIST']);
    await writeFile(file, '{');
    await eventually(async () =>
      expect((await transports.post(changing, { query: unlisted })).codes).toEqual([]),
    );
  });

  test('that cannot be read keeps the gateway from starting', async () => {
    const file = path.join(folder, 'broken.json');
    await writeFile(file, '{ "format": "else" }');
    const starting = world.anotherGateway({ PERSISTED_OPERATIONS: 'safelist', PERSISTED_MANIFESTS: file });
    await expect(starting).rejects.toThrow(`${file}: format: `);
  });
});

test('unknown operations run and are counted where they are only to be logged', async () => {
  const gateway = await gatewayWith('log-unknown');
  const counted = async () =>
    (await metricOf(gateway, 'persisted_operations_total{outcome="unknown",service="gateway"}')) ?? 0;
  const before = await counted();
  expect((await transports.post(gateway, { query: listed })).codes).toEqual([]);
  expect(await counted()).toBe(before);
  for (const [, send] of eachTransport) expect((await send(gateway, { query: unlisted })).codes).toEqual([]);
  expect(await counted()).toBe(before + eachTransport.length);
});
