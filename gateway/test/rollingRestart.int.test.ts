import { eventually } from '@nakku/testkit';
import { overWebSocket } from './support/clients.ts';
import type { Recording } from './support/clients.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

const CLIENTS = 500;
const TRIPS = 50;
/** A quarter of a test's time: 500 clients, their gateway and three subgraphs share what the machine has left. */
const TIMEOUT_MS = 60_000;

let world: World;
const clients: Recording[] = [];
beforeAll(async () => {
  world = await startWorld({
    CLOSE_SPREAD_MS: '1000',
    // All clients are one user at one address here.
    MAX_SUBSCRIPTIONS_PER_USER: String(CLIENTS),
    MAX_SOCKETS_PER_ADDRESS: String(2 * CLIENTS),
  });
});
afterAll(async () => {
  await Promise.all(clients.map(async (client) => client.stop()));
  await world.close();
});

const query = `subscription ($tripId: ID!, $after: Cursor) {
  tripUpdated(tripId: $tripId, after: $after) { cursor step trip { vehicle { model } } }
}`;
const stepsOf = ({ messages }: Recording) => messages.map((m) => Object(m.data).tripUpdated?.step);
const tripIds = Array.from({ length: TRIPS }, (_, i) => `trip ${i}`);
const advanceAll = () => tripIds.forEach((id) => world.log.advance(id));
const allReceived = (steps: number[], timeoutMs = TIMEOUT_MS) =>
  eventually(
    () => expect(tally(clients.map((one) => stepsOf(one).join()))).toEqual({ [steps.join()]: CLIENTS }),
    { timeoutMs, everyMs: 100 },
  );

/** How often each is there. */
function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

test('500 clients are sent away one by one, come back, and miss nothing', async () => {
  const token = await world.token();
  const closed: number[] = [];
  for (let i = 0; i < CLIENTS; i += 1) {
    const variables = { tripId: tripIds[i % TRIPS] };
    clients.push(
      overWebSocket(world, query, {
        token: () => token,
        variables,
        resumes: true,
        maxRetryMs: 1_500,
        onClosed: (code) => code === 1012 && closed.push(i),
      }),
    );
  }
  await allReceived([0]);
  advanceAll();
  await allReceived([0, 1]);

  await world.restartGateway(advanceAll);
  await allReceived([0, 1, 2]);
  // What comes after it is a gateway that does not listen yet.
  expect(tally(clients.map(({ ends }) => String(Object(ends[0]).code)))).toEqual({ 1012: CLIENTS });
  // Spread by chance: not in the order in which they came.
  expect(closed).toHaveLength(CLIENTS);
  expect(closed).not.toEqual([...closed].sort((a, b) => a - b));

  const endsBefore = clients.map(({ ends }) => ends.length);
  await world.restart('trips', advanceAll);
  await world.restart('vehicles');
  advanceAll();
  await allReceived([0, 1, 2, 3, 4]);
  expect(clients.map(({ ends }) => ends.length)).toEqual(endsBefore);
  expect(world.stubs.trips.subscriptions()).toBe(TRIPS);
}, 240_000);
