import { SequencesOfKeys } from '../../../src/verify/invariants/log.ts';

function seen(sequences: readonly number[]): SequencesOfKeys {
  const log = new SequencesOfKeys();
  for (const sequence of sequences) log.see('order', sequence);
  return log;
}

test('in order and without gaps is right, duplicates are allowed', () => {
  const log = seen([1, 2, 2, 1, 3]);
  expect(log.violations).toEqual([]);
  expect(log.last.get('order')).toBe(3);
});

test('a gap is named with both ends', () => {
  expect(seen([1, 3]).violations).toEqual([{ id: 'order', detail: 'event 3 follows 1 on the broker' }]);
});

test('one that begins late has a gap', () => {
  expect(seen([2]).violations).toEqual([{ id: 'order', detail: 'event 2 follows 0 on the broker' }]);
});

test('keys do not disturb each other', () => {
  const log = new SequencesOfKeys();
  log.see('a', 1);
  log.see('b', 1);
  log.see('a', 2);
  expect(log.violations).toEqual([]);
});
