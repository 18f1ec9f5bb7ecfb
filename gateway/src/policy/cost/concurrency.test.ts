import { jest } from '@jest/globals';
import { createConcurrency } from './concurrency.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Work that ends when the test says so, and which of it has begun. */
function controlled() {
  const begun: string[] = [];
  const ends = new Map<string, { resolve: (result: string) => void; reject: (error: Error) => void }>();
  return {
    begun,
    work: (name: string) => () => {
      begun.push(name);
      return new Promise<string>((resolve, reject) => void ends.set(name, { resolve, reject }));
    },
    finish: async (name: string) => {
      ends.get(name)?.resolve(name);
      await jest.advanceTimersByTimeAsync(0);
    },
    fail: async (name: string) => {
      ends.get(name)?.reject(new Error(name));
      await jest.advanceTimersByTimeAsync(0);
    },
  };
}

test('so many of one client execute at once, the others in their order; another client does not wait', async () => {
  const { run } = createConcurrency({ perClient: 2, maxWaitMs: 1_000 });
  const { begun, work, finish } = controlled();
  const results = ['1', '2', '3', '4'].map((name) => run('a', work(name)));
  const other = run('b', work('other'));
  expect(begun).toEqual(['1', '2', 'other']);
  await finish('2');
  expect(begun).toEqual(['1', '2', 'other', '3']);
  await finish('1');
  await finish('3');
  await finish('4');
  await finish('other');
  expect(await Promise.all([...results, other])).toEqual(['1', '2', '3', '4', 'other']);
  expect(jest.getTimerCount()).toBe(0);
});

test('what fails makes place as well', async () => {
  const { run } = createConcurrency({ perClient: 1, maxWaitMs: 1_000 });
  const { begun, work, fail } = controlled();
  const failing = run('a', work('1'));
  void run('a', work('2'));
  const failed = expect(failing).rejects.toThrow('1');
  await fail('1');
  await failed;
  expect(begun).toEqual(['1', '2']);
});

test('nothing waits longer than the longest wait', async () => {
  const { run } = createConcurrency({ perClient: 1, maxWaitMs: 1_000 });
  const { begun, work, finish } = controlled();
  for (const name of ['1', '2', '3']) void run('a', work(name));
  await jest.advanceTimersByTimeAsync(999);
  expect(begun).toEqual(['1']);
  await jest.advanceTimersByTimeAsync(1);
  expect(begun).toEqual(['1', '2', '3']);
  void run('a', work('4'));
  await finish('1');
  await finish('2');
  expect(begun).toEqual(['1', '2', '3']);
  await finish('3');
  expect(begun).toEqual(['1', '2', '3', '4']);
});

test('no more than so many wait', () => {
  const { run } = createConcurrency({ perClient: 1, maxWaitMs: 1_000, maxWaiting: 1 });
  const { begun, work } = controlled();
  for (const name of ['1', '2', '3']) void run('a', work(name));
  expect(begun).toEqual(['1', '3']);
});
