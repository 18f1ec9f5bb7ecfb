import { sha256 } from '../src/admission/persisted/manifest.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ SHOW_COST: 'true' });
});
beforeEach(() => {
  world.stubs.vehicles.cacheControl = 'max-age=60, public';
});
afterEach(() => {
  world.stubs.vehicles.cacheControl = undefined;
});
afterAll(() => world.close());

const vehicle = 'query Vehicle { vehicle(id: "v1") { model } }';

/** Sends a query over GET, named by its hash unless `isText`. */
async function get(
  query: string,
  headers: Record<string, string> = {},
  isText = false,
): Promise<{ status: number; headers: Headers; text: string }> {
  const url = new URL(`${world.url}/graphql`);
  url.searchParams.set('query', query);
  const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(query) } };
  if (!isText) url.searchParams.set('extensions', JSON.stringify(extensions));
  const response = await fetch(url, { headers: { accept: 'application/json', ...headers } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

test('a persisted query of public data may be kept by anybody, and nothing of one client is in it', async () => {
  const { status, headers, text } = await get(vehicle);
  expect([status, text]).toEqual([200, '{"data":{"vehicle":{"model":"Model v1"}}}']);
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'public, max-age=60',
    etag: expect.stringMatching(/^"[\w-]{43}"$/),
    vary: 'origin, accept, authorization, x-cart-token',
  });
  expect([...headers.keys()].filter((name) => /ratelimit|cost|request-id/.test(name))).toEqual([]);
});

test('who has it already is told so', async () => {
  const etag = (await get(vehicle)).headers.get('etag') ?? '';
  for (const known of [etag, `"other", W/${etag}`, '*']) {
    const { status, headers, text } = await get(vehicle, { 'if-none-match': known });
    expect([status, headers.get('etag'), text]).toEqual([304, etag, '']);
  }
  expect((await get(vehicle, { 'if-none-match': '"other"' })).status).toBe(200);
});

describe('nobody keeps', () => {
  const isPrivate = ({ headers }: { headers: Headers }): void => {
    expect([headers.get('cache-control'), headers.get('etag')]).toEqual(['no-store', null]);
  };

  test('what a subgraph does not call public', async () => {
    world.stubs.vehicles.cacheControl = 'max-age=60, private';
    isPrivate(await get(vehicle));
    world.stubs.vehicles.cacheControl = undefined;
    isPrivate(await get(vehicle));
  });

  test('what is public in part', async () => {
    isPrivate(await get('query Both { vehicle(id: "v1") { model } trips(first: 1) { id } }'));
    isPrivate(await get('query Joined { trips(first: 1) { vehicle { model } } }'));
  });

  test('the responses of a signed-in caller, or one with a cart', async () => {
    isPrivate(await get(vehicle, { authorization: `Bearer ${await world.token()}` }));
    isPrivate(await get(vehicle, { 'x-cart-token': 'secret' }));
  });

  test('a query that is not persisted, or comes over POST', async () => {
    isPrivate(await get(vehicle, {}, true));
    const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(vehicle) } };
    const response = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: vehicle, extensions }),
    });
    isPrivate(response);
  });

  test('a response with errors, and one of which the caller may not see all', async () => {
    isPrivate(await get('query Invalid { nothing }'));
    const denied = await get('query Denied { vehicle(id: "v1") { model } me { name } }');
    expect(JSON.parse(denied.text)).toMatchObject({ data: { vehicle: { model: 'Model v1' }, me: null } });
    isPrivate(denied);
  });

  test('what was fetched from nobody', async () => {
    isPrivate(await get('query Typename { __typename }'));
  });
});
