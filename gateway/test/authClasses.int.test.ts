import { hashCartToken } from '@nakku/identity';
import { eventually } from '@nakku/testkit';
import { overSse, overWebSocket } from './support/clients.ts';
import type { Recording, SubscribeOptions } from './support/clients.ts';
import { keepRecordings } from './support/recordings.ts';
import { encode } from './support/trips.ts';
import { startWorld } from './support/world.ts';
import type { TokenOptions, World } from './support/world.ts';

let world: World;
const recordings = keepRecordings();
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await recordings.stop();
  await eventually(() => expect(world.stubs.trips.subscriptions()).toBe(0));
});
afterAll(() => world.close());

/** The owner's response depends on the caller alone, and contains the whole caller. */
const ownFeedQuery = 'subscription { ownFeed }';
interface Who extends Pick<SubscribeOptions, 'cartToken'> {
  readonly token?: TokenOptions;
}

function subscribe(query: string, { token, ...o }: Who & Pick<SubscribeOptions, 'variables'>): Recording {
  return recordings.keep(
    overWebSocket(world, query, {
      ...o,
      ...(token ? { token: () => world.token(token) } : {}),
    }),
  );
}

const callerOf = ({ messages }: Recording): unknown => JSON.parse(Object(messages[0]?.data).ownFeed);

const someone = { sub: 'u1', sid: 's1' };
test.each<[string, Who, Who, object, object]>([
  ['user', { token: { sub: 'u1' } }, { token: { sub: 'u2' } }, { userId: 'u1' }, { userId: 'u2' }],
  [
    'session',
    { token: someone },
    { token: { ...someone, sid: 's2' } },
    { sessionId: 's1' },
    { sessionId: 's2' },
  ],
  [
    'role version',
    { token: someone },
    { token: { ...someone, rv: 2 } },
    { roleVersion: 1 },
    { roleVersion: 2 },
  ],
  [
    'roles',
    { token: someone },
    { token: { ...someone, roles: ['admin'] } },
    { roles: ['customer'] },
    { roles: ['admin'] },
  ],
  [
    'scopes',
    { token: someone },
    { token: { ...someone, scope: '' } },
    { scopes: ['orders:read'] },
    { scopes: [] },
  ],
  [
    'stores',
    { token: { ...someone, stores: ['a'] } },
    { token: { ...someone, stores: ['b'] } },
    { storeIds: ['a'] },
    { storeIds: ['b'] },
  ],
  [
    'cart of the same user',
    { token: someone, cartToken: 'one' },
    { token: someone },
    { cartTokenHash: hashCartToken('one') },
    { userId: 'u1' },
  ],
  [
    'cart of two guests',
    { cartToken: 'one' },
    { cartToken: 'two' },
    { kind: 'anonymous', cartTokenHash: hashCartToken('one') },
    { kind: 'anonymous', cartTokenHash: hashCartToken('two') },
  ],
  ['guest and user', {}, { token: someone }, { kind: 'anonymous' }, { kind: 'user' }],
])('with another %s the same document is another subscription', async (_, one, other, first, second) => {
  const [a, b] = [subscribe(ownFeedQuery, one), subscribe(ownFeedQuery, other)];
  await eventually(() => expect([a.messages.length, b.messages.length]).toEqual([1, 1]));
  expect(callerOf(a)).toMatchObject(first);
  expect(callerOf(b)).toMatchObject(second);
  expect(callerOf(a)).not.toEqual(callerOf(b));
  expect(world.stubs.trips.subscriptions()).toBe(2);
});

test('two tokens of one session with the same rights share', async () => {
  const query = 'subscription { tripUpdated(tripId: "8") { step } }';
  const both = [600, 500].map((seconds) => subscribe(query, { token: { ...someone, seconds } }));
  await eventually(() => expect(both.map((r) => r.messages.length)).toEqual([1, 1]));
  await eventually(() => expect(world.stubs.trips.subscriptions()).toBe(1));
});

const noteOf = ({ messages }: Recording): unknown[] =>
  messages.map(({ data, errors }) => [Object(data).tripUpdated, errors]);

test('who may not see a field never gets it from those who may, nor the other way round, also from the ring', async () => {
  const query = `subscription ($after: Cursor) {
    tripUpdated(tripId: "7", after: $after) { step trip { note } }
  }`;
  const may = { token: someone };
  const mayNot = { token: { ...someone, scope: '' } };
  const seen = (step: number) => [{ step, trip: { note: 'ring twice' } }, undefined];
  const denied = (step: number) => [
    { step, trip: { note: null } },
    [
      {
        message: 'Unauthorized field or type',
        path: ['tripUpdated', 'trip', 'note'],
        extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
      },
    ],
  ];
  const first = subscribe(query, may);
  await eventually(() => expect(noteOf(first)).toEqual([seen(0)]));
  world.log.advance('7');
  await eventually(() => expect(noteOf(first)).toEqual([seen(0), seen(1)]));
  const [late, back] = [
    subscribe(query, mayNot),
    subscribe(query, { ...mayNot, variables: { after: encode(0) } }),
  ];
  await eventually(() => expect([noteOf(late), noteOf(back)]).toEqual([[denied(1)], [denied(1)]]));
  const again = subscribe(query, { ...may, variables: { after: encode(0) } });
  await eventually(() => expect(noteOf(again)).toEqual([seen(1)]));
  world.log.advance('7');
  await eventually(() => {
    expect([first, again, late, back].map((r) => noteOf(r).at(-1))).toEqual([
      seen(2),
      seen(2),
      denied(2),
      denied(2),
    ]);
  });
});

test('nor does another transport mix them', async () => {
  const sse = overSse(world, ownFeedQuery, { cartToken: 'one' });
  recordings.keep(sse);
  const socket = subscribe(ownFeedQuery, { cartToken: 'two' });
  await eventually(() => expect([sse.messages.length, socket.messages.length]).toEqual([1, 1]));
  expect(callerOf(sse)).toMatchObject({ cartTokenHash: hashCartToken('one') });
  expect(callerOf(socket)).toMatchObject({ cartTokenHash: hashCartToken('two') });
});
