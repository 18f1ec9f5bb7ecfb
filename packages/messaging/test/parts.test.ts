import { injectFaults, InjectedFailure } from '../src/consumer/faults.ts';
import type { ConsumedMessage } from '../src/consumer/message.ts';
import { UncommittedOffsets } from '../src/consumer/offsets.ts';
import { parseEventFaults } from '../src/index.ts';

const delivery = (offset: number): ConsumedMessage => ({
  topic: 'cart',
  partition: 0,
  offset: String(offset),
  key: 'k',
  headers: {},
  value: '',
});

test('offsets are handed out once, as the next one to read', () => {
  const offsets = new UncommittedOffsets();
  offsets.done('cart', 0, '4');
  offsets.done('cart', 0, '9007199254740993');
  offsets.done('cart', 1, '7');
  expect(offsets.take()).toEqual([
    { topic: 'cart', partition: 0, offset: '9007199254740994' },
    { topic: 'cart', partition: 1, offset: '8' },
  ]);
  expect(offsets.take()).toEqual([]);
});

describe('event faults', () => {
  test('are read from text', () => {
    expect(parseEventFaults(undefined)).toBeUndefined();
    expect(parseEventFaults('seed=5, duplicate=0.1,fail=0.2')).toEqual({
      seed: 5,
      duplicate: 0.1,
      fail: 0.2,
    });
    expect(() => parseEventFaults('lose=0.1')).toThrow('unknown event fault "lose=0.1"');
    expect(() => parseEventFaults('fail=often')).toThrow('is not a number');
  });

  test('are the same for the same seed', () => {
    const arriving = (seed: number): string[] => {
      const faults = injectFaults({ seed, duplicate: 0.3, reorder: 0.5 });
      const sent = Array.from({ length: 20 }, (_, i) => delivery(i));
      return faults?.rearranged(sent).map(({ offset }) => offset) ?? [];
    };
    expect(arriving(1)).toEqual(arriving(1));
    expect(arriving(1)).not.toEqual(arriving(2));
    expect(new Set(arriving(1)).size).toBe(20);
    expect(arriving(1).length).toBeGreaterThan(20);
  });

  test('fail about as often as asked', () => {
    const faults = injectFaults({ seed: 3, fail: 0.3 });
    let failed = 0;
    for (let i = 0; i < 3_000; i += 1) {
      try {
        faults?.at('before');
      } catch (error) {
        expect(error).toBeInstanceOf(InjectedFailure);
        failed += 1;
      }
    }
    expect(failed).toBeGreaterThan(250);
    expect(failed).toBeLessThan(350);
  });

  test('without faults there is no middleware', () => expect(injectFaults(undefined)).toBeUndefined());
});
