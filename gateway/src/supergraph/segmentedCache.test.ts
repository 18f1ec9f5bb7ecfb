import { createSegmentedCache } from './segmentedCache.ts';

const value = (name: string) => ({ name });

test('what comes once pushes out nothing that was asked for again', () => {
  const cache = createSegmentedCache<{ name: string }>({ entries: 100, bytes: 1_000 });
  cache.set('used', value('used'), 100);
  expect(cache.get('used')).toEqual({ name: 'used' });
  for (let i = 0; i < 1_000; i += 1) cache.set(`once ${i}`, value(`once ${i}`), 50);
  expect(cache.get('used')).toEqual({ name: 'used' });
  expect(cache.get('once 0')).toBeUndefined();
  expect(cache.get('once 999')).toEqual({ name: 'once 999' });
});

test('all values together are bounded by bytes', () => {
  const cache = createSegmentedCache<{ name: string }>({ entries: 1_000, bytes: 1_000 });
  for (let i = 0; i < 200; i += 1) {
    cache.set(`${i}`, value(`${i}`), 30);
    cache.get(`${i}`);
  }
  expect(cache.bytes).toBeGreaterThan(700);
  expect(cache.bytes).toBeLessThanOrEqual(1_000);
});

test('what is larger than its part is not kept, and nothing is lost for it', () => {
  const cache = createSegmentedCache<{ name: string }>({ entries: 10, bytes: 100 });
  cache.set('small', value('small'), 10);
  cache.set('large', value('large'), 1_000);
  expect(cache.get('large')).toBeUndefined();
  expect(cache.get('small')).toEqual({ name: 'small' });
});

test('what was asked for again is told, the most recent first', () => {
  const cache = createSegmentedCache<{ name: string }>({ entries: 100, bytes: 1_000 });
  for (const key of ['a', 'b', 'c']) cache.set(key, value(key), 1);
  cache.get('a');
  cache.get('c');
  expect([...cache.inUse()].map(([key]) => key)).toEqual(['c', 'a']);
});
