import { rawSocket, refusedWith } from './support/rawSocket.ts';
import { eventually } from '@nakku/testkit';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

const body = JSON.stringify({ query: '{ trips { id } }' });
const json = { 'content-type': 'application/json' };
let world: World;
beforeEach(async () => {
  world = await startWorld({ REQUESTS_PER_ADDRESS: '5', REQUESTS_PER_ADDRESS_PER_SECOND: '1' });
});
afterEach(() => world.close());

const send = async (headers: Record<string, string>, text = body): Promise<number> =>
  (await fetch(`${world.url}/graphql`, { method: 'POST', headers: { ...json, ...headers }, body: text }))
    .status;

test.each([
  ['a wrong token', { authorization: 'Bearer wrong' }, body, 401],
  ['a broken body', {}, '{', 400],
  ['a media type that is not accepted', { 'content-type': 'text/plain' }, body, 415],
  ['a page of somebody else', { origin: 'https://evil.example' }, body, 403],
  ['a format that is not ours', { accept: 'text/html' }, body, 406],
])('%s counts, and then nothing of the address is read', async (_, headers, text, status) => {
  const token = await world.token();
  expect(await send({ authorization: `Bearer ${token}` })).toBe(200);
  for (let i = 0; i < 5; i += 1) expect(await send(headers, text)).toBe(status);
  await eventually(async () => expect(await send(headers, text)).toBe(429));
  expect(await send({ authorization: `Bearer ${token}` })).toBe(429);
  expect(await refusedWith(world)).toBe(429);
});

test.each([
  ['a path that does not exist', '/nothing', 'GET', 404],
  ['a method that does not', '/graphql', 'DELETE', 405],
])('%s counts as well', async (_, path, method, status) => {
  for (let i = 0; i < 6; i += 1) expect((await fetch(`${world.url}${path}`, { method })).status).toBe(status);
  await eventually(async () => expect(await send({})).toBe(429));
});

test('a wrong token over a socket counts as well', async () => {
  for (let i = 0; i < 6; i += 1) {
    const { sendMessage, closed } = await rawSocket(world);
    sendMessage({ type: 'connection_init', payload: { authorization: 'Bearer wrong' } });
    await eventually(() => expect(closed()?.code).toBe(4403));
  }
  await eventually(async () => expect(await refusedWith(world)).toBe(429));
});

test.each([
  ['a message that is none', { type: 'nonsense' }],
  [
    'an operation before connection_init',
    { type: 'subscribe', id: 'a', payload: { query: '{ __typename }' } },
  ],
])('%s over a socket counts as well, and then sockets are refused', async (_, message) => {
  let sent = 0;
  // One comes back in a second.
  while (sent < 30 && (await refusedWith(world)) !== 429) {
    const { sendMessage, closed } = await rawSocket(world);
    sendMessage(Object(message));
    await eventually(() => expect(closed()).toBeDefined());
    sent += 1;
  }
  expect(sent).toBeGreaterThan(5);
  expect(sent).toBeLessThan(30);
});

test('an operation that is malformed counts as well, and then none is read', async () => {
  const socket = await rawSocket(world, { token: await world.token() });
  for (let i = 0; i < 12; i += 1)
    socket.sendMessage({ type: 'subscribe', id: String(i), payload: { query: 1 } });
  await eventually(() => {
    const codes = socket.received.slice(1).map((one) => Object(one).payload?.[0]?.extensions?.code);
    expect(codes).toHaveLength(12);
    expect(codes[0]).toBe('BAD_REQUEST');
  });
  await eventually(() => {
    socket.sendMessage({ type: 'subscribe', id: 'last', payload: { query: 1 } });
    expect(Object(socket.received.at(-1)).payload[0].extensions.code).toBe('RATE_LIMITED');
  });
});

test('a second subscription of one id closes the socket with 4409, however long the id is', async () => {
  for (const id of ['a', 'x'.repeat(128), 'ü'.repeat(128)]) {
    const socket = await rawSocket(world, { token: await world.token() });
    const subscribe = { type: 'subscribe', id, payload: { query: 'subscription { ownFeed }' } };
    socket.sendMessage(subscribe);
    await eventually(() => expect(socket.received.at(-1)).toMatchObject({ id, type: 'next' }));
    socket.sendMessage(subscribe);
    await eventually(() => expect(socket.closed()?.code).toBe(4409));
    expect(Buffer.byteLength(socket.closed()?.reason ?? '')).toBeLessThanOrEqual(123);
  }
});

test('an address that is refused again and again has the next refusal later; what is not refused is not late', async () => {
  const paced = await world.anotherGateway({
    REQUESTS_PER_ADDRESS: '1000',
    REFUSALS_PER_ADDRESS_PER_SECOND: '1',
  });
  const post = async (text: string): Promise<[status: number, ms: number]> => {
    const started = performance.now();
    const { status } = await fetch(`${paced.url}/graphql`, { method: 'POST', headers: json, body: text });
    return [status, performance.now() - started];
  };
  expect((await post(body))[0]).toBe(200);
  const first = await post('{');
  const second = await post('{');
  expect([first[0], second[0]]).toEqual([400, 400]);
  // It waits until a second has passed since the first.
  expect(second[1] + first[1]).toBeGreaterThan(900);
  const together = await Promise.all([post('{'), post('{'), post(body)]);
  expect(together.map(([status]) => status)).toEqual([400, 400, 200]);
  expect(together[0][1]).toBeGreaterThan(900);
});
