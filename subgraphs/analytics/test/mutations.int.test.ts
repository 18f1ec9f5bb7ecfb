import { typeDefsOf } from '@nakku/graphql-kit';
import { mutationCases, operatorCases } from '@nakku/testkit';
import { startAnalyticsHarness, type AnalyticsHarness } from './harness.ts';

let running: AnalyticsHarness;
beforeAll(async () => {
  running = await startAnalyticsHarness();
});
afterAll(() => running.stop());

mutationCases({
  typeDefs: typeDefsOf('analytics'),
  service: () => ({ databaseUrl: running.world.databaseUrl, execute: running.client.query }),
  cases: operatorCases('analytics', false),
});
