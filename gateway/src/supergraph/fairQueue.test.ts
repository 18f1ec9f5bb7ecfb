import { FairQueue } from './fairQueue.ts';

test('takes from each client in turn, the first of each first', () => {
  const queue = new FairQueue<string>();
  for (const item of ['a1', 'a2', 'a3']) queue.add('a', item);
  queue.add('b', 'b1');
  expect([queue.length, queue.lengthOf('a'), queue.lengthOf('b'), queue.lengthOf('c')]).toEqual([4, 3, 1, 0]);
  const taken = [queue.take(), queue.take()];
  queue.add('c', 'c1');
  for (let item = queue.take(); item !== undefined; item = queue.take()) taken.push(item);
  expect(taken).toEqual(['a1', 'b1', 'a2', 'c1', 'a3']);
  expect([queue.length, queue.lengthOf('a')]).toEqual([0, 0]);
});
