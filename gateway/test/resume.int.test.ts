import { eventually } from '@nakku/testkit';
import { overApolloMultipart, overApolloSocket, overSse, overWebSocket } from './support/clients.ts';
import type { Recording } from './support/clients.ts';
import { keepRecordings } from './support/recordings.ts';
import { encode } from './support/trips.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
const recordings = keepRecordings();
beforeAll(async () => {
  world = await startWorld({ CLOCK_TOLERANCE_SECONDS: '0' });
});
afterEach(async () => {
  await recordings.stop();
  await eventually(() => expect(world.stubs.trips.subscriptions()).toBe(0));
});
afterAll(() => world.close());

const recorded = recordings.keep;
const query = `subscription ($tripId: ID!, $after: Cursor) {
  tripUpdated(tripId: $tripId, after: $after) { cursor step }
}`;
const stepsOf = ({ messages }: Recording) => messages.map((m) => Object(m.data).tripUpdated?.step);
const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

const clients = [
  ['graphql-ws', overWebSocket],
  ['graphql-sse', overSse],
  ['Apollo Client and graphql-ws', overApolloSocket],
  ['Apollo Client and multipart HTTP', overApolloMultipart],
] as const;

/** One trip for each test, so that its steps are exact. */
let trips = 0;
const aTrip = () => `resume ${(trips += 1)}`;

test('each client comes back by itself when the gateway restarts, and hears every step once', async () => {
  const followed = clients.map(([, subscribe]) => {
    const tripId = aTrip();
    const variables = { tripId };
    const token = () => world.token();
    return { tripId, recording: recorded(subscribe(world, query, { token, variables, resumes: true })) };
  });
  const advance = (times: number) => {
    for (const { tripId } of followed) for (let i = 0; i < times; i += 1) world.log.advance(tripId);
  };
  const allReceived = (last: number) =>
    eventually(() =>
      expect(followed.map(({ recording }) => stepsOf(recording))).toEqual(followed.map(() => upTo(0, last))),
    );
  await allReceived(0);
  advance(2);
  await allReceived(2);
  await world.restartGateway(() => advance(2));
  await allReceived(4);
  advance(1);
  await world.restart('trips', () => advance(1));
  await world.restartGateway();
  advance(1);
  await allReceived(7);
});

test.each(clients)('%s comes back with another token when one has ended', async (_, subscribe) => {
  const tripId = aTrip();
  let tokens = 0;
  const token = () => world.token({ seconds: tokens++ === 0 ? 3 : 600 });
  const recording = recorded(subscribe(world, query, { token, variables: { tripId }, resumes: true }));
  await eventually(() => expect(stepsOf(recording)).toEqual([0]));
  world.log.advance(tripId);
  await eventually(() => expect(stepsOf(recording)).toEqual([0, 1]));
  await eventually(() => expect(tokens).toBe(2));
  world.log.advance(tripId);
  await eventually(() => expect(stepsOf(recording)).toEqual([0, 1, 2]));
});

test('a client goes on at another gateway, over another transport', async () => {
  const tripId = aTrip();
  const token = () => world.token();
  const other = await world.anotherGateway();
  const here = recorded(overWebSocket(world, query, { token, variables: { tripId } }));
  await eventually(() => expect(stepsOf(here)).toEqual([0]));
  world.log.advance(tripId);
  await eventually(() => expect(stepsOf(here)).toEqual([0, 1]));
  await here.stop();
  world.log.advance(tripId);
  world.log.advance(tripId);
  const there = recorded(overSse(other, query, { token, variables: { tripId, after: encode(1) } }));
  await eventually(() => expect(stepsOf(there)).toEqual([2, 3]));
  const both = recorded(overApolloMultipart(world, query, { token, variables: { tripId } }));
  await eventually(() => expect(stepsOf(both)).toEqual([3]));
  world.log.advance(tripId);
  await eventually(() =>
    expect([stepsOf(there), stepsOf(both)]).toEqual([
      [2, 3, 4],
      [3, 4],
    ]),
  );
});

test('a change while a client subscribes is told once: with the state, or after it', async () => {
  const tripId = aTrip();
  const all: Recording[] = [];
  for (let i = 0; i < 40; i += 1) {
    all.push(recorded(overWebSocket(world, query, { token: () => world.token(), variables: { tripId } })));
    if (i % 2 === 0) world.log.advance(tripId);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const last = world.log.advance(tripId);
  await eventually(() => expect(all.map((one) => stepsOf(one).at(-1))).toEqual(all.map(() => last)));
  for (const one of all) expect(stepsOf(one)).toEqual(upTo(stepsOf(one)[0], last));
});

test('clients that are refused for now come back when they may, over each transport', async () => {
  const gateway = await world.anotherGateway({
    REDIS_PREFIX: `${world.redisPrefix}refused:`,
    NEW_DOCUMENTS_PER_USER: '1',
    NEW_DOCUMENTS_PER_USER_PER_SECOND: '1',
  });
  const token = await world.token({ sub: 'has one new document' });
  const tripId = aTrip();
  const followed = clients.map(([, subscribe], i) =>
    recorded(
      subscribe(gateway, query.replace('step }', `step s${i}: step }`), {
        token: () => token,
        variables: { tripId },
        resumes: true,
      }),
    ),
  );
  await eventually(() => expect(followed.map(stepsOf)).toEqual(clients.map(() => [0])), {
    timeoutMs: 30_000,
  });
  world.log.advance(tripId);
  await eventually(() => expect(followed.map(stepsOf)).toEqual(clients.map(() => [0, 1])));
}, 60_000);

test.each([
  ['the schema does not allow', 'subscription { noSuchField { cursor } }', 'Cannot query field'],
  ['is too large', `subscription { ${'a: tripUpdated(tripId: "x") { cursor } '.repeat(40)} }`, 'aliases'],
])('an operation that %s ends with its error instead of being repeated', async (_, refused, message) => {
  for (const [name, subscribe] of clients) {
    const recording = recorded(subscribe(world, refused, { token: () => world.token(), resumes: true }));
    await eventually(() => {
      // A stream over HTTP has the error as its last message, a socket as an error of the subscription.
      const received = JSON.stringify([recording.messages, recording.ends]);
      // Apollo Client keeps the body of a refused request to itself.
      const expected = name.includes('multipart') ? 'status code 400' : message;
      expect([name, received]).toEqual([name, expect.stringContaining(expected)]);
      expect([name, recording.completed() || recording.ends.length > 0]).toEqual([name, true]);
    });
  }
});
