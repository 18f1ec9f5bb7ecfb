import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { eventually } from '@nakku/testkit';
import { metricOf } from './support/metrics.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';
import type { TripSubgraph } from './support/trips.ts';

/** Long enough for retries with their pauses on busy cores: only what hangs comes to it. */
const TIMEOUT_MS = 1_000;
const MINIMUM = 6;

let world: World;
beforeAll(async () => {
  world = await startWorld({
    SUBGRAPH_TIMEOUT_MS: String(TIMEOUT_MS),
    SUBGRAPH_RETRIES_SAVED: '3',
    SUBGRAPH_RETRIES_PER_FETCH: '0',
    CIRCUIT_MINIMUM_FETCHES: String(MINIMUM),
    CIRCUIT_WINDOW_MS: '60000',
    // Long enough to look at an open circuit on busy cores.
    CIRCUIT_OPEN_MS: '1500',
    CIRCUIT_MAX_OPEN_MS: '1500',
  });
});
afterAll(() => world.close());

type Behave = (request: IncomingMessage, response: ServerResponse) => void;
const hang: Behave = () => undefined;
const breakConnection: Behave = (request) => void request.socket.destroy();

/** Something else listens in the place of a subgraph while `work` runs; `requestCount` counts the operations sent to it. */
async function inPlaceOf(
  name: TripSubgraph,
  behave: Behave,
  work: (requestCount: () => number) => Promise<void>,
): Promise<void> {
  let requestCount = 0;
  const server = createServer((request, response) => {
    // Of users a gateway may read revocations, too.
    if (request.url === '/graphql') requestCount += 1;
    behave(request, response);
  });
  await world.restart(name, async () => {
    await new Promise<void>((resolve) => server.listen(world.stubs[name].port, '127.0.0.1', resolve));
    try {
      await work(() => requestCount);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
}

const circuits = async (): Promise<Record<string, string>> =>
  Object(await (await fetch(`${world.gateway.internalUrl}/health`)).json()).circuits;
const stateMetric = (subgraph: string) =>
  metricOf(world.gateway, `subgraph_circuit_state{subgraph="${subgraph}",service="gateway"}`);
const codes = (body: Record<string, unknown>): string[] =>
  Object(body).errors?.map((error: { extensions: { code: string } }) => error.extensions.code) ?? [];

const vehicle = '{ vehicle(id: "v1") { model } }';
const ok = { data: { vehicle: { model: 'Model v1' } } };

// In this order: the budget of three retries is spent by and by.

test('a query whose connection breaks is asked again', async () => {
  await inPlaceOf(
    'vehicles',
    (request, response) => {
      if (failures-- > 0) return breakConnection(request, response);
      response.setHeader('content-type', 'application/json').end(JSON.stringify(ok));
    },
    async (requestCount) => {
      expect((await world.execute(vehicle)).body).toEqual(ok);
      expect(requestCount()).toBe(2);
    },
  );
});
let failures = 1;

test('a mutation is not: it may have arrived', async () => {
  await inPlaceOf('trips', breakConnection, async (requestCount) => {
    const { body } = await world.execute('mutation { tripAdvance(id: "1") { step } }');
    expect([body.data, codes(body)]).toEqual([{ tripAdvance: null }, ['SUBGRAPH_UNAVAILABLE']]);
    expect(requestCount()).toBe(1);
  });
  expect(world.log.stepOf('1')).toBe(0);
});

test('retries come out of a budget: a subgraph that is down is not asked three times as often', async () => {
  await inPlaceOf('people', breakConnection, async (requestCount) => {
    for (let i = 0; i < 4; i += 1)
      expect(codes((await world.execute('{ whoami }')).body)).toEqual(['SUBGRAPH_UNAVAILABLE']);
    // Four questions, three retries, and one fetch each after the budget was spent.
    expect(requestCount()).toBe(MINIMUM);
  });
});

test('a slow subgraph costs its own part only; then its circuit opens, and closes once it is well', async () => {
  const query = '{ trips(first: 1) { id vehicle { model } } }';
  const partial = { trips: [{ id: '1', vehicle: { model: null } }] };
  await inPlaceOf('vehicles', hang, async (requestCount) => {
    let late = 0;
    while ((await circuits()).vehicles === 'closed') {
      const { body } = await world.execute(query);
      expect([body.data, codes(body)]).toEqual([partial, ['DEADLINE_EXCEEDED']]);
      late += 1;
    }
    expect(late).toBeLessThanOrEqual(MINIMUM);
    expect(await stateMetric('vehicles')).toBe(2);
    const before = requestCount();
    const spared = await world.execute(query);
    expect([spared.body.data, codes(spared.body)]).toEqual([partial, ['SUBGRAPH_UNAVAILABLE']]);
    expect(requestCount()).toBe(before);
    // After a while one fetch tries, and fails: it stays open.
    await eventually(async () => {
      await world.execute(query);
      expect(requestCount()).toBe(before + 1);
    });
    expect((await circuits()).vehicles).toBe('open');
    expect((await circuits()).trips).toBe('closed');
  });
  await eventually(async () => expect((await world.execute(vehicle)).body).toEqual(ok));
  expect((await circuits()).vehicles).toBe('closed');
  expect(await stateMetric('vehicles')).toBe(0);
});
