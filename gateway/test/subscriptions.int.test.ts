import { eventually } from '@nakku/testkit';
import { overApolloMultipart, overApolloSocket, overSse, overWebSocket } from './support/clients.ts';
import type { Recording } from './support/clients.ts';
import { keepRecordings } from './support/recordings.ts';
import { encode, tripSchemas } from './support/trips.ts';
import { composed, startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
const recordings = keepRecordings();
beforeEach(async () => {
  world = await startWorld({ HEARTBEAT_MS: '1000' });
});
afterEach(async () => {
  await recordings.stop();
  await world.close();
});

const recorded = recordings.keep;
const token = () => world.token();
const stepsQuery = 'subscription ($after: Cursor) { tripUpdated(tripId: "1", after: $after) { step } }';
const stepsOf = ({ messages }: Recording) => messages.map((m) => Object(m.data).tripUpdated?.step);
const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe.each([
  ['graphql-ws', overWebSocket],
  ['graphql-sse', overSse],
  ['Apollo Client and graphql-ws', overApolloSocket],
  ['Apollo Client and multipart HTTP', overApolloMultipart],
])('over %s', (_, subscribe) => {
  test('each event is joined from three subgraphs', async () => {
    const query = `subscription {
      live: tripUpdated(tripId: "1") { ...Step trip { id traveller { name email } vehicle { model } } }
    }
    fragment Step on TripUpdate { step }`;
    const recording = recorded(subscribe(world, query, { token }));
    await eventually(() => expect(recording.messages).toHaveLength(1));
    world.log.advance('1');
    await eventually(() => expect(recording.messages).toHaveLength(2));
    expect(recording.messages).toEqual(
      [0, 1].map((step) => ({
        data: {
          live: {
            step,
            trip: {
              id: '1',
              traveller: { name: 'User u1', email: 'u1@example.org' },
              vehicle: { model: 'Model v1' },
            },
          },
        },
      })),
    );
    await recording.stop();
    await eventually(() => expect(world.stubs.trips.subscriptions()).toBe(0));
  });

  test('after a cursor comes what was missed, then what happens', async () => {
    for (let i = 0; i < 5; i++) world.log.advance('1');
    const recording = recorded(subscribe(world, stepsQuery, { token, variables: { after: encode(2) } }));
    await eventually(() => expect(stepsOf(recording)).toEqual([3, 4, 5]));
    world.log.advance('1');
    await eventually(() => expect(stepsOf(recording)).toEqual([3, 4, 5, 6]));
  });

  test('a refusal of the owner ends it with its error', async () => {
    const query = 'subscription { tripUpdated(tripId: "foreign") { step } }';
    const recording = recorded(subscribe(world, query, { token }));
    await eventually(() =>
      expect(JSON.stringify([recording.messages, recording.ends])).toContain('NOT_FOUND'),
    );
    expect(world.stubs.trips.subscriptions()).toBe(0);
  });

  test('it needs a sign-in where its field does', async () => {
    const recording = recorded(subscribe(world, stepsQuery));
    await eventually(() =>
      expect(JSON.stringify([recording.messages, recording.ends])).toContain('UNAUTHORIZED_FIELD_OR_TYPE'),
    );
    expect(world.stubs.trips.subscribed).toEqual([]);
  });
});

test('a restarted subgraph costs a pause, no step and no double', async () => {
  const recording = recorded(overWebSocket(world, stepsQuery, { token }));
  await eventually(() => expect(stepsOf(recording)).toEqual([0]));
  world.log.advance('1');
  await eventually(() => expect(stepsOf(recording)).toEqual([0, 1]));
  await world.restart('trips', () => {
    world.log.advance('1');
    world.log.advance('1');
  });
  await eventually(() => expect(stepsOf(recording)).toEqual(upTo(0, 3)));
  expect(world.stubs.trips.subscribed).toEqual([{ nakku_after: encode(1) }]);
  world.log.advance('1');
  await eventually(() => expect(stepsOf(recording)).toEqual(upTo(0, 4)));
  expect(recording.ends).toEqual([]);
});

test('an event whose other subgraph is away arrives with what there is', async () => {
  const query = 'subscription { tripUpdated(tripId: "1") { step trip { vehicle { model } } } }';
  const recording = recorded(overWebSocket(world, query, { token }));
  await eventually(() => expect(recording.messages).toHaveLength(1));
  await world.restart('vehicles', async () => {
    world.log.advance('1');
    await eventually(() => expect(recording.messages).toHaveLength(2));
  });
  expect(recording.messages[1]).toMatchObject({
    data: { tripUpdated: { step: 1, trip: { vehicle: { model: null } } } },
    errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
  });
});

describe('sharing', () => {
  test('equal subscriptions of one caller are one upstream, wherever each resumes', async () => {
    for (let i = 0; i < 3; i++) world.log.advance('1');
    const same = await world.token();
    const now = recorded(overWebSocket(world, stepsQuery, { token: () => same }));
    await eventually(() => expect(stepsOf(now)).toEqual([3]));
    const late = recorded(overSse(world, stepsQuery, { token: () => same }));
    await eventually(() => expect(stepsOf(late)).toEqual([3]));
    const back = recorded(
      overWebSocket(world, stepsQuery, { token: () => same, variables: { after: encode(1) } }),
    );
    await eventually(() => expect(stepsOf(back)).toEqual([2, 3]));
    world.log.advance('1');
    await eventually(() => {
      expect([now, late, back].map(stepsOf)).toEqual([
        [3, 4],
        [3, 4],
        [2, 3, 4],
      ]);
    });
    await eventually(() => expect(world.stubs.trips.subscriptions()).toBe(1));
    world.log.advance('1');
    await eventually(() => expect([now, late, back].map((r) => stepsOf(r).at(-1))).toEqual([5, 5, 5]));
  });

  test('what cannot resume gives every joiner a snapshot of its own', async () => {
    world.log.advance('1');
    const query = 'subscription { tripsFeed { isSnapshot steps } }';
    const first = recorded(overWebSocket(world, query));
    await eventually(() => expect(first.messages).toHaveLength(1));
    world.log.advance('1');
    await eventually(() => expect(first.messages).toHaveLength(2));
    const second = recorded(overWebSocket(world, query));
    await eventually(() =>
      expect(second.messages).toEqual([{ data: { tripsFeed: { isSnapshot: true, steps: [1, 2] } } }]),
    );
    await world.restart('trips');
    await eventually(() => expect(first.messages).toHaveLength(3));
    expect(first.messages[2]).toEqual({ data: { tripsFeed: { isSnapshot: true, steps: [1, 2] } } });
  });
});

describe('another supergraph', () => {
  const grown = () =>
    composed(
      {},
      {
        ...tripSchemas,
        vehicles: tripSchemas.vehicles.replace('model: String', 'model: String wheels: Int'),
      },
    );

  test('running subscriptions go on without a gap, on the same socket', async () => {
    const recording = recorded(overWebSocket(world, stepsQuery, { token }));
    world.log.advance('1');
    await eventually(() => expect(stepsOf(recording).at(-1)).toBe(1));
    const before = stepsOf(recording);
    world.gateway.replaceSupergraph(grown());
    world.log.advance('1');
    await eventually(() => expect(stepsOf(recording)).toEqual([...before, 2]));
    await eventually(() => expect(world.stubs.trips.subscribed).toHaveLength(2));
    world.log.advance('1');
    await eventually(() => expect(stepsOf(recording)).toEqual([...before, 2, 3]));
    expect(recording.ends).toEqual([]);
    expect((await world.execute('{ __type(name: "Vehicle") { fields { name } } }')).body).toEqual({
      data: { __type: { fields: [{ name: 'id' }, { name: 'model' }, { name: 'wheels' }] } },
    });
  });

  test('a broken one is refused, the last good one serves', async () => {
    const recording = recorded(overWebSocket(world, stepsQuery, { token }));
    await eventually(() => expect(stepsOf(recording)).toEqual([0]));
    expect(() => world.gateway.replaceSupergraph('type Query { a: Int }')).toThrow();
    expect(() => world.gateway.replaceSupergraph('type Query {')).toThrow();
    world.log.advance('1');
    await eventually(() => expect(stepsOf(recording)).toEqual([0, 1]));
    expect((await world.execute('{ vehicle(id: "v1") { model } }')).body).toEqual({
      data: { vehicle: { model: 'Model v1' } },
    });
  });

  test('a field that is gone ends its subscriptions with the reason', async () => {
    const recording = recorded(overWebSocket(world, 'subscription { tripsFeed { steps } }'));
    await eventually(() => expect(recording.messages).toHaveLength(1));
    const { trips, ...others } = tripSchemas;
    world.gateway.replaceSupergraph(
      composed({}, { ...others, trips: trips.replace('tripsFeed: TripsFeed', '') }),
    );
    await eventually(() =>
      expect(JSON.stringify(recording.ends)).toContain('Cannot query field \\"tripsFeed\\"'),
    );
    expect(recording.messages).toHaveLength(1);
  });
});
