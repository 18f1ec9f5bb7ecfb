import { refusal } from '../request/results.ts';
import { createFairTurns } from './fairTurns.ts';
import { createRequestPipeline } from './requestPipeline.ts';
import type { RequestPipeline } from './requestPipeline.ts';
import { unnamedClient } from '../request/clientIdentity.ts';
import type { RequestContext } from '../request/requestContext.ts';
import type { Client } from '../policy/cost/client.ts';
import type { Granted } from '../policy/cost/demand.ts';
import type { Refusal } from '../request/results.ts';
import { createSharedPayments } from './sharedPayments.ts';
import type { Payment } from './sharedPayments.ts';

const clientNamed = (key: string): Client => ({ kind: 'user', key });
const granted: Granted = { kind: 'granted', balance: undefined };
const limited = refusal(429, 'NEW_DOCUMENTS_LIMITED', 'Too many operations that were never sent before');

/** Payments of clients, those of `poor` refused, and the work on what is paid for, which ends when it is told to. */
function payments(poor: readonly string[] = []) {
  const paidBy: string[] = [];
  const worked: { readonly key: string; readonly paidItself: boolean }[] = [];
  let finish = (): void => undefined;
  const end = new Promise<void>((resolve) => (finish = resolve));
  const shared = createSharedPayments((client): Promise<Granted | Refusal> => {
    if (poor.includes(client.key)) return Promise.resolve(limited);
    paidBy.push(client.key);
    return Promise.resolve(granted);
  });
  const bring = (document: string, key: string) =>
    shared.run(document, clientNamed(key), async (payment: Payment) => {
      worked.push({ key, paidItself: payment.granted !== undefined });
      await end;
      return { served: key };
    });
  return { shared, bring, finish: () => finish(), paidBy, worked };
}

test('what several clients bring at once is paid for by the first', async () => {
  const { bring, finish, paidBy, worked } = payments();
  const all = Promise.all(['a', 'b', 'a', 'c'].map((client) => bring('document', client)));
  const other = bring('another document', 'd');
  finish();
  expect(await all).toEqual([{ served: 'a' }, { served: 'b' }, { served: 'a' }, { served: 'c' }]);
  expect(await other).toEqual({ served: 'd' });
  expect(paidBy).toEqual(['a', 'd']);
  expect(worked.filter(({ paidItself }) => paidItself).map(({ key }) => key)).toEqual(['a', 'd']);
});

test('it is pending until who has paid is done, and paid for again after that', async () => {
  const { shared, bring, finish, paidBy } = payments();
  const isPending = () => shared.isPending(() => 'document');
  expect(isPending()).toBe(false);
  const first = bring('document', 'a');
  expect(isPending()).toBe(true);
  finish();
  await first;
  expect(isPending()).toBe(false);
  await bring('document', 'b');
  expect(paidBy).toEqual(['a', 'b']);
});

test('if the first cannot pay, the others pay for themselves', async () => {
  const { bring, finish, paidBy } = payments(['poor']);
  const all = Promise.all(['poor', 'a', 'poor', 'b'].map((client) => bring('document', client)));
  finish();
  expect(await all).toEqual([limited, { served: 'a' }, limited, { served: 'b' }]);
  expect(paidBy).toEqual(['a', 'b']);
});

test('work that fails leaves nothing pending', async () => {
  const { shared } = payments();
  const failing = shared.run('document', clientNamed('a'), () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  expect(shared.isPending(() => 'document')).toBe(false);
});

const context: RequestContext = {
  caller: { kind: 'anonymous' },
  token: undefined,
  clientIp: '192.0.2.1',
  client: unnamedClient,
  requestId: '1',
  correlationId: '1',
};
const invalid = refusal(400, 'GRAPHQL_VALIDATION_FAILED', 'Cannot query field "nothing"');

test('a document that is invalid is examined once for all who send it at once, and each is told why', async () => {
  const examined: string[] = [];
  const charged: { requests: number; documents: number }[] = [];
  const pipeline: RequestPipeline = createRequestPipeline({
    resolve: undefined,
    admit: ({ query }) => {
      examined.push(query);
      return Promise.resolve(invalid);
    },
    demand: {
      blocked: () => undefined,
      consume: (_, { requests, documents }) => {
        charged.push({ requests, documents });
        return granted;
      },
      correct: () => undefined,
      reconcile: () => Promise.resolve(),
    },
    planning: { isPlanned: () => false, prepare: () => Promise.reject(new Error('nothing to plan')) },
    pace: () => undefined,
    isKnown: () => false,
    keyOf: ({ query }) => query,
    turns: createFairTurns(),
    maxCost: 10,
    prices: { fetch: 0, document: 100, planningMs: 0 },
    showCost: false,
  });
  const request = { query: '{ nothing }', variables: {} };
  const sent = await Promise.all([1, 2, 3].map(() => pipeline(request, context, 'post')));
  expect(sent).toEqual([invalid, invalid, invalid]);
  expect(examined).toEqual(['{ nothing }']);
  expect(charged).toEqual([
    { requests: 1, documents: 1 },
    { requests: 1, documents: 0 },
    { requests: 1, documents: 0 },
  ]);
});
