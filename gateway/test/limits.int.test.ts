import { eventually } from '@nakku/testkit';
import { rawSocket, refusedWith } from './support/rawSocket.ts';
import { eachTransport, transports } from './support/transports.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ SOCKET_QUERIES: 'true' });
});
afterAll(() => world.close());

const many = (count: number, of: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => of(i)).join(' ');

/** Documents that are too much, as short as they can be: a GET carries them as well. */
const hostile: [string, string, string][] = [
  ['depth', `{ ${'a{'.repeat(20)}a${'}'.repeat(20)} }`, 'OPERATION_TOO_LARGE'],
  ['aliases', `{ ${many(31, (i) => `a${i}:__typename`)} }`, 'OPERATION_TOO_LARGE'],
  ['root fields', `{ ${'__typename '.repeat(21)} }`, 'OPERATION_TOO_LARGE'],
  ['directives', `{ __typename ${'@skip(if:false)'.repeat(51)} }`, 'OPERATION_TOO_LARGE'],
  ['tokens', `{ ${'a '.repeat(6_000)} }`, 'GRAPHQL_PARSE_FAILED'],
  ['3,000 braces', '{a'.repeat(3_000), 'GRAPHQL_PARSE_FAILED'],
  [
    'fragments that multiply',
    `{...F0} ${many(15, (i) => `fragment F${i} on Query{...F${i + 1} ...F${i + 1}}`)} fragment F15 on Query{__typename}`,
    'OPERATION_TOO_LARGE',
  ],
  [
    'fragments in a circle',
    '{...A} fragment A on Query{...B} fragment B on Query{...A}',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['2,000 comments and nothing else', '#\n'.repeat(2_000), 'GRAPHQL_PARSE_FAILED'],
];

describe.each(eachTransport)('over %s', (_, send) => {
  test.each(hostile)('%s is refused', async (__, query, code) => {
    const { status, codes } = await send(world, { query });
    expect(codes).toContain(code);
    expect(codes.length).toBeLessThan(10);
    expect([undefined, 200, 400]).toContain(status);
  });
});

test('over HTTP the refusal is a 400', async () => {
  for (const [name, query] of hostile) {
    expect([name, (await transports.post(world, { query })).status]).toEqual([name, 400]);
  }
});

describe('large documents', () => {
  const nested = `{...F0} ${many(750, (i) => `fragment F${i} on Query { ...F${i + 1} }`)} fragment F750 on Query { __typename }`;

  test('22 KB of nested fragments', async () => {
    expect(nested.length).toBeGreaterThan(22_000);
    const { status, codes } = await transports.post(world, { query: nested });
    expect([status, codes]).toEqual([400, ['GRAPHQL_PARSE_FAILED']]);
  });

  test('200,000 comments: too large, and where so large a body is allowed, no operation', async () => {
    const query = '#\n'.repeat(200_000);
    const { status, codes } = await transports.post(world, { query });
    expect([status, codes]).toEqual([413, ['REQUEST_TOO_LARGE']]);
    const generous = await world.anotherGateway({ MAX_BODY_BYTES: '1000000' });
    const refused = await transports.post(generous, { query });
    expect([refused.status, refused.codes]).toEqual([400, ['GRAPHQL_PARSE_FAILED']]);
  });

  test('a message of a socket above its limit closes it', async () => {
    const socket = await rawSocket(world, { token: await world.token() });
    socket.sendMessage({ type: 'subscribe', id: '1', payload: { query: '#\n'.repeat(40_000) } });
    await eventually(() => expect(socket.closed()?.code).toBe(1009));
  });
});

test('an address holds so many sockets, and may come back when one is closed', async () => {
  const gateway = await world.anotherGateway({ MAX_SOCKETS_PER_ADDRESS: '2' });
  const first = await rawSocket(gateway);
  const second = await rawSocket(gateway);
  expect(await refusedWith(gateway)).toBe(429);
  first.ws.close();
  await eventually(async () => expect(await refusedWith(gateway)).toBeUndefined());
  second.ws.close();
});

test('a user runs so many subscriptions over all sockets; a further one is refused and begins nothing', async () => {
  const gateway = await world.anotherGateway({ MAX_SUBSCRIPTIONS_PER_USER: '2' });
  const token = await world.token();
  const sockets = [await rawSocket(gateway, { token }), await rawSocket(gateway, { token })];
  const subscribe = { type: 'subscribe', payload: { query: 'subscription { ownFeed }' } };
  for (const socket of sockets) socket.sendMessage({ ...subscribe, id: 'a' });
  await eventually(() => expect(world.stubs.trips.subscriptions()).toBe(1));
  sockets[1]?.sendMessage({ ...subscribe, id: 'b' });
  const message = 'At most 2 subscriptions may run at a time';
  await eventually(() =>
    expect(sockets[1]?.received).toContainEqual({
      id: 'b',
      type: 'error',
      payload: [{ message, extensions: { code: 'TOO_MANY_SUBSCRIPTIONS', limit: 2 } }],
    }),
  );
  for (const socket of sockets) socket.ws.close();
  await eventually(() => expect(world.stubs.trips.subscriptions()).toBe(0));
});

test('an address that may subscribe to nothing more is refused before anything of it is read, and counted', async () => {
  const gateway = await world.anotherGateway({
    MAX_SUBSCRIPTIONS_PER_USER: '1',
    SOCKET_QUERIES: 'false',
    REQUESTS_PER_ADDRESS: '2',
    REQUESTS_PER_ADDRESS_PER_SECOND: '1',
  });
  const socket = await rawSocket(gateway, { token: await world.token() });
  socket.sendMessage({ type: 'subscribe', id: '1', payload: { query: 'subscription { ownFeed }' } });
  await eventually(() => expect(world.stubs.trips.subscriptions()).toBe(1));
  const codeOf = (id: string): unknown[] =>
    socket.received
      .map((message) => Object(message))
      .filter((message) => message.id === id && message.type === 'error')
      .map(({ payload }) => payload[0].extensions.code);
  let sent = 1;
  await eventually(async () => {
    const id = String((sent += 1));
    socket.sendMessage({ type: 'subscribe', id, payload: { query: '{ not even a document' } });
    await eventually(() => expect(codeOf(id)).toHaveLength(1));
    expect(codeOf(id)).toEqual(['RATE_LIMITED']);
  });
  expect(sent).toBeGreaterThan(3);
  expect(codeOf('2')).toEqual(['TOO_MANY_SUBSCRIPTIONS']);
  socket.ws.close();
  await eventually(() => expect(world.stubs.trips.subscriptions()).toBe(0));
});
