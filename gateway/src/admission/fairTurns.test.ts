import { eventually } from '@nakku/testkit';
import { createFairTurns } from './fairTurns.ts';

/** Asks for turns in this order and returns the order in which they came. */
async function order(keys: readonly string[]): Promise<string[]> {
  const turns = createFairTurns();
  const came: string[] = [];
  await Promise.all(
    keys.map(async (key, index) => {
      await turns.next(key);
      came.push(`${key}${index}`);
    }),
  );
  return came;
}

test('nobody else waits: the turn comes at once', async () => {
  const turns = createFairTurns();
  let came = false;
  void turns.next('a').then(() => (came = true));
  await Promise.resolve();
  expect(came).toBe(true);
});

test('keys take turns, whoever asked more often; within a key the order stays', async () => {
  expect(await order(['a', 'a', 'a', 'a', 'b', 'c', 'b'])).toEqual([
    'a0',
    'a1',
    'b4',
    'c5',
    'a2',
    'b6',
    'a3',
  ]);
});

test('the event loop goes round between two turns', async () => {
  const turns = createFairTurns();
  const seen: string[] = [];
  const work = ['first', 'second'].map(async (name) => {
    await turns.next('a');
    seen.push(name);
    setImmediate(() => seen.push(`after ${name}`));
  });
  await Promise.all(work);
  await eventually(() => expect(seen).toEqual(['first', 'second', 'after first', 'after second']));
});

test('a hundred of one key keep another waiting for two turns', async () => {
  const turns = createFairTurns();
  let flood = 0;
  const all = Array.from({ length: 100 }, async () => {
    await turns.next('flood');
    flood += 1;
  });
  await new Promise((resolve) => setImmediate(resolve));
  const before = flood;
  await turns.next('bystander');
  expect(flood - before).toBeLessThanOrEqual(2);
  await Promise.all(all);
  expect(flood).toBe(100);
});
