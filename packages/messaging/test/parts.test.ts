import { injectFaults, InjectedFailure } from '../src/consumer/faults.ts';
import type { Delivery } from '../src/consumer/delivery.ts';
import { createLimit } from '../src/consumer/limit.ts';
import { UncommittedOffsets } from '../src/consumer/offsets.ts';
import { extended, follows } from '../src/consumer/passing.ts';
import { parseEventFaults } from '../src/index.ts';

const delivery = (offset: number): Delivery => ({
  topic: 'cart',
  partition: 0,
  offset: String(offset),
  key: 'k',
  headers: {},
  value: '',
});

test('a limit lets through so many at once, in order', async () => {
  const limit = createLimit(2);
  const log: string[] = [];
  const releases: (() => void)[] = [];
  const tasks = [0, 1, 2].map((i) =>
    limit(async () => {
      log.push(`start ${i}`);
      await new Promise<void>((resolve) => releases.push(resolve));
      log.push(`end ${i}`);
    }),
  );
  await Promise.resolve();
  expect(log).toEqual(['start 0', 'start 1']);
  releases[1]?.();
  await tasks[1];
  await Promise.resolve();
  expect(log).toEqual(['start 0', 'start 1', 'end 1', 'start 2']);
  releases[0]?.();
  releases[2]?.();
  await Promise.all(tasks);
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

test('passed events fold into one run', () => {
  const envelope = (sequence: number): Parameters<typeof extended>[2] => ({
    id: 'i',
    type: 't',
    source: 's',
    subject: 'k',
    sequence,
    time: new Date(0),
    correlationId: 'c',
  });
  const run = extended(extended(undefined, delivery(0), envelope(4)), delivery(1), envelope(5));
  expect(run.skip).toEqual({ key: 'k', from: 4, to: 5 });
  expect(run.events).toHaveLength(2);
  expect(follows(run, { kind: 'event', envelope: envelope(6) })).toBe(true);
  expect(follows(run, { kind: 'event', envelope: envelope(7) })).toBe(false);
  expect(follows(run, { kind: 'malformed', envelope: envelope(6) })).toBe(false);
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
