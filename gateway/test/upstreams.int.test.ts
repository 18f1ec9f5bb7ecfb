import { eventually } from '@nakku/testkit';
import { overWebSocket } from './support/clients.ts';
import type { Recording } from './support/clients.ts';
import { metricOf } from './support/metrics.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

const tripIds = Array.from({ length: 12 }, (_, i) => String(i + 1));
let world: World;
let recordings: Recording[];

beforeAll(async () => {
  world = await startWorld({ UPSTREAM_SOCKETS: '3' });
  const token = await world.token();
  recordings = tripIds.map((tripId) =>
    overWebSocket(world, 'subscription ($tripId: ID!) { tripUpdated(tripId: $tripId) { step } }', {
      token: () => token,
      variables: { tripId },
    }),
  );
});
afterAll(async () => {
  for (const recording of recordings) await recording.stop();
  await world.close();
});

const sockets = () => metricOf(world.gateway, 'upstream_sockets{subgraph="trips",service="gateway"}');

test('distinct subscriptions share a bounded number of sockets to a subgraph', async () => {
  await eventually(() =>
    expect(recordings.map(({ messages }) => messages.length)).toEqual(tripIds.map(() => 1)),
  );
  expect(world.stubs.trips.subscriptions()).toBe(tripIds.length);
  expect(world.stubs.trips.sockets()).toBe(3);
  expect(await sockets()).toBe(3);
});

test('they are opened again after the subgraph was away, and no more of them', async () => {
  await world.restart('trips', () => {
    for (const tripId of tripIds) world.log.advance(tripId);
  });
  await eventually(() =>
    expect(recordings.map(({ messages }) => Object(messages.at(-1)?.data).tripUpdated?.step)).toEqual(
      tripIds.map(() => 1),
    ),
  );
  expect(recordings.map(({ messages }) => messages.length)).toEqual(tripIds.map(() => 2));
  expect(world.stubs.trips.sockets()).toBe(3);
  expect(await sockets()).toBe(3);
});
