import { eventually } from '@nakku/testkit';
import { WebSocket } from 'ws';
import { rawSocket } from './support/rawSocket.ts';
import type { RawSocket } from './support/rawSocket.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
let token: string;
const sockets: RawSocket[] = [];
beforeAll(async () => {
  world = await startWorld();
  token = await world.token();
});
afterEach(() => {
  for (const { ws } of sockets.splice(0)) ws.terminate();
});
afterAll(() => world.close());

async function socket(o: Parameters<typeof rawSocket>[1] = { token }): Promise<RawSocket> {
  const opened = await rawSocket(world, o);
  sockets.push(opened);
  return opened;
}

const STEPS = 'subscription { tripUpdated(tripId: "1") { step trip { note } } }';
/** The codes in a response, however its transport wraps them. */
const codesIn = (text: string): string[] =>
  [...text.matchAll(/"code":"(\w+)"/g)].map(([, code = '']) => code);

describe('one operation of a socket does not end the others', () => {
  const good = { query: 'subscription { tripsFeed { isSnapshot } }' };

  test.each([
    [
      '@include with a variable',
      'subscription ($v: Boolean!) { tripsFeed @include(if: $v) { steps } }',
      { v: true },
    ],
    ['@include with a literal', 'subscription { tripsFeed @include(if: false) { steps } }', {}],
    [
      '@skip in a fragment',
      'subscription ($v: Boolean!) { ...F } fragment F on Subscription { tripsFeed @skip(if: $v) { steps } }',
      { v: false },
    ],
    [
      '@skip of a fragment',
      'subscription ($v: Boolean!) { ... @skip(if: $v) { tripsFeed { steps } } }',
      { v: false },
    ],
  ])('%s at the root is refused for itself', async (_, query, variables) => {
    const { received, sendMessage, closed } = await socket();
    sendMessage({ type: 'subscribe', id: 'bad', payload: { query, variables } });
    sendMessage({ type: 'subscribe', id: 'good', payload: good });
    await eventually(() => expect(received).toHaveLength(3));
    expect(received).toContainEqual(
      expect.objectContaining({
        id: 'bad',
        type: 'error',
        payload: [expect.objectContaining({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })],
      }),
    );
    expect(received).toContainEqual(expect.objectContaining({ id: 'good', type: 'next' }));
    expect(closed()).toBeUndefined();
  });

  test.each([
    ['a number', 5],
    ['a list', ['c0']],
    ['an object', { cursor: 'c0' }],
    ['a boolean', true],
  ])('%s is no cursor', async (_, after) => {
    const { received, sendMessage, closed } = await socket();
    const query = 'subscription ($after: Cursor) { tripUpdated(tripId: "t1", after: $after) { step } }';
    sendMessage({ type: 'subscribe', id: 'variable', payload: { query, variables: { after } } });
    await eventually(() => expect(received).toHaveLength(2));
    const literal = typeof after === 'object' ? '["c0"]' : JSON.stringify(after);
    const written = `subscription { tripUpdated(tripId: "t1", after: ${literal}) { step } }`;
    sendMessage({ type: 'subscribe', id: 'literal', payload: { query: written } });
    await eventually(() => expect(received).toHaveLength(3));
    expect(received.slice(1).map((message) => codesIn(JSON.stringify(message)))).toEqual([
      ['BAD_USER_INPUT'],
      ['BAD_USER_INPUT'],
    ]);
    expect(closed()).toBeUndefined();
  });

  test('null is no cursor to go on from: it begins now', async () => {
    const { received, sendMessage } = await socket();
    const query = 'subscription ($after: Cursor) { tripUpdated(tripId: "t1", after: $after) { step } }';
    sendMessage({ type: 'subscribe', id: '1', payload: { query, variables: { after: null } } });
    await eventually(() =>
      expect(received).toContainEqual(expect.objectContaining({ id: '1', type: 'next' })),
    );
  });
});

describe('the socket', () => {
  test.each([
    ['no connection_init', [{ id: '1', type: 'subscribe', payload: { query: '{ a }' } }], 4401],
    ['two connection_inits', [{ type: 'connection_init' }, { type: 'connection_init' }], 4429],
    ['what is no message', [{ type: 'connection_init' }, { type: 'hello' }], 4400],
    [
      'one id twice',
      [
        { type: 'connection_init' },
        { id: '1', type: 'subscribe', payload: { query: 'subscription { tripsFeed { steps } }' } },
        { id: '1', type: 'subscribe', payload: { query: 'subscription { tripsFeed { steps } }' } },
      ],
      4409,
    ],
    ['a bad token', [{ type: 'connection_init', payload: { authorization: 'Bearer x' } }], 4403],
  ])('%s closes it', async (_, messages, code) => {
    const opened = await socket({});
    for (const [i, message] of messages.entries()) {
      opened.sendMessage(message);
      if (message.type === 'connection_init' && i + 1 < messages.length && code !== 4429) {
        await eventually(() => expect(opened.received[0]).toEqual({ type: 'connection_ack' }));
      }
    }
    await eventually(() => expect(opened.closed()?.code).toBe(code));
  });

  test('queries are refused over it, and so is more than its share of subscriptions', async () => {
    const opened = await socket();
    opened.sendMessage({ id: 'q', type: 'subscribe', payload: { query: '{ __typename }' } });
    await eventually(() =>
      expect(opened.received.at(-1)).toMatchObject({
        id: 'q',
        type: 'error',
        payload: [{ extensions: { code: 'OPERATION_NOT_ALLOWED' } }],
      }),
    );
    for (let i = 0; i <= 64; i++)
      opened.sendMessage({ id: `${i}`, type: 'subscribe', payload: { query: STEPS } });
    await eventually(() =>
      expect(opened.received).toContainEqual({
        id: '64',
        type: 'error',
        payload: [
          {
            message: 'At most 64 operations may run on one socket',
            extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' },
          },
        ],
      }),
    );
    expect(opened.closed()).toBeUndefined();
  });
});

test('a client that speaks the older protocol is told so', async () => {
  const ws = new WebSocket(`${world.url.replace('http', 'ws')}/graphql`, 'graphql-ws');
  ws.on('error', () => undefined);
  const code = await new Promise((resolve) => ws.once('close', resolve));
  expect(code).toBe(4406);
});
