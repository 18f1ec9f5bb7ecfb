import { eventually } from '@nakku/testkit';
import { overWebSocket } from './support/clients.ts';
import type { Recording } from './support/clients.ts';
import { keepRecordings } from './support/recordings.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
const recordings = keepRecordings();
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await recordings.stop();
  await eventually(() => expect(world.stubs.trips.subscriptions()).toBe(0));
  world.stubs.vehicles.cacheControl = undefined;
});
afterAll(() => world.close());

/** Follows a trip with what two other subgraphs say of it. */
function follow(url: string, tripId: string, sub: string): Recording {
  const query = `subscription { tripUpdated(tripId: "${tripId}") { step trip { traveller { name } vehicle { model } } } }`;
  return recordings.keep(overWebSocket({ url }, query, { token: () => world.token({ sub }) }));
}

const expectedStep = (step: number): object => ({
  tripUpdated: { step, trip: { traveller: { name: 'User u1' }, vehicle: { model: 'Model v1' } } },
});

/** Two customers follow trips of their own for one step. @returns fetches from the subgraph of vehicles, and of people */
async function fetchesOf(url: string, trips: readonly [string, string]): Promise<[number, number]> {
  const { vehicles, people } = world.stubs;
  const before = [vehicles.requests.length, people.requests.length] as const;
  const [one, other] = [follow(url, trips[0], 'ann'), follow(url, trips[1], 'ben')];
  for (const follower of [one, other]) {
    await eventually(() => expect(follower.messages.map(({ data }) => data)).toEqual([expectedStep(0)]));
  }
  world.log.advance(trips[0]);
  await eventually(() =>
    expect(one.messages.map(({ data }) => data)).toEqual([expectedStep(0), expectedStep(1)]),
  );
  return [vehicles.requests.length - before[0], people.requests.length - before[1]];
}

test('entities that a subgraph does not call public are asked for by each, for each event', async () => {
  expect(await fetchesOf(world.url, ['a1', 'a2'])).toEqual([3, 3]);
  world.stubs.vehicles.cacheControl = 'max-age=60, private';
  expect(await fetchesOf(world.url, ['a3', 'a4'])).toEqual([3, 3]);
  world.stubs.vehicles.cacheControl = 'no-store';
  expect(await fetchesOf(world.url, ['a5', 'a6'])).toEqual([3, 3]);
});

test('what it calls public is asked for until it is known, and then given to all', async () => {
  world.stubs.vehicles.cacheControl = 'max-age=60, public';
  const first = follow(world.url, 'b1', 'ann');
  await eventually(() => expect(first.messages.length).toBe(1));
  expect(await fetchesOf(world.url, ['b2', 'b3'])).toEqual([0, 3]);
});

test('queries ask as ever', async () => {
  world.stubs.vehicles.cacheControl = 'max-age=60, public';
  const before = world.stubs.vehicles.requests.length;
  for (let i = 0; i < 2; i += 1) {
    const { body } = await world.execute('{ trip(id: "b1") { vehicle { model } } }');
    expect(body.data).toEqual({ trip: { vehicle: { model: 'Model v1' } } });
  }
  expect(world.stubs.vehicles.requests.length - before).toBe(2);
});

test('a gateway told to share none asks for each', async () => {
  const { url } = await world.anotherGateway({ SHARED_ENTITY_CHARACTERS: '0' });
  world.stubs.vehicles.cacheControl = 'max-age=60, public';
  expect(await fetchesOf(url, ['c1', 'c2'])).toEqual([3, 3]);
});
