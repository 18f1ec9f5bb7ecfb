import { withRetries } from './retry.ts';
import { createRetryBudget } from './retryBudget.ts';
import { mayRepeat, NeverSent, SubgraphFailed, verdictOn } from './subgraphFailure.ts';
import type { Attempt } from './subgraphFailure.ts';
import { DeadlineExceeded } from '../request/deadline.ts';

const broken = (code: string): Error => Object.assign(new Error(code), { code });

/** Fails `failures` times, then responds; counts. */
function attempts(failures: number, error: Error = broken('ECONNRESET')) {
  const made = { count: 0 };
  const attempt = async (): Promise<string> => {
    made.count += 1;
    if (made.count <= failures) throw error;
    return 'response';
  };
  return { made, attempt };
}

function run(attempt: () => Promise<string>, o: { max?: number; saved?: number; signal?: AbortSignal } = {}) {
  return withRetries(attempt, {
    rules: { max: o.max ?? 2, firstPauseMs: 1 },
    budget: createRetryBudget({ perRequest: 0, max: o.saved ?? 10 }),
    mayRepeat: () => true,
    signal: o.signal ?? new AbortController().signal,
    onRetry: () => undefined,
  });
}

test('an attempt is made again until it succeeds, so often and no more', async () => {
  const twice = attempts(2);
  await expect(run(twice.attempt)).resolves.toBe('response');
  expect(twice.made.count).toBe(3);
  const always = attempts(99);
  await expect(run(always.attempt)).rejects.toThrow('ECONNRESET');
  expect(always.made.count).toBe(3);
});

test('without a budget nothing is made again', async () => {
  const { made, attempt } = attempts(1);
  await expect(run(attempt, { saved: 0 })).rejects.toThrow('ECONNRESET');
  expect(made.count).toBe(1);
});

test('who has given up gets the failure that was seen, and nothing more is tried', async () => {
  const { made, attempt } = attempts(1);
  await expect(run(attempt, { signal: AbortSignal.abort() })).rejects.toThrow('ECONNRESET');
  expect(made.count).toBe(1);
});

test('a budget earns a part of a retry per request, and saves so many', () => {
  const budget = createRetryBudget({ perRequest: 0.2, max: 2 });
  expect([budget.spend(), budget.spend(), budget.spend()]).toEqual([true, true, false]);
  for (let i = 0; i < 4; i += 1) budget.earn();
  expect(budget.spend()).toBe(false);
  budget.earn();
  expect([budget.spend(), budget.spend()]).toEqual([true, false]);
  for (let i = 0; i < 100; i += 1) budget.earn();
  expect([budget.spend(), budget.spend(), budget.spend()]).toEqual([true, true, false]);
});

test.each([
  ['a refused connection', broken('ECONNREFUSED'), true, true],
  ['a connection that broke', broken('UND_ERR_SOCKET'), true, false],
  ['a reset', broken('ECONNRESET'), true, false],
  ['503', new SubgraphFailed(503, 'stopping'), true, false],
  ['500', new SubgraphFailed(500, 'a bug'), false, false],
  ['401', new SubgraphFailed(401, 'no identity'), false, false],
  ['anything else', new Error('a bug of ours'), false, false],
])('%s: query and mutation', (_, error, query, mutation) => {
  expect([mayRepeat(error, true), mayRepeat(error, false)]).toEqual([query, mutation]);
});

test('a subgraph is sick when it does not respond in time or in GraphQL, not when the client leaves', () => {
  const open = new AbortController().signal;
  const of = (error: unknown, more: Partial<Attempt> = {}) =>
    verdictOn(error, { operation: open, signal: open, waitedMs: 1, queryTimeoutMs: 100, ...more });
  expect(of(broken('ECONNREFUSED'))).toBe('sick');
  expect(of(new SubgraphFailed(503, ''))).toBe('sick');
  expect(of(new SubgraphFailed(200, 'HTML'))).toBe('sick');
  expect(of(new SubgraphFailed(401, ''))).toBe('well');
  expect(of(new SubgraphFailed(429, ''))).toBe('well');
  expect(of(broken('UND_ERR_RES_EXCEEDED_MAX_SIZE'))).toBe('well');
  const late = AbortSignal.abort(new DeadlineExceeded('late'));
  expect(of(new Error('aborted'), { signal: late })).toBe('sick');
  expect(of(new NeverSent('waited'), { signal: late })).toBe('unknown');
  const gone = AbortSignal.abort();
  expect(of(new Error('aborted'), { operation: gone, signal: gone, waitedMs: 1_000 })).toBe('unknown');
  // The operation's own deadline: of what came late nothing is known.
  expect(of(new Error('aborted'), { operation: late, signal: late, waitedMs: 99 })).toBe('unknown');
  expect(of(new Error('aborted'), { operation: late, signal: late, waitedMs: 100 })).toBe('sick');
});
