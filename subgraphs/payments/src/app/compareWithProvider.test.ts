import type { ProviderIntent } from '../domain/providerPort.ts';
import { compareWithProvider } from './compareWithProvider.ts';

/** Our books are empty. */
const findPayments = () => Promise.resolve([]);
const intents = Array.from({ length: 250 }, (_, index): ProviderIntent => ({
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
])('of 250 intents at most %s: %s are compared', async (maxIntents, compared, isComplete) => {
  const found = await compareWithProvider(findPayments, provider, { since: new Date(0), maxIntents });
  expect([found.differences.map(({ intentRef }) => intentRef), found.isComplete]).toEqual([
    intents.slice(0, compared).map(({ ref }) => ref),
    isComplete,
  ]);
});
