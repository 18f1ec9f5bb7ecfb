import { typeDefsOf } from '@nakku/graphql-kit';
import { mutationCases } from '@nakku/testkit';
import { type LocationsHarness, startLocationsHarness } from './harness.ts';

let running: LocationsHarness;
beforeAll(async () => {
  running = await startLocationsHarness();
});
afterAll(() => running.stop());

mutationCases({
  typeDefs: typeDefsOf('locations'),
  service: () => ({ databaseUrl: running.world.databaseUrl, execute: running.client.query }),
  cases: {},
});
