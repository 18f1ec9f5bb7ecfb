import type { SqlExecutor } from '@nakku/platform';
import type { SeenIntent } from '../domain/provider.ts';
import { compareWithProvider } from './compare.ts';

/** Our books are empty. */
const db: SqlExecutor = {
  $queryRawUnsafe: () => Promise.resolve(JSON.parse('[]')),
  $executeRawUnsafe: () => Promise.resolve(0),
};
const intents = Array.from({ length: 250 }, (_, index): SeenIntent => ({
  ref: `pi_${index}`,
  orderId: null,
  attemptId: null,
  state: 'AUTHORIZED',
  amount: 900,
  captured: 0,
  currency: 'EUR',
  actionUrl: null,
  reason: null,
  createdAt: new Date(0),
}));
const provider = {
  async *listIntents() {
    yield* intents;
  },
};

test.each([
  [Infinity, 250, true],
  [250, 250, true],
  [249, 249, false],
  [1, 1, false],
])('of 250 intents at most %s: %s are compared', async (mostIntents, compared, isComplete) => {
  const found = await compareWithProvider(db, provider, { since: new Date(0), mostIntents });
  expect([found.differences.map(({ intentRef }) => intentRef), found.isComplete]).toEqual([
    intents.slice(0, compared).map(({ ref }) => ref),
    isComplete,
  ]);
});
